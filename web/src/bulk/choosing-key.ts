/** Applies a key press in the job list to the selection. */
import type { KeyboardEvent } from 'react'
import type { Place } from './find-chosen.ts'
import type { Choosing } from './use-choice.ts'

/** Returns whether the key was handled. `here`: the row at the keyboard cursor. */
export function onChoosingKey(event: KeyboardEvent, choosing: Choosing, here: Place | undefined): boolean {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event
  if (altKey) return false
  if (ctrlKey || metaKey) {
    if (key.toLowerCase() !== 'a') return false
    choosing.chooseAll()
    return true
  }
  if (key !== ' ' || !here) return false
  choosing.toggle(here, shiftKey)
  return true
}

import type { KeyboardEvent } from 'react'
import type { Place } from './find-chosen.ts'
import type { Choosing } from './use-choice.ts'

/** What a key of the list does to the choice; false when it is no such key. `here`: the row that the keys are at. */
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

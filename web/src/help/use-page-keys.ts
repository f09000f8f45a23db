/** Hooks that handle the global shortcuts and remember whether they are on. */
import { useEffect, useState } from 'react'
import { API } from '../api/base.ts'
import { pageKeyOf } from './keys.ts'

const OFF = `callsheet keys off ${API.pathname}`

/** Whether global shortcuts are on; stored in this browser. */
export function useKeysOn(): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(OFF) === null)
  return [
    on,
    (next) => {
      if (next) localStorage.removeItem(OFF)
      else localStorage.setItem(OFF, 'true')
      setOn(next)
    },
  ]
}

/** Handles the global shortcuts while they are on and no dialog is open. */
export function usePageKeys(on: boolean, showHelp: () => void): void {
  useEffect(() => {
    if (!on) return
    function listen(event: KeyboardEvent) {
      if (document.querySelector('dialog[open]')) return
      const key = pageKeyOf(event, isTyping(event.target))
      if (key === undefined) return
      event.preventDefault()
      if (key === '?') showHelp()
      else document.querySelector<HTMLElement>('input[type=search]')?.focus()
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [on, showHelp])
}

const TEXT_FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(TEXT_FIELDS)
}

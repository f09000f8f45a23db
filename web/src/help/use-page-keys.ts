import { useEffect, useState } from 'react'
import { API } from '../api/base.ts'
import { pageKeyOf } from './keys.ts'

const OFF = `callsheet keys off ${API.pathname}`

/** Whether the keys of the page are on, as this browser remembers it. */
export function useKeysOn(): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(OFF) === null)
  return [
    on,
    (wanted) => {
      if (wanted) localStorage.removeItem(OFF)
      else localStorage.setItem(OFF, 'true')
      setOn(wanted)
    },
  ]
}

/** Listens to the keys of the page while they are on; not behind a dialog. */
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

const TYPED_INTO = 'input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]'

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches(TYPED_INTO)
}

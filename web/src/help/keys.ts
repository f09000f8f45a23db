/** The keyboard shortcuts of the console. */

/** Global shortcuts are single characters, so they can be turned off (WCAG 2.1.4). */
export const PAGE_KEYS = [
  ['?', 'Show keyboard shortcuts'],
  ['/', 'Search jobs'],
] as const

export const LIST_KEYS = [
  ['↑ ↓', 'Move through the jobs'],
  ['Page Up, Page Down, Home, End', 'Move by a page, or to the first or last job'],
  ['Enter', 'Open the job'],
  ['Escape', 'Close the job'],
  ['Space', 'Select the job for a bulk action'],
  ['Shift + ↑ ↓', 'Extend the selection'],
  ['Shift + Space', 'Select from the last selected job to this one'],
  ['Ctrl + A', 'Select all matching jobs'],
] as const

type PageKey = (typeof PAGE_KEYS)[number][0]

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** The global shortcut that was pressed; undefined while typing text or with Ctrl, Alt or Meta. Pure. */
export function pageKeyOf(
  { key, ctrlKey, altKey, metaKey }: Pressed,
  isTyping: boolean,
): PageKey | undefined {
  if (isTyping || ctrlKey || altKey || metaKey) return undefined
  return PAGE_KEYS.find(([name]) => name === key)?.[0]
}

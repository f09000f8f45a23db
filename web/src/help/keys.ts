/** The keys of the console. Those of the page are single characters, so they can be turned off (WCAG 2.1.4). */
export const PAGE_KEYS = [
  ['?', 'Show this help'],
  ['/', 'Search jobs'],
] as const

export const LIST_KEYS = [
  ['↑ ↓', 'Go through the jobs'],
  ['Page Up, Page Down, Home, End', 'Go further'],
  ['Enter', 'Show the job'],
  ['Escape', 'Close the job'],
  ['Space', 'Select the job for an action on several'],
  ['Shift + ↑ ↓', 'Select from one job to the next'],
  ['Shift + Space', 'Select from the last one to this'],
  ['Ctrl + A', 'Select all jobs that match'],
] as const

type PageKey = (typeof PAGE_KEYS)[number][0]

interface Pressed {
  readonly key: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** Which key of the page was pressed. Where text is typed, and with Ctrl, Alt or Meta, none was. Pure. */
export function pageKeyOf(
  { key, ctrlKey, altKey, metaKey }: Pressed,
  isTyping: boolean,
): PageKey | undefined {
  if (isTyping || ctrlKey || altKey || metaKey) return undefined
  return PAGE_KEYS.find(([name]) => name === key)?.[0]
}

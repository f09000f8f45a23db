/** What a card and the page of an item say about it. Pure. */
import { type Item, valuesOf } from '../api/items/item.ts'
import { duration } from '../time/say-time.ts'
import type { IconName } from '../ui/icons.ts'

/** Its title, else the name of its file, else its id. */
export function nameOf(item: Item): string {
  return valuesOf(item, 'title')[0] ?? valuesOf(item, 'originalFilename')[0] ?? item.id ?? ''
}

/** `Video · 10.0 s`, as far as it is known. */
export function factsOf(item: Item): readonly string[] {
  const [mediaType] = valuesOf(item, 'mediaType')
  const [seconds] = valuesOf(item, 'durationSeconds')
  return [
    ...(mediaType === undefined || mediaType === 'none' ? [] : [capitalized(mediaType)]),
    ...(seconds === undefined ? [] : [duration(Number(seconds) * 1_000)]),
    ...(hasFile(item) ? [] : ['No file yet']),
  ]
}

/** The original of a placeholder, or of an import that has not come so far, has no kind yet. */
function hasFile(item: Item): boolean {
  return valuesOf(item, 'mediaType').some((mediaType) => mediaType !== 'none')
}

export function iconOf(item: Item): IconName {
  return ICONS[valuesOf(item, 'mediaType')[0] ?? ''] ?? 'file'
}

const ICONS: Readonly<Record<string, IconName>> = { video: 'film', audio: 'sound', image: 'picture' }

function capitalized(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}

/** The fields that the server writes (wire-media.md §2.5). Pure. */
import type { GroupPart, MetadataDocument } from '../documents/metadata.ts'
import type { Facts, Timespan } from '../media.ts'
import { valuesOf } from './values.ts'

/** What an import finds out about the essence: kept with the item. */
export const FACT_FIELDS = [
  ...['mediaType', 'mimeType', 'originalFormat', 'originalVideoCodec', 'originalAudioCodec', 'originalWidth'],
  ...[
    'originalHeight',
    'durationSeconds',
    'durationTimeCode',
    'startTimeCode',
    'startSeconds',
    'originalUri',
  ],
  'originalFilename',
] as const

/**
 * Fields that only the server writes. Clients may write `title`, `originalFilename` and `user` themselves.
 */
const ONLY_SERVER: ReadonlySet<string> = new Set([
  ...FACT_FIELDS.filter((name) => name !== 'originalFilename'),
  ...['itemId', 'created', 'shapeTag', 'representativeThumbnail', 'representativeThumbnailNoAuth'],
])

/** Fields that exist without a definition. */
const KNOWN: ReadonlySet<string> = new Set([...ONLY_SERVER, 'originalFilename', 'title', 'user'])

export function isGenerated(field: string): boolean {
  return field.startsWith('__') || ONLY_SERVER.has(field)
}

export function isSystemField(field: string): boolean {
  return field.startsWith('__') || KNOWN.has(field)
}

/** The document without generated fields, and their names: clients send back what they were given. */
export function withoutGenerated(document: MetadataDocument): {
  readonly wanted: MetadataDocument
  readonly dropped: readonly string[]
} {
  const names = fieldNamesIn(document)
  const dropped = names.filter(isGenerated)
  if (dropped.length === 0) return { wanted: document, dropped }
  const cut = <P extends Pick<GroupPart, 'field' | 'group'>>(parts: P): P => ({
    ...parts,
    field: parts.field.filter(({ name }) => !isGenerated(name)),
    group: parts.group.map(cut),
  })
  return { wanted: { ...document, timespan: document.timespan.map(cut) }, dropped }
}

/** The names of all fields of a request, each once. */
export function fieldNamesIn({ timespan }: Pick<MetadataDocument, 'timespan'>): readonly string[] {
  const names = ({ field, group }: Pick<GroupPart, 'field' | 'group'>): readonly string[] => [
    ...field.map(({ name }) => name),
    ...group.flatMap(names),
  ]
  return [...new Set(timespan.flatMap(names))]
}

/** A field and one of its values. */
export interface Indexed {
  readonly field: string
  readonly value: string
}

/** What a search finds an item by, besides what is read from its shapes and collections. */
export function searchable(item: {
  readonly id: string
  readonly created: Date
  readonly user: string
  readonly facts: Facts
  readonly metadata: readonly Timespan[]
}): readonly Indexed[] {
  const written = valuesOf(item.metadata)
  const has = new Set(written.map(({ field }) => field))
  const generated = Object.entries({
    ...{ itemId: item.id, created: item.created.toISOString(), user: item.user, mediaType: 'none' },
    ...item.facts,
  })
  return [
    ...generated
      .filter(([field]) => !has.has(field))
      .flatMap(([field, values]) => [values].flat().map((value) => ({ field, value }))),
    ...written,
  ]
}

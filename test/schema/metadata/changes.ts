/** Makes changes of metadata for tests. */
import type { FieldPart, MetadataDocument } from '../../../schema/documents/metadata.ts'
import type { Timespan } from '../../../schema/media.ts'
import { mergedMetadata } from '../../../schema/metadata/merge.ts'

export const by = (id: number) => ({ id, of: 'VX-9', user: 'ann', at: new Date('2026-01-01T12:00:00Z') })

/** `title=a,+b,-c`: a field with values, those with `+` to add and with `-` to remove. */
export function fieldOf(text: string): FieldPart {
  const [name = '', values = ''] = text.split('=')
  return {
    name,
    value: values
      .split(',')
      .filter((one) => one !== '')
      .map((one) => {
        if (one.startsWith('+')) return { value: one.slice(1), mode: 'add' }
        return one.startsWith('-') ? { value: one.slice(1), mode: 'remove' } : { value: one }
      }),
  }
}

export const change = (...fields: readonly string[]): MetadataDocument => ({
  group: [],
  timespan: [{ field: fields.map(fieldOf), group: [] }],
})

export const merged = (...changes: readonly MetadataDocument[]) =>
  changes.reduce<readonly Timespan[]>((before, one, at) => mergedMetadata(before, one, by(at + 1)), [])

export const shown = (metadata: readonly Timespan[]) =>
  metadata.flatMap(({ field }) => field.map(({ name, value }) => `${name}=${value.map((one) => one.value)}`))

/** Writes metadata by field, without their structure: `terse=yes` (wire-media.md §2.4). Pure. */
import type { Content } from '../document.ts'
import type { MetadataDocument, TimespanPart } from '../documents/metadata.ts'

/** The values of each field, with the timespan that they hold for. Generated ones have an empty uuid. */
export function terse({ timespan }: Pick<MetadataDocument, 'timespan'>): Content {
  const fields = new Map<string, Content[]>()
  for (const { start = '-INF', end = '+INF', ...parts } of timespan)
    for (const { name, value } of fieldsOf(parts))
      for (const one of value) {
        const shown = { '@end': end, '@start': start, '@uuid': one.uuid ?? '', '#text': one.value }
        fields.set(name, [...(fields.get(name) ?? []), shown])
      }
  return Object.fromEntries(fields)
}

function fieldsOf({ field, group }: Pick<TimespanPart, 'field' | 'group'>): TimespanPart['field'] {
  return [...field, ...group.flatMap(fieldsOf)]
}

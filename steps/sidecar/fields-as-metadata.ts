/** The fields of a sidecar as a change of the metadata of an item. Pure. */
import type { FieldPart, GroupPart, MetadataDocument, TimespanPart } from '../../schema/documents/metadata.ts'
import type { SidecarField } from '../../tasks/sidecar/metadata-fields.ts'

/** Fields of a group are `group/field`. `skipped`: the names that no field can have. */
export function fieldsAsMetadata(fields: readonly SidecarField[]): {
  readonly document: MetadataDocument
  readonly skipped: readonly string[]
} {
  const spans = new Map<string, SidecarField[]>()
  const skipped: string[] = []
  for (const field of fields) {
    const { start = '-INF', end = '+INF' } = field
    const name = field.name.replaceAll(':', '_')
    const span = `${start} ${end}`
    if (!name.split('/').every((part) => NAME.test(part))) skipped.push(field.name)
    else spans.set(span, [...(spans.get(span) ?? []), { ...field, name, start, end }])
  }
  const timespan = [...spans.values()].map(timespanOf)
  return { document: { group: [], timespan }, skipped }
}

/** What the API permits as the name of a field; `dc:title` of XMP becomes `dc_title`. */
const NAME = /^[A-Za-z_][A-Za-z0-9_.-]{0,199}$/

function timespanOf(fields: readonly SidecarField[]): TimespanPart {
  const [{ start = '-INF', end = '+INF' } = {}] = fields
  return { start, end, ...partsOf(fields) }
}

function partsOf(fields: readonly SidecarField[]): { field: FieldPart[]; group: GroupPart[] } {
  const own = fields.filter(({ name }) => !name.includes('/'))
  const groups = Map.groupBy(
    fields.filter(({ name }) => name.includes('/')),
    ({ name }) => name.slice(0, name.indexOf('/')),
  )
  return {
    field: own.map(({ name, value }) => ({ name, value: value.map((one) => ({ value: one })) })),
    group: [...groups].map(([name, members]) => ({
      name,
      ...partsOf(members.map((one) => ({ ...one, name: one.name.slice(name.length + 1) }))),
    })),
  }
}

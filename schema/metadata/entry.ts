/** Makes a change of metadata out of a new content of one part, which is named by its uuid. Pure. */
import type { FieldPart, GroupPart, MetadataDocument, MetadataEntryDocument } from '../documents/metadata.ts'
import type { MetadataField, MetadataGroup, Timespan } from '../media.ts'

type Parts = Pick<GroupPart, 'field' | 'group'>

/** Undefined if the metadata have no such part, or it is not of the kind that the entry is. */
export function changeOfEntry(
  metadata: readonly Timespan[],
  uuid: string,
  entry: MetadataEntryDocument,
): MetadataDocument | undefined {
  for (const { start, end, ...parts } of metadata) {
    const changed = changeWithin(parts, uuid, entry)
    if (changed) return { group: [], timespan: [{ start, end, ...changed }] }
  }
  return undefined
}

function changeWithin(
  { field, group }: Pick<Timespan, 'field' | 'group'>,
  uuid: string,
  entry: MetadataEntryDocument,
): Parts | undefined {
  for (const one of field) {
    const wanted = changeOfField(one, uuid, entry)
    if (wanted) return { field: [wanted], group: [] }
  }
  for (const one of group) {
    const wanted = changeOfGroup(one, uuid, entry)
    if (wanted) return { field: [], group: [wanted] }
  }
  return undefined
}

function changeOfField(
  { name, track, value, uuid: own }: MetadataField,
  uuid: string,
  entry: MetadataEntryDocument,
): FieldPart | undefined {
  const place = { name, ...(track !== undefined && { track }) }
  if (own === uuid) return entry.field && { ...entry.field, ...place }
  const { value: wanted } = entry
  if (!wanted || !value.some((one) => one.uuid === uuid)) return undefined
  const kept = value.map(({ value: text, lang, uuid: of }) =>
    of === uuid ? wanted : { value: text, ...(lang !== undefined && { lang }) },
  )
  return { ...place, value: wanted.mode === 'remove' ? kept.filter((one) => one !== wanted) : kept }
}

function changeOfGroup(
  group: MetadataGroup,
  uuid: string,
  entry: MetadataEntryDocument,
): GroupPart | undefined {
  const place = { name: group.name, uuid: group.uuid }
  if (group.uuid === uuid) return entry.group && { ...entry.group, ...place }
  const within = changeWithin(group, uuid, entry)
  return within && { ...within, ...place }
}

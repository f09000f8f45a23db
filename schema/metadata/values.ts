/** Reads the values of metadata, whatever group and timespan they are in. Pure. */
import type { MetadataField, MetadataGroup, Timespan } from '../media.ts'

/** Each value of each field. */
export function valuesOf(
  metadata: readonly Timespan[],
): readonly { readonly field: string; readonly value: string }[] {
  return metadata.flatMap((span) =>
    fieldsIn(span).flatMap(({ name, value }) => value.map((one) => ({ field: name, value: one.value }))),
  )
}

/** The fields, those within groups included. */
export function fieldsIn({
  field,
  group,
}: {
  readonly field: readonly MetadataField[]
  readonly group: readonly MetadataGroup[]
}): readonly MetadataField[] {
  return [...field, ...group.flatMap(fieldsIn)]
}

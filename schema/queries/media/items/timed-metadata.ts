/** Replaces what a field says of parts of an item, such as the captions of one language. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { TimespanPart } from '../../../documents/metadata.ts'
import type { Timespan } from '../../../media.ts'
import { defineFields } from '../fields/metadata-fields.ts'
import { lockItem } from './item-rows.ts'
import { changeMetadata } from './write-item.ts'

/** A value for a part of an item. `start`, `end`: time codes. */
export interface TimedValue {
  readonly start: string
  readonly end: string
  readonly value: string
  readonly lang?: string
  /** Such as `A1`. */
  readonly track?: string
}

/** Returns whether there is such an item. Locks it. What the field says of the whole item stays. */
export async function replaceTimed(
  tx: EntityManager,
  itemId: number,
  {
    field,
    values,
    user,
  }: { readonly field: string; readonly values: readonly TimedValue[]; readonly user: string },
): Promise<boolean> {
  const item = await lockItem(tx, itemId)
  if (!item) return false
  const timespan = timedChange(item.metadata, field, values)
  if (timespan.length === 0) return true
  await defineFields(tx, [field])
  await changeMetadata(tx, itemId, { group: [], timespan }, user)
  return true
}

/** Without the values that there are, with the new ones. Values of the same part are one field. Pure. */
export function timedChange(
  before: readonly Timespan[],
  name: string,
  values: readonly TimedValue[],
): readonly TimespanPart[] {
  const gone = before
    .filter(({ start, end }) => start !== '-INF' || end !== '+INF')
    .flatMap(({ start, end, field }) =>
      field
        .filter((one) => one.name === name)
        .map(({ track }) => part({ start, end, ...(track !== undefined && { track }) }, name, [])),
    )
  const same = Map.groupBy(values, ({ start, end, track = '' }) => `${start} ${end} ${track}`)
  return [...gone, ...[...same.values()].flatMap((all) => (all[0] ? [part(all[0], name, all)] : []))]
}

function part(
  { start, end, track }: Pick<TimedValue, 'start' | 'end' | 'track'>,
  name: string,
  values: readonly TimedValue[],
): TimespanPart {
  const value = values.map((one) => ({
    value: one.value,
    ...(one.lang !== undefined && { lang: one.lang }),
  }))
  return { start, end, field: [{ name, value, ...(track !== undefined && { track }) }], group: [] }
}

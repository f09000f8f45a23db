/** Applies a change to metadata (wire-media.md §2.4). Pure. */
import { createHash } from 'node:crypto'
import type { FieldPart, GroupPart, MetadataDocument, TimespanPart } from '../documents/metadata.ts'
import { siteId } from '../ids.ts'
import type { FieldValue, MetadataField, MetadataGroup, Stamp, Timespan } from '../media.ts'

/** A change of metadata: who made it, and when. */
export interface MetadataChangeBy {
  readonly id: number
  /** The id of the item or collection; makes the uuids differ from those of others. */
  readonly of: string
  readonly user: string
  readonly at: Date
}

type Parts = Pick<Timespan, 'field' | 'group'>

/**
 * The metadata after a change. Each named field gets the values of the request, and loses those that it had;
 * `mode` adds or removes values instead. A field without values is removed. What is not named stays.
 */
export function mergedMetadata(
  before: readonly Timespan[],
  { timespan }: Pick<MetadataDocument, 'timespan'>,
  change: MetadataChangeBy,
): readonly Timespan[] {
  const stamps = stampsOf(change)
  return timespan
    .reduce((spans, wanted) => mergedTimespan(spans, wanted, stamps), before)
    .filter(({ field, group }) => field.length > 0 || group.length > 0)
}

/** The changes that the parts of the metadata come from, ascending. */
export function changesIn(metadata: readonly Timespan[]): readonly number[] {
  const found = new Set<number>()
  const collect = ({ field, group }: Parts): void => {
    for (const one of field) for (const part of [one, ...one.value]) found.add(Number(part.change.slice(3)))
    for (const one of group) {
      found.add(Number(one.change.slice(3)))
      collect(one)
    }
  }
  metadata.forEach(collect)
  return [...found].toSorted((one, other) => one - other)
}

type Stamps = (uuid?: string) => Stamp

/**
 * The uuids follow from the change and the place of the part in it, so that applying the same changes again
 * gives the same metadata.
 */
function stampsOf({ id, of, user, at }: MetadataChangeBy): Stamps {
  let count = 0
  const nextUuid = () => {
    const hash = createHash('sha256').update(`${of}/${id}/${count++}`).digest('hex')
    return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
  }
  return (uuid) => ({ uuid: uuid ?? nextUuid(), user, timestamp: at.toISOString(), change: siteId(id) })
}

function mergedTimespan(
  spans: readonly Timespan[],
  { start = '-INF', end = '+INF', ...wanted }: TimespanPart,
  stamps: Stamps,
): readonly Timespan[] {
  const known = spans.find((one) => one.start === start && one.end === end)
  const span = { start, end, ...mergedParts(known ?? NOTHING, wanted, stamps) }
  return known ? spans.map((one) => (one === known ? span : one)) : [...spans, span]
}

const NOTHING: Parts = { field: [], group: [] }

function mergedParts(before: Parts, wanted: Pick<TimespanPart, 'field' | 'group'>, stamps: Stamps): Parts {
  return {
    field: wanted.field.reduce((fields, one) => mergedField(fields, one, stamps), before.field),
    group: wanted.group.reduce((groups, one) => mergedGroup(groups, one, stamps), before.group),
  }
}

function mergedField(
  fields: readonly MetadataField[],
  wanted: FieldPart,
  stamps: Stamps,
): readonly MetadataField[] {
  const { name, track } = wanted
  const known = fields.find((one) => one.name === name && one.track === track)
  const value = mergedValues(known?.value ?? [], wanted, stamps)
  const others = fields.filter((one) => one !== known)
  if (value.length === 0) return others
  const field = { name, ...(track !== undefined && { track }), value, ...stamps(known?.uuid) }
  return known ? fields.map((one) => (one === known ? field : one)) : [...fields, field]
}

function mergedValues(
  before: readonly FieldValue[],
  { value: wanted, mode: ofField }: FieldPart,
  stamps: Stamps,
): readonly FieldValue[] {
  const modeOf = ({ mode = ofField }: FieldPart['value'][number]) => mode ?? 'replace'
  const removed = wanted.filter((one) => modeOf(one) === 'remove')
  const replaces = wanted.length === 0 ? ofField !== 'add' : wanted.some((one) => modeOf(one) === 'replace')
  const left = (replaces ? [] : before).filter((one) => !removed.some((gone) => isSame(gone, one)))
  const added = wanted
    .filter((one) => modeOf(one) !== 'remove')
    .map(({ value, lang }) => ({ value, ...(lang !== undefined && { lang }), ...stamps() }))
  return [...left, ...added]
}

/** A value to remove is named by its uuid, or by its text, and its language if the request has one. */
function isSame(gone: FieldPart['value'][number], value: FieldValue): boolean {
  if (gone.uuid !== undefined && gone.uuid === value.uuid) return true
  return gone.value === value.value && (gone.lang === undefined || gone.lang === value.lang)
}

/** A group is named by its uuid, or is the first with its name; `add` makes another one. */
function mergedGroup(
  groups: readonly MetadataGroup[],
  wanted: GroupPart,
  stamps: Stamps,
): readonly MetadataGroup[] {
  const { name, uuid, mode } = wanted
  const named = groups.filter((one) => (uuid === undefined ? one.name === name : one.uuid === uuid))
  if (mode === 'remove') return groups.filter((one) => !named.includes(one))
  const known = mode === 'add' ? undefined : (named[0] ?? groups.find((one) => one.name === name))
  const parts = mergedParts(known ?? NOTHING, wanted, stamps)
  const group = { name, ...stamps(known?.uuid), ...parts }
  return known ? groups.map((one) => (one === known ? group : one)) : [...groups, group]
}

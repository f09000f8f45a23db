/** Chooses what of the metadata of an item is shown, and how (wire-media.md §2.2). Pure. */
import type { FieldPart, GroupPart, MetadataDocument, TimespanPart } from '../documents/metadata.ts'
import { siteId } from '../ids.ts'
import type { MetadataField, MetadataGroup, Stamp, Timespan } from '../media.ts'
import { fits } from '../wildcard.ts'
import type { Generated } from './generated.ts'
import { isWithin, type Span, shifted, type TimeView } from './times.ts'

/** What a request wants to see. */
export interface MetadataView extends TimeView {
  /** The fields to show, by pattern, and the names to show them by. Empty: all. */
  readonly fields: readonly { readonly pattern: string; readonly name?: string }[]
  readonly excluded: readonly string[]
  /** The groups to show. Empty: all, unless fields are chosen: then those with a chosen field. */
  readonly groups: readonly { readonly name: string; readonly deep: boolean }[]
  readonly track?: string
  readonly language?: string
  /** Whether to show the type of each field. */
  readonly types: boolean
  /** Whether to give fields that have no value the default of their definition. */
  readonly defaults: boolean
  /** Whether to show the fields that begin with `__`. */
  readonly transient: boolean
}

/** Reads a choice of fields: `a:b` shows `a` as `b`, `-a` leaves it out, and `*` stands for anything. */
export function chosenFields(texts: readonly string[]): Pick<MetadataView, 'fields' | 'excluded'> {
  const isExcluded = (text: string) => text.startsWith('-')
  return {
    fields: texts.filter((text) => !isExcluded(text)).map(fieldWanted),
    excluded: texts.filter(isExcluded).map((text) => text.slice(1)),
  }
}

function fieldWanted(text: string): MetadataView['fields'][number] {
  const [, pattern = text, name] = /^([^:]+):(.+)$/.exec(text) ?? []
  return { pattern, ...(name !== undefined && { name }) }
}

/** What the definition of a field says. */
export interface Defined {
  readonly name: string
  readonly type: string
  readonly defaultValue: string | null
}

/** Metadata as they are kept. */
export interface Kept {
  readonly metadata: readonly Timespan[]
  readonly fieldGroup: readonly string[]
  readonly revision: readonly number[]
}

export function shownMetadata(
  { metadata, fieldGroup, revision }: Kept,
  generated: readonly Generated[],
  view: MetadataView,
  definitions: readonly Defined[] = [],
): MetadataDocument {
  const spans = withFields(metadata.map(asWritten), [
    ...generated.filter(({ name }) => view.transient || !name.startsWith('__')),
    ...(view.defaults ? defaultsFor(metadata, definitions) : []),
  ])
  const types = new Map(definitions.map(({ name, type }) => [name, type]))
  return {
    ...(revision.length > 0 && { revision: revision.map(siteId).join(',') }),
    group: fieldGroup,
    timespan: spans
      .filter((span) => isWithin(span, view))
      .map((span) => shownSpan(span, view, types))
      .filter(({ field, group }) => field.length > 0 || group.length > 0),
  }
}

type SpanParts = TimespanPart & Span

/** Adds the fields to the metadata of the whole item, except those that it has. */
function withFields(spans: readonly SpanParts[], added: readonly Generated[]): readonly SpanParts[] {
  const isWhole = ({ start, end }: Span) => start === '-INF' && end === '+INF'
  const whole = spans.find(isWhole) ?? { start: '-INF', end: '+INF', field: [], group: [] }
  const has = new Set(whole.field.map(({ name }) => name))
  const fields = added
    .filter(({ name }) => !has.has(name))
    .map(({ name, values }) => ({ name, value: values.map((value) => ({ value })) }))
  return [{ ...whole, field: [...whole.field, ...fields] }, ...spans.filter((span) => !isWhole(span))]
}

function defaultsFor(metadata: readonly Timespan[], definitions: readonly Defined[]): readonly Generated[] {
  const has = new Set(metadata.flatMap(({ field }) => field.map(({ name }) => name)))
  return definitions.flatMap(({ name, defaultValue }) =>
    defaultValue === null || has.has(name) ? [] : [{ name, values: [defaultValue] }],
  )
}

function shownSpan(span: SpanParts, view: MetadataView, types: ReadonlyMap<string, string>): TimespanPart {
  const wantsAllFields = view.groups.length === 0 || view.fields.length > 0
  return {
    field: wantsAllFields ? shownFields(span.field, view, types) : [],
    group: groupsFor(span.group, view).flatMap((group) => shownGroup(group, view, types)),
    ...shifted(span, view),
  }
}

function groupsFor(groups: readonly GroupPart[], { groups: wanted }: MetadataView): readonly GroupPart[] {
  if (wanted.length === 0) return groups
  return groups.flatMap((group): readonly GroupPart[] => {
    const found = wanted.find(({ name }) => name === group.name)
    if (!found) return groupsFor(group.group, { groups: wanted } as MetadataView)
    return [found.deep ? group : { ...group, group: [] }]
  })
}

function shownGroup(
  group: GroupPart,
  view: MetadataView,
  types: ReadonlyMap<string, string>,
): readonly GroupPart[] {
  const field = shownFields(group.field, view, types)
  const within = group.group.flatMap((one) => shownGroup(one, view, types))
  const isEmpty = field.length === 0 && within.length === 0
  return isEmpty && view.fields.length > 0 ? [] : [{ ...group, field, group: within }]
}

function shownFields(
  fields: readonly FieldPart[],
  view: MetadataView,
  types: ReadonlyMap<string, string>,
): readonly FieldPart[] {
  return fields.flatMap((field): readonly FieldPart[] => {
    const { name, track, value } = field
    const chosen: { readonly name?: string } | undefined =
      view.fields.length === 0 ? {} : view.fields.find(({ pattern }) => fits(pattern, name))
    if (!chosen || view.excluded.some((pattern) => fits(pattern, name))) return []
    if (view.track !== undefined && track !== view.track) return []
    const values = value.filter(({ lang }) => !view.language || !lang || lang === view.language)
    if (values.length === 0) return []
    const shownName = chosen.name ?? name
    return [
      { ...field, name: shownName, ...(view.types && { type: types.get(name) ?? 'string' }), value: values },
    ]
  })
}

function asWritten({ start, end, ...parts }: Timespan): SpanParts {
  return { start, end, ...writtenParts(parts) }
}

function writtenParts({
  field,
  group,
}: Pick<Timespan, 'field' | 'group'>): Pick<TimespanPart, 'field' | 'group'> {
  return { field: field.map(writtenField), group: group.map(writtenGroup) }
}

function writtenGroup(group: MetadataGroup): GroupPart {
  return { name: group.name, ...writtenParts(group), ...stampOf(group) }
}

function writtenField({ name, track, value, ...stamp }: MetadataField): FieldPart {
  return {
    name,
    value: value.map(({ value, lang, ...of }) => ({
      value,
      ...stampOf(of),
      ...(lang !== undefined && { lang }),
    })),
    ...stampOf(stamp),
    ...(track !== undefined && { track }),
  }
}

function stampOf({ uuid, user, timestamp, change }: Stamp) {
  return { uuid, user, timestamp: new Date(timestamp), change }
}

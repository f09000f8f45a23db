/** The parameters that choose what of the metadata is shown (wire-media.md §2.2), and what they mean. */

import { serialOf } from '../../../schema/ids.ts'
import type { Facts } from '../../../schema/media.ts'
import type { TimeView } from '../../../schema/metadata/times.ts'
import { chosenFields, type MetadataView } from '../../../schema/metadata/view.ts'
import { boundFrom, compareTimes, timeBaseFrom, timeCodeFrom } from '../../../schema/time-code.ts'
import { boolean, type Kind, list, listOf, string } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'

/** Clients send `yes` and `no`, and `true` and `false`. */
const yesOrNo: Kind<boolean> = {
  name: 'oneOf',
  expected: 'yes or no',
  values: ['yes', 'no', 'true', 'false'],
  read: ([text = '']) => {
    const word = text.trim().toLowerCase()
    if (['yes', 'true'].includes(word)) return { value: true }
    return ['no', 'false'].includes(word) ? { value: false } : { wrong: text }
  },
}

const interval: Kind<TimeView['interval']> = {
  name: 'string',
  expected: 'all, generic, or an interval such as 0@25-250@25',
  read: ([text = '']) => {
    const word = text.trim()
    if (word === 'all' || word === 'generic') return { value: word }
    const [, start = '', end = ''] = /^(-INF|[^-].*?)-(\+INF|[^-].*)$/.exec(word) ?? []
    const [from, to] = [boundFrom(start), boundFrom(end)]
    if (from === undefined || to === undefined || compareTimes(from, to) > 0) return { wrong: text }
    return { value: { start, end } }
  },
}

const sampleRate: Kind<NonNullable<TimeView['sampleRate']>> = {
  name: 'string',
  expected: 'a rate such as PAL, NTSC, 25 or 30000:1001',
  read: ([text = '']) => {
    const timeBase = timeBaseFrom(text.trim())
    return timeBase ? { value: { name: text.trim(), timeBase } } : { wrong: text }
  },
}

/** The largest change that a revision names. */
const revision: Kind<number> = {
  name: 'string',
  expected: 'a revision such as VX-31,VX-32',
  read: ([text = '']) => {
    const serials = text.split(',').map((one) => serialOf(one.trim()) ?? 0)
    return serials.some((one) => one === 0) ? { wrong: text } : { value: Math.max(...serials) }
  },
}

export { revision as REVISION }

export const METADATA_PARAMETERS = {
  field: parameter(
    list,
    [],
    'The fields to show. `a:b` shows `a` as `b`, `-a` leaves it out, and `*` stands for anything. Default: all.',
  ),
  group: parameter(list, [], 'The groups to show; `Film+` with the groups within it. Default: all.'),
  interval: parameter(
    interval,
    'all',
    'Which timespans: `all`, `generic` (of the whole item), or those that overlap an interval such as `0@25-250@25`.',
  ),
  track: parameter(string, undefined, 'Only fields of this track.'),
  language: parameter(string, undefined, 'Only values of this language, or of none.'),
  sampleRate: parameter(sampleRate, undefined, 'The rate to write times at, such as `PAL`.'),
  terse: parameter(yesOrNo, undefined, 'Whether to show values by field, without structure. Default: no.'),
  defaultValue: parameter(boolean, false, 'Whether to show the default of fields that have no value.'),
  include: parameter(listOf(['type']), [], '`type`: show the types of the fields.'),
  includeTransientMetadata: parameter(boolean, true, 'Whether to show the fields that begin with `__`.'),
  revision: parameter(
    revision,
    undefined,
    'The metadata as they were after this change, without generated fields.',
  ),
  starttc: parameter(boolean, false, 'Whether to add the time code that the item starts with to its times.'),
} as const

export type MetadataParameters = ValuesOf<typeof METADATA_PARAMETERS>

/** What the parameters ask for of an item with these facts. */
export function metadataView(query: MetadataParameters, facts: Facts = {}): MetadataView {
  const { field, group, track, language, sampleRate: rate } = query
  const from = query.starttc ? timeCodeFrom(String(facts['startTimeCode'] ?? '')) : undefined
  return {
    ...chosenFields(field),
    groups: group.map((one) => ({ name: one.replace(/\+$/, ''), deep: one.endsWith('+') })),
    interval: query.interval,
    ...(track !== undefined && { track }),
    ...(language !== undefined && { language }),
    ...(rate && { sampleRate: rate }),
    ...(from && { from }),
    types: query.include.includes('type'),
    defaults: query.defaultValue,
    transient: query.includeTransientMetadata,
  }
}

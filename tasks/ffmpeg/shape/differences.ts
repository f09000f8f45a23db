/** What has changed between two descriptions of a file, in words for the history of its shape. Pure. */
import { secondsOf, type TimeCode } from '../../../schema/time-code.ts'
import type { Technical } from './technical.ts'

type Component = { readonly [name: string]: unknown }

/** One sentence without a full stop for each difference; none if the file is what it was. */
export function differencesOf(before: Technical, after: Technical): readonly string[] {
  const [old, now] = [partsOf(before), partsOf(after)]
  const names = [...new Set([...old.keys(), ...now.keys()])]
  return names.flatMap((name) => {
    const [one, other] = [old.get(name), now.get(name)]
    if (one && other) return changesOf(name, one, other)
    return [other ? `${name} is new: ${summaryOf(other)}` : `${name} is gone: ${summaryOf(one ?? {})}`]
  })
}

/** Streams by their track, as an index changes when a stream before it goes. */
function partsOf(shape: Technical): ReadonlyMap<string, Component> {
  const { containerComponent: container, binaryComponent = [], mimeType = [] } = shape
  const streams = [shape.videoComponent, shape.audioComponent, shape.subtitleComponent].flatMap(
    (all = []) => all,
  )
  return new Map<string, Component>([
    ['the shape', { mimeType: mimeType.join(', ') }],
    ...(container ? [['the container', container] as const] : []),
    ...binaryComponent.map((binary, at) => [at === 0 ? 'the file' : `file ${at + 1}`, binary] as const),
    ...streams.map((stream, at) => [stream.itemTrack ?? `stream ${at}`, stream] as const),
  ])
}

function changesOf(name: string, before: Component, after: Component): readonly string[] {
  const members = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (one) => !NOT_TECHNICAL.has(one),
  )
  const changes = members.flatMap((member) =>
    changeOf(`${name}: ${wordsFor(member)}`, before[member], after[member]),
  )
  return [...changes, ...tagChanges(name, pairsOf(before), pairsOf(after))]
}

/** Those that say whose a component is, and those that are compared by themselves. */
const NOT_TECHNICAL: ReadonlySet<string> = new Set([
  'id',
  'file',
  'metadata',
  'itemTrack',
  'mediaInfo',
  'interval',
])

function tagChanges(name: string, before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>) {
  const keys = [...new Set([...before.keys(), ...after.keys()])].filter(
    (key) => key !== 'componentOriginalFilename',
  )
  return keys.flatMap((key) => changeOf(`${name}: tag ${key}`, before.get(key), after.get(key)))
}

function pairsOf({ metadata }: Component): ReadonlyMap<string, string> {
  const pairs = Array.isArray(metadata) ? (metadata as readonly { key: string; value: string }[]) : []
  return new Map(pairs.map(({ key, value }) => [key, value]))
}

function changeOf(what: string, before: unknown, after: unknown): readonly string[] {
  const [one, other] = [shown(before), shown(after)]
  return one === other ? [] : [`${what} was ${one}, is ${other}`]
}

/** The same as text is the same. */
function shown(value: unknown): string {
  if (value === undefined) return 'unknown'
  if (typeof value === 'string')
    return value.length > MOST_SHOWN ? `${value.slice(0, MOST_SHOWN)}… (${value.length} characters)` : value
  if (typeof value !== 'object' || value === null) return String(value)
  if ('samples' in value) return `${secondsOf(value as TimeCode)} s`
  if ('width' in value && 'height' in value) return `${value.width}×${value.height}`
  if ('horizontal' in value && 'vertical' in value) return `${value.horizontal}:${value.vertical}`
  if ('numerator' in value && 'denominator' in value) return `${value.numerator}/${value.denominator}`
  return JSON.stringify(value)
}

const MOST_SHOWN = 80

/** `channelCount` → `channel count`; a name that is no word stays. */
function wordsFor(member: string): string {
  if (Object.hasOwn(WORDS, member)) return WORDS[member] ?? member
  return member
    .replaceAll('_', ' ')
    .replaceAll(/([a-z])([A-Z])/g, (_, low, high) => `${low} ${high.toLowerCase()}`)
}

const WORDS: Readonly<Record<string, string>> = {
  ...{ mimeType: 'media type', firstSMPTETimecode: 'start time code', edl: 'edit list', pid: 'track number' },
  ...{
    maxBFrames: 'number of B-frames',
    containerSAR: 'pixel aspect ratio of the container',
    numberOfPackets: 'number of packets',
  },
  ...{ essenceStreamId: 'index of the stream', extradata: 'codec configuration' },
}

function summaryOf(component: Component): string {
  const { codec, format, resolution, channelCount, length, mimeType } = component
  const said = [
    codec ?? format ?? mimeType,
    resolution === undefined ? undefined : shown(resolution),
    channelCount === undefined ? undefined : `${channelCount} channel${channelCount === 1 ? '' : 's'}`,
    length === undefined ? undefined : `${length} bytes`,
  ].filter((one) => one !== undefined)
  return said.length > 0 ? said.join(', ') : 'of an unknown kind'
}

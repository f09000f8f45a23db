/** Says in what a stand-in differs from the file that it stands in for. Pure. */
import type { Media, Stream } from '../../../tasks/ffmpeg/media.ts'

/** Sizes and bit rates follow from the picture, so they are left out. A clause for each difference. */
export function differences(seen: Media, made: Media): readonly string[] {
  const { streams, ...file } = seen
  const { streams: others, ...otherFile } = made
  const left = streams.filter(({ type }) => type === 'other')
  const [wanted, found] = [streams, others].map((all) => all.filter(({ type }) => type !== 'other'))
  return [
    ...unlike('the file', file, otherFile),
    ...left.map(({ index, codec = 'data' }) => `stream ${index} (${codec}) is missing`),
    ...(wanted ?? []).flatMap((stream, at) => unlikeStream(stream, found?.[at])),
  ]
}

function unlikeStream(stream: Stream, other: Stream | undefined): readonly string[] {
  const of = `stream ${stream.index}`
  return other === undefined ? [`${of} is missing`] : unlike(of, stream, other)
}

function unlike(of: string, seen: object, made: object): readonly string[] {
  const [one, other] = [fieldsOf(seen), fieldsOf(made)]
  return [...new Set([...one.keys(), ...other.keys()])]
    .filter((name) => !IGNORED.test(name) && !isAlike(one.get(name), other.get(name)))
    .map((name) => `${of} has ${name} ${said(other.get(name))} instead of ${said(one.get(name))}`)
}

const IGNORED = /^(sizeBytes|bitRate|frames|index|brand)$/

/** The fields by name, those of fields within as `color.matrix`. */
function fieldsOf(value: object, within = ''): ReadonlyMap<string, string | number | boolean> {
  return new Map(
    Object.entries(value).flatMap(([name, field]) => {
      if (field === undefined || field === null) return []
      return typeof field === 'object'
        ? [...fieldsOf(field, `${within}${name}.`)]
        : [[`${within}${name}`, field] as const]
    }),
  )
}

/** Lengths are rounded to whole frames. */
function isAlike(one: unknown, other: unknown): boolean {
  if (typeof one === 'number' && typeof other === 'number') return Math.abs(one - other) <= 0.1
  return one === other
}

function said(value: unknown): string {
  return value === undefined ? 'none' : String(value)
}

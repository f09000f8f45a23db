/** What ffprobe finds in a file, as the technical members of a shape (wire-media.md §4). Pure. */
import type { ContainerComponent } from '../../../schema/documents/component.ts'
import type { ShapeDocument } from '../../../schema/documents/shape.ts'
import { framesFrom, nominalRate, type TimeBase } from '../../../schema/time-code.ts'
import { isStill } from '../picture/frame.ts'
import { number, type Printed, parsed, record, text } from '../source/printed.ts'
import { frameRateOf } from '../source/stream-times.ts'
import { microsecondsOf, tagsOf, whole } from './facts.ts'
import { mimeOf, mimeOfName } from './mime.ts'
import { audioOfShape, isCover, type NumberedStream, subtitleOfShape, videoOfShape } from './streams.ts'

/** Ids, files and tags are those of the shape and of its item. */
export type Technical = Pick<
  ShapeDocument,
  | 'mimeType'
  | 'binaryComponent'
  | 'containerComponent'
  | 'audioComponent'
  | 'videoComponent'
  | 'subtitleComponent'
>

interface Probable {
  /** The name of the file, which its components repeat. */
  readonly name: string
  /** Bytes, for a file that is no media. */
  readonly size: number | undefined
}

/** `json`: of `ffprobe -show_format -show_streams -show_data`; undefined for a file that is no media. */
export function technicalOf(json: string | undefined, file: Probable): Technical {
  const { format, streams } = record(json === undefined ? undefined : parsed(json))
  const listed = (Array.isArray(streams) ? streams : [])
    .map(record)
    .map((fields, at) => ({ fields, index: whole(fields['index']) ?? at }))
  const video = tracks(listed, 'video', 'V')
  const audio = tracks(listed, 'audio', 'A')
  if (video.length + audio.length === 0) return binaryOf(file)
  const still = stillName(record(format), video)
  const container = containerOf(record(format), listed, video, still)
  return {
    mimeType: [mimeOfStreams(record(format), video, audio, still)],
    containerComponent: { ...container, metadata: [originalOf(file), ...container.metadata] },
    audioComponent: audio.map(audioOfShape),
    videoComponent: video.map((one) => videoOfShape(one, still)),
    subtitleComponent: tracks(listed, 'subtitle', 'S').map(subtitleOfShape),
  }
}

function binaryOf(file: Probable): Technical {
  const length = file.size === undefined ? {} : { length: file.size }
  return {
    mimeType: [mimeOfName(file.name)],
    binaryComponent: [{ metadata: [originalOf(file)], ...length }],
  }
}

function originalOf({ name }: Probable) {
  return { key: 'componentOriginalFilename', value: name }
}

function mimeOfStreams(
  format: Printed,
  video: readonly NumberedStream[],
  audio: readonly NumberedStream[],
  still: string | undefined,
): string {
  const codecs = (all: readonly NumberedStream[]) =>
    all.map(({ fields }) => text(fields['codec_name']) ?? 'unknown')
  const brand = text(record(format['tags'])['major_brand'])
  const streams = { video: codecs(video), audio: codecs(audio) }
  return mimeOf(text(format['format_name']) ?? '', brand, streams, still)
}

type Listed = Omit<NumberedStream, 'track'>

function tracks(listed: readonly Listed[], kind: string, letter: string): readonly NumberedStream[] {
  return listed
    .filter(({ fields }) => text(fields['codec_type']) === kind && !isCover(fields))
    .map((one, at) => ({ ...one, track: `${letter}${at + 1}` }))
}

/** The name of an image, such as `JPEG`; undefined for other media. */
function stillName(format: Printed, [video]: readonly NumberedStream[]): string | undefined {
  if (!isStill({ format: text(format['format_name']) ?? '' })) return undefined
  const codec = text(video?.fields['codec_name']) ?? 'unknown'
  return STILLS[codec] ?? codec.toUpperCase()
}

const STILLS: Readonly<Record<string, string>> = { mjpeg: 'JPEG', jpeg2000: 'JP2', targa: 'TGA' }

function containerOf(
  format: Printed,
  listed: readonly Listed[],
  [video]: readonly NumberedStream[],
  still: string | undefined,
): ContainerComponent {
  const pattern = patternOf(text(record(format['tags'])['operational_pattern_ul']))
  const named = {
    format: still ?? text(format['format_name']) ?? 'unknown',
    ...(pattern !== undefined && { subFormat: pattern }),
  }
  if (still !== undefined) return { metadata: tagsOf(format), ...named }
  const fields = listed.map((one) => one.fields)
  const clock = clockOf(format, fields, video?.fields)
  const duration = microsecondsOf(format['duration'])
  const startTimestamp = microsecondsOf(format['start_time'])
  return {
    metadata: [...tagsOf(format), ...tagsOfClock(clock)],
    ...(duration && { duration }),
    ...named,
    ...(startTimestamp && { startTimestamp }),
    ...clock,
  }
}

type Clock = Pick<
  ContainerComponent,
  'firstSMPTETimecode' | 'startTimecode' | 'roundedTimeBase' | 'dropFrame' | 'timeCodeTimeBase'
>

/** By the frames of the video, or by the samples of a broadcast wave file. */
function clockOf(format: Printed, streams: readonly Printed[], video: Printed | undefined): Clock {
  const rate = video && frameRateOf(video).frameRate
  if (!rate) return video ? {} : sampleClockOf(format, streams)
  const frame: TimeBase = { numerator: rate.seconds, denominator: rate.frames }
  const written = startTimeCodeOf([format, ...streams])
  const frames = written === undefined ? undefined : framesFrom(written, frame)
  return {
    ...(written !== undefined &&
      frames !== undefined && { firstSMPTETimecode: written, startTimecode: frames }),
    roundedTimeBase: nominalRate(frame),
    dropFrame: frames !== undefined && !/:\d\d$/.test(written ?? ''),
    timeCodeTimeBase: frame,
  }
}

function sampleClockOf(format: Printed, streams: readonly Printed[]): Clock {
  const reference = whole(record(format['tags'])['time_reference'])
  const rate = streams.map((fields) => number(fields['sample_rate'])).find((one) => one !== undefined)
  if (reference === undefined || rate === undefined || !Number.isSafeInteger(rate) || rate < 1) return {}
  const timeCodeTimeBase = { numerator: 1, denominator: rate }
  return { startTimecode: reference, roundedTimeBase: rate, dropFrame: false, timeCodeTimeBase }
}

/** Containers write the name of the tag each their own way. */
function startTimeCodeOf(tagged: readonly Printed[]): string | undefined {
  const found = tagged
    .flatMap(({ tags }) => Object.entries(record(tags)))
    .find(
      ([name, value]) =>
        name.toLowerCase() === 'timecode' && /^\d\d:\d\d:\d\d[:;.]\d\d$/.test(text(value) ?? ''),
    )
  return text(found?.[1])
}

/** What Vidispine writes among the tags. */
function tagsOfClock({ startTimecode, roundedTimeBase, dropFrame }: Clock): ContainerComponent['metadata'] {
  if (startTimecode === undefined) return []
  return [
    { key: 'start_timecode', value: String(startTimecode) },
    { key: 'rounded_time_base', value: String(roundedTimeBase) },
    { key: 'drop_frame', value: dropFrame ? '1' : '0' },
  ]
}

/** `OP1a` from the label of SMPTE ST 377-1: the 13th byte is 01 to 03, or 10 for OPAtom; the 14th a to c. */
function patternOf(label: string | undefined): string | undefined {
  const [, item = '', packages = ''] = /^(?:[\da-f]{8}\.){3}([\da-f]{2})([\da-f]{2})/i.exec(label ?? '') ?? []
  if (item === '10') return 'OPAtom'
  const letter = ['a', 'b', 'c'][Number(packages) - 1]
  return /^0[1-3]$/.test(item) && letter !== undefined ? `OP${Number(item)}${letter}` : undefined
}

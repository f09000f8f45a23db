/** The components of the streams of a file, from what ffprobe prints of them (wire-media.md §4.4). Pure. */
import type {
  AudioComponent,
  SubtitleComponent,
  VideoComponent,
} from '../../../schema/documents/component.ts'
import { framesFrom } from '../../../schema/time-code.ts'
import { number, type Printed, record, text } from '../source/printed.ts'
import { frameRateOf } from '../source/stream-times.ts'
import { codeOf, frameSizeOf, layoutMask, MATRICES, PRIMARIES, profileOf, TRANSFERS } from './codes.ts'
import { aspectOf, bytesOf, fractionOf, tagsOf, ticksOf, timeBaseOf, trackNumber, whole } from './facts.ts'
import { bitsOf } from './pixels.ts'

/** The place of a stream among those of its kind. */
export interface NumberedStream {
  readonly fields: Printed
  readonly index: number
  /** `V1`, `A2`. */
  readonly track: string
}

export function audioOfShape(placed: NumberedStream): AudioComponent {
  const { fields } = placed
  const codec = text(fields['codec_name']) ?? 'unknown'
  const channels = whole(fields['channels']) ?? 0
  const bits = whole(fields['bits_per_sample']) ?? 0
  const format = text(fields['sample_fmt'])
  const frameSize = frameSizeOf(codec)
  return {
    ...common(placed, codec),
    channelCount: channels,
    channelLayout: layoutMask(text(fields['channel_layout']) ?? USUAL[channels]),
    ...(format !== undefined && { sampleFormat: `AV_SAMPLE_FMT_${format.toUpperCase()}` }),
    ...(frameSize !== undefined && { frameSize }),
    ...(codec.startsWith('pcm_') && bits > 0 && { blockAlign: (channels * bits) / 8 }),
  }
}

/** What players take a stream for that names no layout. */
const USUAL: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo' }

/** `still`: the name that images have instead of that of the codec. */
export function videoOfShape(placed: NumberedStream, still?: string): VideoComponent {
  const { fields } = placed
  const codec = text(fields['codec_name']) ?? 'unknown'
  return {
    ...common(placed, codec),
    codec: still ?? codec,
    ...pictureOf(fields),
    ...(still === undefined ? ratesOf(fields, codec) : {}),
    ...colorsOf(fields),
    ...timeCodeOf(fields),
  }
}

export function subtitleOfShape(placed: NumberedStream): SubtitleComponent {
  return common(placed, text(placed.fields['codec_name']) ?? 'unknown')
}

function common({ fields, index, track }: NumberedStream, codec: string): SubtitleComponent {
  const timeBase = timeBaseOf(fields)
  const values = {
    timeBase,
    ...{ bitrate: whole(fields['bit_rate']), numberOfPackets: whole(fields['nb_frames']) },
    ...{ extradata: bytesOf(fields['extradata']), duration: ticksOf(fields['duration_ts'], timeBase) },
    ...{ profile: profileOf(codec, text(fields['profile'])), level: whole(fields['level']) },
    startTimestamp: ticksOf(fields['start_pts'], timeBase),
  }
  return {
    metadata: tagsOf(fields),
    ...{ codec, itemTrack: track, essenceStreamId: index, pid: trackNumber(fields['id'], index) },
    ...present(values),
  }
}

function pictureOf(fields: Printed): Partial<VideoComponent> {
  const [width, height] = [whole(fields['width']) ?? 0, whole(fields['height']) ?? 0]
  const format = text(fields['pix_fmt'])
  const aspect = aspectOf(fields['sample_aspect_ratio'])
  const bits = bitsOf(format)
  const ratio = (numerator: number) => ({ numerator, denominator: 1 })
  return {
    resolution: { width, height },
    ...{ displayWidth: ratio(width), displayHeight: ratio(height) },
    ...{ displayXOffset: ratio(0), displayYOffset: ratio(0) },
    ...present({
      ...{ pixelFormat: format, pixelAspectRatio: aspect, containerSAR: aspect },
      fieldOrder: fieldOrderOf(text(fields['field_order'])),
      bitDepth: positive(whole(fields['bits_per_raw_sample'])) ?? bits?.depth,
      bitsPerPixel: bits?.perPixel,
    }),
  }
}

function ratesOf(fields: Printed, codec: string): Partial<VideoComponent> {
  const average = fractionOf(fields['avg_frame_rate'], '/')
  const ticks = CODECS_OF_FIELDS.has(codec) ? 2 : 1
  const codecTimeBase = average && {
    numerator: average.denominator,
    denominator: average.numerator * ticks,
  }
  return present({
    maxBFrames: whole(fields['has_b_frames']),
    ...{ codecTimeBase, averageFrameRate: average, ticks_per_frame: ticks },
    realBaseFrameRate: fractionOf(fields['r_frame_rate'], '/'),
  })
}

/** Their clocks count fields. */
const CODECS_OF_FIELDS: ReadonlySet<string> = new Set(['h264', 'mpeg2video', 'mpeg1video', 'vc1'])

function colorsOf(fields: Printed): Partial<VideoComponent> {
  const primaries = text(fields['color_primaries'])
  const isSaid = codeOf(PRIMARIES, primaries) !== undefined
  return present({
    colr_primaries: codeOf(PRIMARIES, primaries),
    colr_transfer_function: codeOf(TRANSFERS, text(fields['color_transfer'])),
    colr_matrix: codeOf(MATRICES, text(fields['color_space'])),
    colorPrimaries: isSaid ? primaries?.toUpperCase() : undefined,
  })
}

function timeCodeOf(fields: Printed): Partial<VideoComponent> {
  const written = text(record(fields['tags'])['timecode'])
  const rate = frameRateOf(fields).frameRate
  if (written === undefined || !rate) return {}
  const frames = framesFrom(written, { numerator: rate.seconds, denominator: rate.frames })
  return frames === undefined ? {} : { startTimecode: frames, dropFrame: !/:\d\d$/.test(written) }
}

/** Of the two letters of ffprobe, the first says which field is shown first. */
function fieldOrderOf(order: string | undefined): string | undefined {
  if (order === 'progressive') return 'progressive'
  if (order === 'tt' || order === 'tb') return 'F1'
  return order === 'bb' || order === 'bt' ? 'F2' : undefined
}

function positive(value: number | undefined): number | undefined {
  return value === 0 ? undefined : value
}

type Present<T> = { readonly [K in keyof T]?: Exclude<T[K], undefined> }

/** Without the members that are undefined. */
function present<T extends object>(values: T): Present<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Present<T>
}

/** A stream that ffmpeg knows as a video, but that is a picture of a song or a film. */
export function isCover(fields: Printed): boolean {
  return number(record(fields['disposition'])['attached_pic']) === 1
}

/** The plan of an encoded video stream: its fields, size, colors and rate. Pure. */
import type { Ratio, Video } from '../../media.ts'
import { hasAlpha } from '../../source/color.ts'
import type { VideoEncoding } from '../preset.ts'
import type { ExpectedVideo, NotPlanned, PlannedStream } from '../rendition.ts'
import { colorsOf } from './colors.ts'
import { deinterlace, parity } from './deinterlace.ts'
import { edited } from './edits.ts'
import { encoderOptions, refusedSize } from './encoders.ts'
import { constantRateFor, frameRateOptions, rateParameters } from './frame-rate.ts'

type PlannedVideo = Extract<PlannedStream, { readonly type: 'video' }>

/** `lengthS`: that of what is taken. */
export function videoPlan(
  encoding: VideoEncoding,
  stream: Video,
  lengthS: number | undefined,
  drawn: VideoPart = {},
): PlannedVideo | NotPlanned {
  const shaped = encoding.edit ? edited(encoding.edit, stream) : { ...AS_IT_IS, stream }
  if ('refused' in shaped) return shaped
  const size = sizeOf(encoding, shaped.stream)
  const refused = refusedSize(encoding.encoder, size)
  if (refused !== undefined) return { refused }
  const parts: readonly VideoPart[] = [
    fields(encoding, stream),
    { filters: rateFilters(encoding) },
    { filters: shaped.filters, changes: shaped.changes },
    picture(encoding, shaped.stream, size),
    framed(encoding, shaped.stream, size),
    drawn,
    rate(encoding, stream),
  ]
  return {
    ...{ type: 'video', name: 'video', from: [stream] },
    ...(encoding.passes && { passes: encoding.passes }),
    filters: parts.flatMap(({ filters = [] }) => filters),
    options: [
      ...['-c:v', encoding.encoder],
      ...encoderOptions(
        encoding,
        parts.flatMap(({ parameters = [] }) => parameters),
      ),
      ...['-pix_fmt:v', encoding.pixelFormat],
      ...parts.flatMap(({ options = [] }) => options),
    ],
    changes: parts.flatMap(({ changes = [] }) => changes),
    expected: {
      ...(lengthS !== undefined && { lengthS }),
      ...{ ...size, pixelFormat: encoding.pixelFormat },
      ...Object.assign({}, ...parts.map(({ expected }) => expected)),
    },
  }
}

const AS_IT_IS = { filters: [], changes: [] } as const

export interface VideoPart {
  readonly filters?: readonly string[]
  readonly options?: readonly string[]
  /** For x264 and x265, beside those of the preset. */
  readonly parameters?: readonly string[]
  readonly changes?: readonly string[]
  readonly expected?: Partial<ExpectedVideo>
}

function fields(encoding: VideoEncoding, { firstField }: Video): VideoPart {
  if (!firstField) return { expected: { fields: 'progressive' } }
  if (encoding.fields === 'keep') {
    const { firstField: first = firstField } = encoding
    return {
      filters: [
        `setfield=${parity(firstField)}`,
        ...(first === firstField ? [] : [`fieldorder=${parity(first)}`]),
      ],
      options: ['-flags:v', '+ildct+ilme'],
      changes: [`still interlaced (${first} field first)`],
      expected: { fields: first },
    }
  }
  return {
    filters: [deinterlace(firstField)],
    changes: [`deinterlaced (${firstField} field first)`],
    expected: { fields: 'progressive' },
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

/** As a player shows it, before it makes pixels square. */
function rotated<T extends Size>({ width, height }: T, rotation: number): Size {
  return rotation % 180 === 0 ? { width, height } : { width: height, height: width }
}

/**
 * Without a frame, never enlarges and keeps the aspect ratio. Makes both sides even, as 4:2:0 requires; those
 * of a frame are as the preset says.
 */
function sizeOf({ box, frame }: VideoEncoding, stream: Video): Size {
  const { width, height } = rotated(stream, stream.rotation)
  if (frame) {
    const follow = (side: number) => Math.max(2, Math.round(side / 2) * 2)
    const { width: w, height: h } = frame
    return {
      width: w ?? follow((width * (h ?? height)) / height),
      height: h ?? follow((height * (w ?? width)) / width),
    }
  }
  const factor = Math.min(1, (box?.width ?? width) / width, (box?.height ?? height) / height)
  const even = (side: number) =>
    Math.max(2, factor < 1 ? Math.round((side * factor) / 2) * 2 : Math.floor(side / 2) * 2)
  return { width: even(width), height: even(height) }
}

function picture(encoding: VideoEncoding, stream: Video, size: Size): VideoPart {
  const before = rotated(stream, stream.rotation)
  const aspect = aspectOf(stream)
  if (hasBars(encoding)) return { ...scaledInto(encoding, stream, size) }
  const isScaled = before.width !== size.width || before.height !== size.height
  const isRounded = Math.abs((size.width * before.height) / (size.height * before.width) - 1) < ROUNDING
  const colors = colorsOf(encoding, stream)
  const scale = [
    ...(isScaled ? [`w=${size.width}:h=${size.height}`] : []),
    ...(encoding.fields === 'keep' && stream.firstField ? ['interl=1'] : []),
    ...colors.scale,
  ]
  return {
    filters: [
      ...colors.before,
      ...(scale.length > 0 ? [`scale=${scale.join(':')}`] : []),
      ...colors.after,
      ...(isScaled && isRounded ? [`setsar=${aspect.width}/${aspect.height}`] : []),
    ],
    parameters: colors.parameters,
    changes: [
      ...(stream.rotation === 0 ? [] : [`rotated by ${stream.rotation}°`]),
      ...(isScaled ? [`scaled from ${before.width}×${before.height}`] : []),
      ...colors.changes,
      ...(hasAlpha(stream.pixelFormat) ? ['transparency dropped'] : []),
    ],
    expected: { ...(isRounded && { pixelAspect: aspect }), ...colors.expected },
  }
}

/** The picture keeps its shape in a frame that it may leave free in part. */
function hasBars({ frame, padColor }: VideoEncoding): boolean {
  return padColor !== undefined && frame?.width !== undefined && frame.height !== undefined
}

/** As large as it fits, with square pixels; the rest is filled afterwards. */
function scaledInto(encoding: VideoEncoding, stream: Video, frame: Size): VideoPart {
  const before = rotated(stream, stream.rotation)
  const aspect = aspectOf(stream)
  const shape = (before.width * aspect.width) / (before.height * aspect.height)
  const even = (side: number) => Math.max(2, Math.floor(side / 2) * 2)
  const isWide = shape > frame.width / frame.height
  const width = isWide ? frame.width : even(frame.height * shape)
  const height = isWide ? even(frame.width / shape) : frame.height
  const colors = colorsOf(encoding, stream)
  const interlaced = encoding.fields === 'keep' && stream.firstField ? ['interl=1'] : []
  return {
    filters: [
      ...colors.before,
      `scale=${[`w=${width}:h=${height}`, ...interlaced, ...colors.scale].join(':')}`,
      ...colors.after,
      'setsar=1/1',
    ],
    parameters: colors.parameters,
    changes: [
      ...(width === before.width && height === before.height
        ? []
        : [`scaled from ${before.width}×${before.height}`]),
      ...colors.changes,
    ],
    expected: { ...colors.expected, pixelAspect: { width: 1, height: 1 } },
  }
}

/** The bars of a frame, and the shape of pixels that the preset says. */
function framed(encoding: VideoEncoding, stream: Video, { width, height }: Size): VideoPart {
  const { padColor, pixelAspect } = encoding
  const bars = hasBars(encoding)
    ? [`pad=w=${width}:h=${height}:x=(ow-iw)/2:y=(oh-ih)/2:color=${padColor}`]
    : []
  const isEven = stream.width * height === stream.height * width
  return {
    filters: [...bars, ...(pixelAspect ? [`setsar=${pixelAspect.width}/${pixelAspect.height}`] : [])],
    ...(bars.length > 0 && !isEven && { changes: [`with bars to ${width}×${height}`] }),
    ...(pixelAspect && { expected: { pixelAspect } }),
  }
}

/** The change of the picture's aspect by even sides that is not made up for by the shape of its pixels. */
const ROUNDING = 0.05

/** The shape of its pixels as shown. */
function aspectOf({ pixelAspect = { width: 1, height: 1 }, rotation }: Video): Ratio {
  return rotated(pixelAspect, rotation)
}

function rateFilters({ rate }: VideoEncoding): readonly string[] {
  return rate ? [`fps=fps=${rate.frames}/${rate.seconds}`] : []
}

function rate(encoding: VideoEncoding, stream: Video): VideoPart {
  if (encoding.rate) {
    const { frames, seconds } = encoding.rate
    const was = stream.frameRate
    const isSame = was !== undefined && was.frames * seconds === frames * was.seconds && !stream.isVariable
    const fps = Math.round((frames / seconds) * 1_000) / 1_000
    return {
      ...(!isSame && { changes: [`made ${fps} frames per second`] }),
      expected: { frameRate: encoding.rate },
    }
  }
  const common = { options: frameRateOptions(encoding, stream), parameters: rateParameters(stream) }
  const { isVariable, frameRate } = stream
  if (!isVariable) return { ...common, ...(frameRate && { expected: { frameRate } }) }
  return encoding.constantRate
    ? { ...common, changes: [`its variable frame rate made constant at ${constantRateFor(stream)}`] }
    : { ...common, changes: ['its frame rate still varies'] }
}

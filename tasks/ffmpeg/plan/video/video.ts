/** The plan of an encoded video stream: its fields, size, colors and rate. Pure. */
import type { Ratio, Video } from '../../media.ts'
import { hasAlpha } from '../../source/color.ts'
import type { VideoEncoding } from '../preset.ts'
import type { ExpectedVideo, NotPlanned, PlannedStream } from '../rendition.ts'
import { colorsOf } from './colors.ts'
import { deinterlace, parity } from './deinterlace.ts'
import { encoderOptions, refusedSize } from './encoders.ts'
import { constantRateFor, frameRateOptions, rateParameters } from './frame-rate.ts'

type PlannedVideo = Extract<PlannedStream, { readonly type: 'video' }>

/** `lengthS`: that of what is taken. */
export function videoPlan(
  encoding: VideoEncoding,
  stream: Video,
  lengthS: number | undefined,
): PlannedVideo | NotPlanned {
  const size = sizeOf(encoding, stream)
  const refused = refusedSize(encoding.encoder, size)
  if (refused !== undefined) return { refused }
  const parts = [fields(encoding, stream), picture(encoding, stream, size), rate(encoding, stream)]
  return {
    ...{ type: 'video', name: 'video', from: [stream] },
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

interface Part {
  readonly filters?: readonly string[]
  readonly options?: readonly string[]
  /** For x264 and x265, beside those of the preset. */
  readonly parameters?: readonly string[]
  readonly changes?: readonly string[]
  readonly expected?: Partial<ExpectedVideo>
}

function fields(encoding: VideoEncoding, { firstField }: Video): Part {
  if (!firstField) return { expected: { fields: 'progressive' } }
  if (encoding.fields === 'keep')
    return {
      filters: [`setfield=${parity(firstField)}`],
      options: ['-flags:v', '+ildct+ilme'],
      changes: [`still interlaced (${firstField} field first)`],
      expected: { fields: firstField },
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

/** Never enlarges, keeps the aspect ratio, and makes both sides even, as 4:2:0 requires. */
function sizeOf({ box }: VideoEncoding, stream: Video): Size {
  const { width, height } = rotated(stream, stream.rotation)
  const factor = Math.min(1, (box?.width ?? width) / width, (box?.height ?? height) / height)
  const even = (side: number) =>
    Math.max(2, factor < 1 ? Math.round((side * factor) / 2) * 2 : Math.floor(side / 2) * 2)
  return { width: even(width), height: even(height) }
}

function picture(encoding: VideoEncoding, stream: Video, size: Size): Part {
  const before = rotated(stream, stream.rotation)
  const isScaled = before.width !== size.width || before.height !== size.height
  const aspect = aspectOf(stream)
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

/** The change of the picture's aspect by even sides that is not made up for by the shape of its pixels. */
const ROUNDING = 0.05

/** The shape of its pixels as shown. */
function aspectOf({ pixelAspect = { width: 1, height: 1 }, rotation }: Video): Ratio {
  return rotated(pixelAspect, rotation)
}

function rate(encoding: VideoEncoding, stream: Video): Part {
  const common = { options: frameRateOptions(encoding, stream), parameters: rateParameters(stream) }
  const { isVariable, frameRate } = stream
  if (!isVariable) return { ...common, ...(frameRate && { expected: { frameRate } }) }
  return encoding.constantRate
    ? { ...common, changes: [`its variable frame rate made constant at ${constantRateFor(stream)}`] }
    : { ...common, changes: ['its frame rate still varies'] }
}

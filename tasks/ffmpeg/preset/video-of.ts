/** Reads the video of a preset from its document. Pure. */
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import type { PictureEdit, VideoEncoding } from '../plan/preset.ts'
import type { FrameRate } from '../source/stream-times.ts'
import { encoderIn } from './audio-of.ts'
import { pixelFormatOf, TWO_PASSES } from './codecs.ts'
import { drawingsOf } from './drawings-of.ts'
import { colorIn, PresetRefused, refuseElements, within } from './refused.ts'
import { type OnKept, settingsOf } from './settings-of.ts'

type VideoElement = NonNullable<TranscodePresetDocument['video']>
type Scaling = NonNullable<VideoElement['scaling']>
type Extension = NonNullable<TranscodePresetDocument['callsheet']>

export function videoOf(document: TranscodePresetDocument, kept: OnKept): VideoEncoding {
  const { video = {}, callsheet = {} } = document
  refuseElements('video.', video, NOT_HERE)
  const encoder = encoderIn('video', video.codec)
  const edit = editOf(video.scaling ?? {})
  const drawings = drawingsOf(document)
  const passes = passesOf(video, callsheet, encoder)
  const rate = rateOf(video.framerate)
  return {
    encoder,
    pixelFormat: pixelFormatIn(video.pixelFormat, encoder),
    ...(video.forceCFR && { constantRate: true }),
    ...(rate && { rate }),
    ...fieldsOf(callsheet),
    ...(callsheet.hdr === 'keep' && { hdr: 'keep' }),
    ...sizeOf(video, callsheet),
    ...(edit && { edit }),
    ...(video.scaling?.pixelAspectRatio && {
      pixelAspect: ratio('video.scaling.pixelAspectRatio', video.scaling.pixelAspectRatio),
    }),
    ...(drawings.length > 0 && { drawings }),
    ...(passes && { passes }),
    options: optionsOf(video, encoder, kept),
  }
}

const NOT_HERE = [
  ...['displayWidth', 'displayHeight', 'displayXOffset', 'displayYOffset', 'containerSAR'],
  ...['stripParameterSets', 'addParameterSets', 'parameterSets', 'otif'],
] as const

function pixelFormatIn(given: string | undefined, encoder: string): string {
  if (given === undefined || /^[a-z0-9]+$/.test(given)) return given ?? pixelFormatOf(encoder)
  throw new PresetRefused(
    'video.pixelFormat',
    `expected a pixel format such as yuv420p, got “${given}”`,
    given,
  )
}

function optionsOf(
  { bitrate, gopSize, maxBFrames, imageQuality, ...given }: VideoElement,
  encoder: string,
  kept: OnKept,
): VideoEncoding['options'] {
  const number = (element: string, value: number | undefined, option: string, most: number) =>
    value === undefined ? {} : { [option]: within(`video.${element}`, value, 0, most) }
  return {
    ...settingsOf('video', given, encoder, kept),
    ...number('bitrate', bitrate, 'b', 2_000_000_000),
    ...number('gopSize', gopSize, 'g', 10_000),
    ...number('maxBFrames', maxBFrames, 'bf', 16),
    ...(imageQuality !== undefined && qualityOf(imageQuality, encoder)),
  }
}

/** From 1, the worst, to 100. */
function qualityOf(quality: number, encoder: string): Readonly<Record<string, number>> {
  within('video.imageQuality', quality, 1, 100)
  if (encoder === 'libwebp') return { quality }
  if (encoder === 'mjpeg') return { q: Math.round(31 - ((quality - 1) * 29) / 99) }
  throw new PresetRefused('video.imageQuality', `encoder ${encoder} has no quality from 1 to 100`, quality)
}

/** The inverse of the duration of a frame. */
function rateOf(framerate: VideoElement['framerate']): FrameRate | undefined {
  if (!framerate) return undefined
  const { numerator, denominator } = framerate
  if (numerator < 1 || denominator < 1 || denominator / numerator > 1_000 || numerator / denominator > 100)
    throw new PresetRefused(
      'video.framerate',
      `expected the duration of a frame such as 1/25 or 1001/30000, got ${numerator}/${denominator}`,
      `${numerator}/${denominator}`,
    )
  return { frames: denominator, seconds: numerator }
}

function fieldsOf({ interlaced }: Extension): Pick<VideoEncoding, 'fields' | 'firstField'> {
  if (interlaced === undefined || interlaced === 'deinterlace') return {}
  return { fields: 'keep', ...(interlaced !== 'keep' && { firstField: interlaced }) }
}

function sizeOf(
  { scaling = {}, resolution }: VideoElement,
  { fit = 'exact' }: Extension,
): Pick<VideoEncoding, 'box' | 'frame' | 'padColor'> {
  const { width = resolution?.width, height = resolution?.height, padColor } = scaling
  const differs = [
    [scaling.width, resolution?.width],
    [scaling.height, resolution?.height],
  ].some(([one, other]) => one !== undefined && other !== undefined && one !== other)
  if (differs) throw new PresetRefused('video.resolution', 'is another one than that of video.scaling')
  for (const [name, side] of Object.entries({ width, height }))
    if (side !== undefined) within(`video.scaling.${name}`, side, 2, 65_534)
  if (width === undefined && height === undefined) {
    if (fit === 'inside')
      throw new PresetRefused('callsheet.fit', 'needs the width and height of video.scaling', fit)
    return {}
  }
  if (fit === 'inside') {
    if (width === undefined || height === undefined)
      throw new PresetRefused('callsheet.fit', 'needs both the width and the height of video.scaling', fit)
    return { box: { width, height } }
  }
  const frame = { ...(width !== undefined && { width }), ...(height !== undefined && { height }) }
  return { frame, ...(padColor !== undefined && { padColor: colorIn('video.scaling.padColor', padColor) }) }
}

function editOf({ top = 0, bottom = 0, left = 0, right = 0, rotate, padColor, targetDAR }: Scaling) {
  for (const [side, pixels] of Object.entries({ top, bottom, left, right }))
    within(`video.scaling.${side}`, pixels, -16_384, 16_384)
  const turn = turnOf(rotate)
  const isNothing = [top, bottom, left, right, turn].every((one) => one === 0) && !targetDAR
  if (isNothing) return undefined
  const edit: PictureEdit = {
    ...{ top, bottom, left, right, rotate: turn },
    ...(targetDAR && { aspect: ratio('video.scaling.targetDAR', targetDAR) }),
    color: colorIn('video.scaling.padColor', padColor ?? 'black'),
  }
  return edit
}

function turnOf(rotate: string | undefined): PictureEdit['rotate'] {
  const degrees = ((Number(rotate ?? 0) % 360) + 360) % 360
  if (degrees === 0 || degrees === 90 || degrees === 180 || degrees === 270) return degrees
  throw new PresetRefused('video.scaling.rotate', `expected 0, 90, 180 or 270, got “${rotate}”`, rotate)
}

function ratio(
  element: string,
  { horizontal, vertical }: { readonly horizontal: number; readonly vertical: number },
) {
  return { width: within(element, horizontal, 1, 65_535), height: within(element, vertical, 1, 65_535) }
}

/** Also as a setting, as some transcoders have it. */
function passesOf({ setting = [] }: VideoElement, { passes }: Extension, encoder: string): 2 | undefined {
  const said = setting.find(({ key }) => key === 'twoPass' || key === 'passes' || key === 'pass')
  const asked =
    said && /^(true|2)$/i.test(said.value) ? 2 : said && /^(false|1)$/i.test(said.value) ? 1 : undefined
  if (said && asked === undefined)
    throw new PresetRefused(
      'video.setting',
      `${said.key}: expected true, false, 1 or 2, got “${said.value}”`,
      said.value,
    )
  const wanted = within('callsheet.passes', passes ?? asked ?? 1, 1, 2)
  if (wanted === 1) return undefined
  if (TWO_PASSES.has(encoder)) return 2
  const known = [...TWO_PASSES].join(', ')
  throw new PresetRefused('callsheet.passes', `expected one of the encoders ${known}, got ${encoder}`, 2)
}

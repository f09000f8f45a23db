/** Reads what a preset draws on the picture from its document. Pure. */
import type { TranscodePresetDocument } from '../../../schema/documents/transcode-preset.ts'
import { pathOf } from '../../files/media-roots.ts'
import type { Drawing, DrawnText, ShownWhen } from '../plan/video/drawings.ts'
import { colorIn, PresetRefused, refuseElements, within } from './refused.ts'

type OverlayElement = NonNullable<TranscodePresetDocument['overlay']>[number]
type TextElement = NonNullable<TranscodePresetDocument['textOverlay']>[number]

/** Subtitles first, then pictures and texts over them, and the time code over all. */
export function drawingsOf({
  video = {},
  overlay = [],
  textOverlay = [],
}: TranscodePresetDocument): readonly Drawing[] {
  const { burnSubtitles = false, burnSubtitlesLanguage: language, burnTimecode = false } = video
  if (language !== undefined && !burnSubtitles)
    throw new PresetRefused(
      'video.burnSubtitlesLanguage',
      'has an effect with video.burnSubtitles only',
      language,
    )
  return [
    ...(burnSubtitles ? [{ draws: 'subtitles', ...(language !== undefined && { language }) } as const] : []),
    ...overlay.map((one, at) => picture(`overlay[${at}]`, one)),
    ...textOverlay.map((one, at) => text(`textOverlay[${at}]`, one)),
    ...(burnTimecode ? [{ draws: 'time code' } as const] : []),
  ]
}

function picture(at: string, overlay: OverlayElement): Drawing {
  refuseElements(`${at}.`, overlay, ['range', 'id'])
  const [uri, ...more] = overlay.uri ?? []
  if (uri === undefined || more.length > 0)
    throw new PresetRefused(`${at}.uri`, `expected one URI, got ${overlay.uri?.length ?? 0}`)
  const path = pathIn(`${at}.uri`, uri)
  if (!/\.(png|jpe?g)$/i.test(path)) throw new PresetRefused(`${at}.uri`, 'expected a PNG or a JPEG', uri)
  return { draws: 'picture', path, x: overlay.x, y: overlay.y, ...shownOf(at, overlay) }
}

/** Whether it is inside the media roots is checked where these are known. */
function pathIn(element: string, uri: string): string {
  const parsed = pathOf(uri)
  if ('refused' in parsed) throw new PresetRefused(element, parsed.refused, uri)
  return parsed.path
}

function shownOf(
  at: string,
  { interval, opacity = 1 }: Pick<OverlayElement, 'interval' | 'opacity'>,
): ShownWhen {
  const [fromS, toS] = [interval?.start, interval?.end].map(
    (time) => time && (time.samples * time.timeBase.numerator) / time.timeBase.denominator,
  )
  if ([fromS, toS].some((time) => time !== undefined && !Number.isFinite(time)))
    throw new PresetRefused(`${at}.interval`, 'expected time codes')
  return {
    ...(fromS !== undefined && { fromS }),
    ...(toS !== undefined && { toS }),
    opacity: within(`${at}.opacity`, opacity, 0, 1),
  }
}

function text(at: string, { text: given, ...shown }: TextElement): Drawing {
  refuseElements(`${at}.text.`, given, ['outline', 'language'])
  const lines = given.line ?? []
  if (lines.length === 0) throw new PresetRefused(`${at}.text.line`, 'expected a line, got none')
  return { draws: 'text', text: drawn(`${at}.text`, lines.join('\n'), given), ...shownOf(at, shown) }
}

type Given = TextElement['text']

function drawn(at: string, words: string, given: Given): DrawnText {
  const { x = 0, y = 0, xRel, yRel, outlineSize = 0 } = given
  const size = given.size === undefined ? `h*${given.sizeRel ?? 0.05}` : String(given.size)
  return {
    text: words,
    font: oneOf(`${at}.font`, given.font ?? 'DejaVu Sans', ['DejaVu Sans', 'DejaVu Sans Bold'] as const),
    size,
    align: ALIGN[oneOf(`${at}.align`, given.align ?? 'left', ['left', 'center', 'right'] as const)],
    x: `${xRel === undefined ? x : `w*${xRel}`}${BASE_X[oneOf(`${at}.horizontalBase`, given.horizontalBase ?? 'left', ['left', 'center', 'right'] as const)]}`,
    y: `${yRel === undefined ? y : `h*${yRel}`}${BASE_Y[oneOf(`${at}.verticalBase`, given.verticalBase ?? 'top', ['top', 'center', 'bottom'] as const)]}`,
    color: color(at, [given.r ?? 1, given.g ?? 1, given.b ?? 1, given.a ?? 1]),
    ...(outlineSize > 0 && {
      outline: {
        size: within(`${at}.outlineSize`, Math.round(outlineSize), 1, 100),
        color: color(at, [
          given.outlineR ?? 0,
          given.outlineG ?? 0,
          given.outlineB ?? 0,
          given.outlineA ?? 1,
        ]),
      },
    }),
  }
}

const ALIGN = { left: 'L', center: 'C', right: 'R' } as const
const BASE_X = { left: '', center: '-tw/2', right: '-tw' } as const
const BASE_Y = { top: '', center: '-th/2', bottom: '-th' } as const

function oneOf<const V extends string>(element: string, value: string, values: readonly V[]): V {
  const found = values.find((one) => one.toLowerCase() === value.toLowerCase())
  if (found !== undefined) return found
  throw new PresetRefused(element, `expected one of ${values.join(', ')}, got “${value}”`, value)
}

function color(at: string, [r, g, b, a]: readonly [number, number, number, number]): string {
  const digits = [r, g, b].map((part) =>
    Math.round(within(`${at} color`, part, 0, 1) * 255)
      .toString(16)
      .padStart(2, '0'),
  )
  return `${colorIn(at, digits.join(''))}@${within(`${at}.a`, a, 0, 1)}`
}

/** Reads the pictures and texts over a sequence. Pure. */
import { fileURLToPath } from 'node:url'
import type { DraftOverlay, UnusableDraft } from '../draft.ts'
import type { SourceNames } from '../source-names.ts'
import { type Conform, secondsOf, sourceUri } from './points.ts'

export function overlaysOf(conform: Conform, names: SourceNames): readonly DraftOverlay[] | UnusableDraft {
  const read = [
    ...(conform.overlay ?? []).map((one, at) => picture(one, `overlay ${at + 1}`, conform, names)),
    ...(conform.textOverlay ?? []).map((one, at) => text(one, `textOverlay ${at + 1}`, conform)),
  ]
  const refused = read.find((one) => 'refused' in one)
  return refused ?? read.flatMap((one) => ('refused' in one ? [] : [one]))
}

type Picture = NonNullable<Conform['overlay']>[number]

function picture(
  one: Picture,
  name: string,
  conform: Conform,
  names: SourceNames,
): DraftOverlay | UnusableDraft {
  const uri = sourceUri(one, name, names)
  if (typeof uri !== 'string') return uri
  const when = shown(one.interval, name, conform)
  return 'refused' in when ? when : { ...when, is: 'picture', name, uri, x: one.x, y: one.y, opacity: 1 }
}

function shown(interval: Picture['interval'], name: string, conform: Conform) {
  const from = secondsOf(interval?.start, conform, `${name}: interval.start`)
  const to = secondsOf(interval?.end, conform, `${name}: interval.end`)
  if (from && 'refused' in from) return from
  if (to && 'refused' in to) return to
  return { ...(from && { fromS: from.seconds }), ...(to && { toS: to.seconds }) }
}

type TextShown = NonNullable<Conform['textOverlay']>[number]

function text(
  { text: look, interval, opacity = 1 }: TextShown,
  name: string,
  conform: Conform,
): DraftOverlay | UnusableDraft {
  const when = shown(interval, name, conform)
  if ('refused' in when) return when
  const refused = wrongShare({ ...look, opacity }) ?? wrongWord(look)
  if (refused !== undefined) return { refused: `${name}: ${refused}` }
  const {
    outlineSize = 0,
    outlineR = 0,
    outlineG = 0,
    outlineB = 0,
    outlineA = 1,
    r = 1,
    g = 1,
    b = 1,
    a = 1,
  } = look
  return {
    ...{ ...when, is: 'text', name, opacity, lines: look.line, font: FONTS[look.font ?? DEFAULT_FONT] ?? '' },
    x: based(look.xRel === undefined ? String(look.x ?? 0) : `${look.xRel}*w`, 'text_w', look.horizontalBase),
    y: based(look.yRel === undefined ? String(look.y ?? 0) : `${look.yRel}*h`, 'text_h', look.verticalBase),
    size: look.sizeRel === undefined ? String(look.size ?? 'h/20') : `${look.sizeRel}*h`,
    color: colorOf([r, g, b], a),
    ...(outlineSize > 0 && {
      outline: { width: outlineSize, color: colorOf([outlineR, outlineG, outlineB], outlineA) },
    }),
  }
}

/** The position of the left or top side. */
function based(at: string, size: string, base: string | undefined): string {
  if (base === 'center' || base === 'middle') return `${at}-${size}/2`
  return base === 'right' || base === 'bottom' ? `${at}-${size}` : at
}

function colorOf(channels: readonly number[], opacity: number): string {
  const hex = channels
    .map((one) =>
      Math.round(one * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')
  return `0x${hex}@${opacity}`
}

const SHARES = [
  'xRel',
  'yRel',
  'sizeRel',
  'r',
  'g',
  'b',
  'a',
  'outlineR',
  'outlineG',
  'outlineB',
  'outlineA',
  'opacity',
]

function wrongShare(look: Readonly<Record<string, unknown>>): string | undefined {
  const wrong = SHARES.find((key) => typeof look[key] === 'number' && !(look[key] >= 0 && look[key] <= 1))
  return wrong && `${wrong}: expected 0 to 1, got ${look[wrong]}`
}

function wrongWord(look: TextShown['text']): string | undefined {
  const {
    align = 'left',
    horizontalBase = 'left',
    verticalBase = 'top',
    font = DEFAULT_FONT,
    size = 1,
    line,
  } = look
  const among = (key: string, value: string, known: readonly string[]) =>
    known.includes(value) ? undefined : `${key}: expected ${known.join(', ')}, got “${value}”`
  if (line.length === 0) return 'line: missing'
  if (size < 1 || size > 2_000) return `size: expected 1 to 2000, got ${size}`
  return (
    among('align', align, ['left']) ??
    among('horizontalBase', horizontalBase, ['left', 'center', 'right']) ??
    among('verticalBase', verticalBase, ['top', 'middle', 'bottom']) ??
    among('font', font, Object.keys(FONTS))
  )
}

const DEFAULT_FONT = 'DejaVu Sans'
const file = (name: string) => fileURLToPath(import.meta.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`))
/** They come along, because a server may have no fonts. */
const FONTS: Readonly<Record<string, string>> = {
  'DejaVu Sans': file('DejaVuSans'),
  'DejaVu Sans Bold': file('DejaVuSans-Bold'),
  'DejaVu Sans Mono': file('DejaVuSansMono'),
  'DejaVu Sans Mono Bold': file('DejaVuSansMono-Bold'),
  'DejaVu Serif': file('DejaVuSerif'),
  'DejaVu Serif Bold': file('DejaVuSerif-Bold'),
}

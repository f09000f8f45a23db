/** The plan of the colors of an encoded picture: matrix, range, tags, and HDR. Pure. */
import type { Video } from '../../media.ts'
import { assumedColor, type Color, hdrOf, isRgb, type Light } from '../../source/color.ts'
import type { VideoEncoding } from '../preset.ts'
import type { ExpectedVideo } from '../rendition.ts'
import { toneMap } from './tone-map.ts'

/** What becomes of the colors. */
export interface Colors {
  readonly before: readonly string[]
  /** Options of the filter scale. */
  readonly scale: readonly string[]
  readonly after: readonly string[]
  readonly parameters: readonly string[]
  readonly changes: readonly string[]
  readonly expected: Partial<ExpectedVideo>
}

const NO_CHANGE: Colors = { before: [], scale: [], after: [], parameters: [], changes: [], expected: {} }

export function colorsOf(encoding: VideoEncoding, stream: Video): Colors {
  const { color = {}, pixelFormat } = stream
  const hdr = hdrOf(color)
  if (encoding.encoder === 'mjpeg' || isRgb(encoding.pixelFormat)) return asPicture(encoding, stream)
  if (hdr && encoding.hdr !== 'keep')
    return {
      ...NO_CHANGE,
      after: toneMap(color, encoding.pixelFormat),
      changes: [`${hdr} mapped to SDR`],
      expected: { matrix: 'bt709', transfer: 'bt709' },
    }
  if (hdr) return keptHdr(encoding, stream, hdr)
  if (isRgb(pixelFormat)) return fromRgb()
  return encoding.encoder === 'dnxhd' ? asBt709(encoding, stream, color) : fromYuv(stream, color)
}

/** JPEG is BT.601 in full range, whatever it says; RGB has no matrix. */
function asPicture({ encoder, pixelFormat }: VideoEncoding, stream: Video): Colors {
  const { color, pixelFormat: from } = stream
  const hdr = color && hdrOf(color)
  if (hdr) return { ...NO_CHANGE, after: toneMap(color, pixelFormat), changes: [`${hdr} mapped to SDR`] }
  if (isRgb(from)) return NO_CHANGE
  const jpeg = encoder === 'mjpeg' ? ['out_color_matrix=bt601', 'out_range=pc'] : []
  return { ...NO_CHANGE, before: fromYuv(stream, color ?? {}).before, scale: jpeg }
}

/** Encoders other than x265 take the colors from the frames. */
function keptHdr({ encoder }: VideoEncoding, { color = {}, light, pixelFormat }: Video, hdr: string): Colors {
  const { primaries = 'bt2020', transfer = '' } = color
  const isFromRgb = isRgb(pixelFormat)
  const matrix = isFromRgb || color.matrix === undefined ? 'bt2020nc' : color.matrix
  const params = `setparams=color_primaries=${primaries}:color_trc=${transfer}:colorspace=${matrix}`
  const scale = [
    ...(isFromRgb ? ['out_color_matrix=bt2020'] : []),
    ...(isFull(color, pixelFormat) ? ['out_range=tv'] : []),
  ]
  return {
    ...NO_CHANGE,
    // The frames of RGB have no matrix before the conversion, and a conversion loses the tags.
    ...(isFromRgb ? { after: [params] } : { before: [params] }),
    scale,
    parameters: encoder === 'libx265' ? x265Parameters({ primaries, transfer, matrix }, light, hdr) : [],
    changes: [
      ...(isFromRgb
        ? ['RGB converted to BT.2020']
        : scale.length > 0
          ? ['full range converted to limited']
          : []),
      `${hdr} kept`,
    ],
    expected: { matrix, transfer },
  }
}

function x265Parameters(
  { primaries, transfer, matrix }: Color,
  { masteringDisplay: display, contentLight }: Light = {},
  hdr: string,
): readonly string[] {
  return [
    ...(hdr === 'PQ' ? ['hdr-opt=1'] : []),
    ...['repeat-headers=1', `colorprim=${primaries}`, `transfer=${transfer}`, `colormatrix=${matrix}`],
    ...(display === undefined ? [] : [`master-display=${display}`]),
    ...(contentLight ? [`max-cll=${contentLight.max},${contentLight.average}`] : []),
  ]
}

const BT709 = { matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' } as const

function fromRgb(): Colors {
  return {
    ...NO_CHANGE,
    scale: ['out_color_matrix=bt709', 'out_range=tv'],
    after: [`setparams=${tags(BT709)}:range=tv`],
    changes: ['RGB converted to BT.709'],
    expected: { matrix: 'bt709', transfer: 'bt709' },
  }
}

function isFull({ range }: Color, pixelFormat = ''): boolean {
  return range === 'pc' || /^yuvj/.test(pixelFormat)
}

/** The essence of DNxHR says BT.709, and decoders believe it rather than the file. */
function asBt709({ pixelFormat }: VideoEncoding, stream: Video, color: Color): Colors {
  const colors = fromYuv(stream, color)
  const from = MATRICES.get(colors.expected.matrix ?? '')
  if (from === undefined) return colors
  return {
    ...colors,
    after: [`format=${pixelFormat}`, `colormatrix=src=${from}:dst=bt709`, `setparams=${tags(BT709)}`],
    changes: [
      ...colors.changes.filter((change) => !change.startsWith('tagged')),
      'colors converted to BT.709',
    ],
    expected: { matrix: 'bt709' },
  }
}

/** Those that the filter colormatrix converts, by its names. */
const MATRICES: ReadonlyMap<string, string> = new Map([
  ['smpte170m', 'bt601'],
  ['fcc', 'fcc'],
  ['smpte240m', 'smpte240m'],
  ['bt2020nc', 'bt2020'],
])

/** Editors and players guess missing tags from the size, which a rendition changes. */
function fromYuv({ width, height, pixelFormat }: Video, said: Color): Colors {
  // ffprobe says so of gray pictures in PNG.
  const { matrix, ...others } = said
  const color: Color = matrix === 'gbr' ? others : said
  const full = isFull(color, pixelFormat)
  const tagged = completed(color, width, height)
  const isComplete = tags(tagged) === tags(said)
  return {
    ...NO_CHANGE,
    // A conversion of the range loses the tags that only the decoder knows.
    before: isComplete && !full ? [] : [`setparams=${tags(tagged)}`],
    scale: full ? ['out_range=tv'] : [],
    changes: [
      ...(full ? ['full range converted to limited'] : []),
      ...(color.matrix === undefined ? [`tagged as ${NAMES[tagged.matrix ?? ''] ?? tagged.matrix}`] : []),
    ],
    expected: { ...(tagged.matrix !== undefined && { matrix: tagged.matrix }) },
  }
}

/**
 * mov writes all tags or none, and has no code for the matrix `bt470bg`, whose numbers are those of
 * `smpte170m`.
 */
function completed(color: Color, width: number, height: number): Color {
  const matrix = color.matrix === 'bt470bg' ? 'smpte170m' : color.matrix
  const assumed = assumedColor(width, height)
  const isUsual = matrix === undefined || matrix === assumed.matrix
  const rest = isUsual ? assumed : matrix === 'bt709' ? assumedColor(1_920, 1_080) : assumedColor(720, 480)
  return matrix === undefined || NAMES[matrix] ? { ...rest, ...color, ...(matrix && { matrix }) } : color
}

const NAMES: Readonly<Record<string, string>> = { bt709: 'BT.709', smpte170m: 'BT.601' }

/** For the filter setparams. */
function tags({ matrix, transfer, primaries }: Color): string {
  const given = { colorspace: matrix, color_trc: transfer, color_primaries: primaries }
  return Object.entries(given)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]))
    .join(':')
}

/** The plan of the colors of an encoded picture: matrix, range, tags, and HDR. Pure. */
import type { Video } from '../../media.ts'
import { assumedColor, type Color, hdrOf, isRgb } from '../../source/color.ts'
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
  if (hdr && encoding.hdr !== 'keep')
    return {
      ...NO_CHANGE,
      after: toneMap(color, encoding.pixelFormat),
      changes: [`${hdr} mapped to SDR`],
      expected: { matrix: 'bt709', transfer: 'bt709' },
    }
  if (hdr) return keptHdr(encoding, stream, hdr)
  if (isRgb(pixelFormat)) return fromRgb()
  return fromYuv(stream, color)
}

/** Encoders other than x265 take the colors from the frames. */
function keptHdr({ encoder }: VideoEncoding, { color, light }: Video, hdr: string): Colors {
  const { primaries = 'bt2020', transfer = '', matrix = 'bt2020nc' } = color ?? {}
  const { masteringDisplay: display, contentLight } = light ?? {}
  const parameters = [
    ...[
      ...(hdr === 'PQ' ? ['hdr-opt=1'] : []),
      'repeat-headers=1',
      `colorprim=${primaries}`,
      `transfer=${transfer}`,
      `colormatrix=${matrix}`,
    ],
    ...(display === undefined ? [] : [`master-display=${display}`]),
    ...(contentLight ? [`max-cll=${contentLight.max},${contentLight.average}`] : []),
  ]
  return {
    ...NO_CHANGE,
    before: [`setparams=color_primaries=${primaries}:colorspace=${matrix}`],
    parameters: encoder === 'libx265' ? parameters : [],
    changes: [`${hdr} kept`],
    expected: { matrix, transfer },
  }
}

function fromRgb(): Colors {
  return {
    ...NO_CHANGE,
    scale: ['out_color_matrix=bt709', 'out_range=tv'],
    after: [`setparams=${tags({ matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' })}:range=tv`],
    changes: ['RGB converted to BT.709'],
    expected: { matrix: 'bt709', transfer: 'bt709' },
  }
}

/** Editors and players guess missing tags from the size, which a rendition changes. */
function fromYuv({ width, height, pixelFormat }: Video, color: Color): Colors {
  const isFull = color.range === 'pc' || /^yuvj/.test(pixelFormat ?? '')
  const tagged = completed(color, width, height)
  const isComplete = tags(tagged) === tags(color)
  return {
    ...NO_CHANGE,
    // A conversion of the range loses the tags that only the decoder knows.
    before: isComplete && !isFull ? [] : [`setparams=${tags(tagged)}`],
    scale: isFull ? ['out_range=tv'] : [],
    changes: [
      ...(isFull ? ['full range converted to limited'] : []),
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

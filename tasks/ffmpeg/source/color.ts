/** The colors of a picture: their tags, the light of HDR, and what a tag that is missing stands for. */
import { number, type Printed, record, text } from './printed.ts'

/** By ffmpeg's names, such as `bt709`; absent if the file does not say. */
export interface Color {
  readonly range?: 'tv' | 'pc'
  /** The matrix, ffmpeg's `colorspace`. */
  readonly matrix?: string
  readonly transfer?: string
  readonly primaries?: string
}

/** Static HDR metadata, in the units of the file format. */
export interface Light {
  /** SMPTE ST 2086 as x265 writes it, such as `G(13250,34500)B(7500,3000)R(34000,16000)WP(…)L(…)`. */
  readonly masteringDisplay?: string
  /** CTA-861.3: brightest pixel and brightest average of a frame, cd/m². */
  readonly contentLight?: { readonly max: number; readonly average: number }
}

export function colorOf(fields: Printed): { readonly color?: Color } {
  const range = text(fields['color_range'])
  const color: Color = {
    ...(range === 'tv' || range === 'pc' ? { range } : {}),
    ...named('matrix', fields['color_space']),
    ...named('transfer', fields['color_transfer']),
    ...named('primaries', fields['color_primaries']),
  }
  return Object.keys(color).length > 0 ? { color } : {}
}

function named<Key extends string>(key: Key, value: unknown): { readonly [key in Key]?: string } {
  const name = text(value)
  const isSaid = name !== undefined && !/^(unknown|unspecified|reserved|unspec)$/.test(name)
  return (isSaid ? { [key]: name } : {}) as { readonly [key in Key]?: string }
}

/** From the side data of a stream or a frame. */
export function lightOf(sideData: readonly Printed[]): { readonly light?: Light } {
  const of = (type: RegExp) => sideData.find((data) => type.test(text(data['side_data_type']) ?? ''))
  const [display, level] = [of(/^Mastering display/), of(/^Content light/)]
  const masteringDisplay = display && masteringDisplayOf(display)
  const [max, average] = [number(level?.['max_content']), number(level?.['max_average'])]
  const light: Light = {
    ...(masteringDisplay !== undefined && { masteringDisplay }),
    ...(max !== undefined && average !== undefined && { contentLight: { max, average } }),
  }
  return Object.keys(light).length > 0 ? { light } : {}
}

/** Chromaticities count in 1/50 000, luminances in 1/10 000 cd/m². */
function masteringDisplayOf(data: Printed): string | undefined {
  const in50000 = (name: string) => units(data[name], 50_000)
  const point = (name: string) => [in50000(`${name}_x`), in50000(`${name}_y`)] as const
  const luminance = [units(data['max_luminance'], 10_000), units(data['min_luminance'], 10_000)] as const
  const pairs = [point('green'), point('blue'), point('red'), point('white_point'), luminance] as const
  const names = ['G', 'B', 'R', 'WP', 'L']
  if (pairs.flat().some((value) => value === undefined)) return undefined
  return pairs.map(([one, other], at) => `${names[at]}(${one},${other})`).join('')
}

function units(ratio: unknown, per: number): number | undefined {
  const [, numerator, denominator] = /^(\d+)\/(\d+)$/.exec(text(ratio) ?? '') ?? []
  return Number(denominator) > 0 ? Math.round((Number(numerator) * per) / Number(denominator)) : undefined
}

export function sideDataOf(fields: Printed): readonly Printed[] {
  return Array.isArray(fields['side_data_list']) ? fields['side_data_list'].map(record) : []
}

/** `PQ`: SMPTE ST 2084, as in HDR10 and Dolby Vision; `HLG`: ARIB STD-B67; undefined for SDR. */
export function hdrOf({ transfer }: Color = {}): 'PQ' | 'HLG' | undefined {
  if (transfer === 'smpte2084') return 'PQ'
  return transfer === 'arib-std-b67' ? 'HLG' : undefined
}

/** Whether the pixels are red, green and blue, so that no matrix applies to them yet. */
export function isRgb(pixelFormat: string | undefined): boolean {
  return /^(rgb|bgr|gbr|argb|abgr|rgba|bgra|0rgb|0bgr|pal8|x2rgb|x2bgr|bayer|monow|monob)/.test(
    pixelFormat ?? '',
  )
}

/** Whether some of its pixels may be transparent. */
export function hasAlpha(pixelFormat = ''): boolean {
  return /^(yuva|rgba|argb|bgra|abgr|gbrap|ya\d|pal8|ayuv|vuya)/.test(pixelFormat)
}

/** The colors that players assume for a picture without tags: those of SD or HD television. */
export function assumedColor(width: number, height: number): Required<Omit<Color, 'range'>> {
  if (height > SD_HEIGHT || width > SD_WIDTH)
    return { matrix: 'bt709', transfer: 'bt709', primaries: 'bt709' }
  return height === 576 || height === 288
    ? { matrix: 'smpte170m', transfer: 'smpte170m', primaries: 'bt470bg' }
    : { matrix: 'smpte170m', transfer: 'smpte170m', primaries: 'smpte170m' }
}

const SD_WIDTH = 1_024
const SD_HEIGHT = 576

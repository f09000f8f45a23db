/** The filters that turn HDR (BT.2020 with PQ or HLG) into SDR (BT.709). Pure. */
import { type Color, hdrOf, isRgb } from '../../source/color.ts'

/**
 * The filters; none for SDR. They calculate with floating-point numbers, so scale the picture down first.
 * `into`: the pixel format that they give; default `yuv420p`, which needs even sides.
 */
export function toneMap(color: Color | undefined, into = 'yuv420p'): readonly string[] {
  if (!color || hdrOf(color) === undefined) return []
  return [
    tagged(color),
    `zscale=t=linear:npl=${WHITE},format=gbrpf32le,zscale=p=bt709`,
    `tonemap=mobius:desat=0:peak=${PEAK / WHITE}`,
    `zscale=t=bt709:${isRgb(into) ? 'm=gbr:r=pc' : 'm=bt709:r=tv'},format=${into}`,
  ]
}

/** zscale refuses a picture without tags. */
function tagged({ transfer = '', matrix = 'bt2020nc', primaries = 'bt2020', range = 'tv' }: Color): string {
  return `setparams=color_trc=${transfer}:colorspace=${matrix}:color_primaries=${primaries}:range=${range}`
}

/**
 * Reference white and the brightest light that is kept, cd/m² (ITU-R BT.2408). Measured with gray patches in
 * PQ and in HLG, with the same results: 26 cd/m² (middle gray) became 108 of 255, 203 became 216, 400 became
 * 238, 1 000 became 255. With `hable` and white at 100 they became 96, 193, 223 and 255, which is dim. The
 * peak that the file states is ignored: 4 000 cd/m² would make white darker than in the same picture without.
 */
const WHITE = 203
const PEAK = 1_015

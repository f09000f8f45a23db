/** Maps HDR to SDR. Pure. */
import type { Color } from '../../source/color.ts'

/** Filters that turn PQ or HLG into SDR of BT.709. */
export function toneMap({
  transfer = 'smpte2084',
  primaries = 'bt2020',
  matrix = 'bt2020nc',
}: Color): readonly string[] {
  return [
    `setparams=color_primaries=${primaries}:color_trc=${transfer}:colorspace=${matrix}`,
    'zscale=t=linear:npl=203',
    'format=gbrpf32le',
    'zscale=p=bt709',
    'tonemap=hable:desat=0',
    'zscale=t=bt709:m=bt709:r=tv',
    'format=yuv420p',
  ]
}

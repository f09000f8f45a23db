/** Clips of every kind of color: RGB, HDR, full range, alpha, tagged and untagged. */
import { type Clip, encoded, H264, lavfi, picture } from '../clip.ts'

const tagged = (primaries: string, transfer: string, matrix: string) => [
  ...['-color_primaries', primaries, '-color_trc', transfer, '-colorspace', matrix, '-color_range', 'tv'],
]

/** HEVC of 10 bits. */
const hevc10 = (transfer: string, parameters: string) => [
  ...[...picture(2), '-c:v', 'libx265', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p10le', '-tag:v', 'hvc1'],
  ...['-x265-params', `log-level=error:repeat-headers=1${parameters}`],
  ...tagged('bt2020', transfer, 'bt2020nc'),
]

/** Primaries and white point in 1/50000, luminance in 1/10000 cd/m². */
const MASTERING = 'G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,50)'

const translucent = lavfi('testsrc2=size=320x180:rate=25:duration=1:alpha=100')

// biome-ignore format: an option and its value on one line
export const COLOR: readonly Clip[] = [
  encoded('rgb-hd.mov', 'RGB of 1920×1080 (QuickTime Animation)', [
    ...picture(1, '1920x1080', '5'), '-c:v', 'qtrle', '-pix_fmt', 'rgb24',
  ]),
  // FFV1 stores RGB of 8 bits as bgr0.
  encoded('rgb-hd.mkv', 'RGB of 1920×1080 (FFV1)', [
    ...picture(1, '1920x1080', '4'), '-c:v', 'ffv1', '-level', '3', '-slices', '4', '-pix_fmt', 'bgr0',
  ]),
  // Display and light levels are in the HEVC stream; ffmpeg 7.0 does not repeat them in the boxes of mp4.
  encoded('hdr10.mp4', 'HDR10: PQ, HEVC of 10 bits, with mastering display and light levels', [
    ...hevc10('smpte2084', `:hdr10=1:master-display=${MASTERING}:max-cll=1000,400`),
  ]),
  encoded('hlg.mp4', 'HLG, HEVC of 10 bits', hevc10('arib-std-b67', '')),
  encoded('untagged-hd.mp4', '1280×720 without tags for color', [...picture(1, '1280x720'), ...H264]),
  encoded('tagged-sd.mp4', '320×240 tagged as BT.601', [
    ...picture(2, '320x240'), ...H264, ...tagged('smpte170m', 'smpte170m', 'smpte170m'),
  ]),
  encoded('full-range.avi', 'full range, Motion JPEG', [
    ...picture(2), '-c:v', 'mjpeg', '-pix_fmt', 'yuvj420p',
  ]),
  encoded('444.mp4', 'H.264 4:4:4', [
    ...picture(2), '-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv444p',
  ]),
  encoded('alpha-prores.mov', 'alpha, ProRes 4444', [
    ...translucent, '-c:v', 'prores_ks', '-profile:v', '4444', '-pix_fmt', 'yuva444p10le',
  ]),
  encoded('alpha-animation.mov', 'alpha, QuickTime Animation', [
    ...translucent, '-c:v', 'qtrle', '-pix_fmt', 'argb',
  ]),
  // ffmpeg's own decoder, the default, ignores this alpha; libvpx-vp9 reads it.
  encoded('alpha.webm', 'alpha, VP9', [
    ...translucent, '-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-pix_fmt', 'yuva420p',
  ]),
]

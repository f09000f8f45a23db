/** Clips by their colors. */
import { type Clip, picture, words, X264 } from '../sources.ts'

const HD = picture('1280x720', 25, 0.4)
const DISPLAY = 'G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)'
const hdr = (transfer: string, more = '') => [
  ...['-pix_fmt', 'yuv420p10le', '-c:v', 'libx265', '-preset', 'ultrafast', '-tag:v', 'hvc1'],
  ...['-x265-params', `log-level=error:transfer=${transfer}:colorprim=bt2020:colormatrix=bt2020nc${more}`],
]
const FIRST = words('-update 1 -frames:v 1')

export const COLORS: readonly Clip[] = [
  { name: 'rgb.mov', property: 'RGB at HD', made: [...HD, ...words('-c:v qtrle')] },
  { name: 'gbr.mkv', property: 'planar RGB at HD', made: [...HD, ...words('-c:v ffv1 -pix_fmt gbrp')] },
  {
    name: 'hdr10.mp4',
    property: 'HDR10 (PQ)',
    made: [...HD, ...hdr('smpte2084', `:master-display=${DISPLAY}:max-cll=1000,400`)],
  },
  { name: 'hlg.mp4', property: 'HLG', made: [...HD, ...hdr('arib-std-b67')] },
  { name: 'untagged-hd.mp4', property: 'HD without color tags', made: [...HD, ...X264] },
  {
    name: 'full-range.avi',
    property: 'full range (MJPEG)',
    made: [...picture(), ...words('-c:v mjpeg -pix_fmt yuvj420p')],
  },
  {
    name: 'chroma-444.mp4',
    property: '4:4:4',
    made: [...picture(), ...words('-c:v libx264 -preset ultrafast -pix_fmt yuv444p')],
  },
  {
    name: 'alpha.mov',
    property: 'transparency',
    made: [...picture(), ...words('-c:v prores_ks -profile:v 4444 -pix_fmt yuva444p10le')],
  },
  { name: 'photo.jpg', property: 'a JPEG', made: [...picture(), ...FIRST, ...words('-f image2')] },
  { name: 'photo.png', property: 'a PNG', made: [...picture(), ...FIRST, ...words('-f image2')] },
  { name: 'moving.gif', property: 'an animated GIF', made: [...picture('160x90', 10), ...words('-f gif')] },
]

/** The media types of shapes (wire-media.md §4.2). Pure. */
import { extname } from 'node:path'

interface Streams {
  /** The names of the codecs. */
  readonly video: readonly string[]
  readonly audio: readonly string[]
}

/** By ffmpeg's names of containers: with pictures, and with sound only. */
const CONTAINERS: Readonly<Record<string, readonly [video: string, audio: string]>> = {
  matroska: ['video/x-matroska', 'audio/x-matroska'],
  webm: ['video/webm', 'audio/webm'],
  avi: ['video/x-msvideo', 'audio/x-msvideo'],
  asf: ['video/x-ms-wmv', 'audio/x-ms-wma'],
  flv: ['video/x-flv', 'audio/x-flv'],
  ogg: ['video/ogg', 'audio/ogg'],
  mpegts: ['video/mp2t', 'audio/mp2t'],
  mpeg: ['video/mpeg', 'audio/mpeg'],
  mpegvideo: ['video/mpeg', 'video/mpeg'],
  dv: ['video/x-dv', 'video/x-dv'],
  gxf: ['video/x-gxf', 'audio/x-gxf'],
  wav: ['video/x-wav', 'audio/x-wav'],
  w64: ['audio/x-w64', 'audio/x-w64'],
  aiff: ['audio/x-aiff', 'audio/x-aiff'],
  mp3: ['audio/mpeg', 'audio/mpeg'],
  aac: ['audio/aac', 'audio/aac'],
  ac3: ['audio/ac3', 'audio/ac3'],
  eac3: ['audio/eac3', 'audio/eac3'],
  flac: ['audio/flac', 'audio/flac'],
  gif: ['image/gif', 'image/gif'],
}

/** By the names that images have as their format. */
const IMAGES: Readonly<Record<string, string>> = {
  ...{ JPEG: 'image/jpeg', PNG: 'image/png', TIFF: 'image/tiff', BMP: 'image/bmp', GIF: 'image/gif' },
  ...{ WEBP: 'image/webp', JP2: 'image/jp2', DPX: 'image/x-dpx', EXR: 'image/x-exr', PSD: 'image/x-psd' },
}

/** `still`: the name of an image. A brand that begins with `qt` is that of QuickTime. */
export function mimeOf(
  format: string,
  brand: string | undefined,
  { video, audio }: Streams,
  still?: string,
): string {
  if (still !== undefined) return IMAGES[still] ?? 'unknown'
  const isSound = video.length === 0
  if (/(^|,)mov(,|$)/.test(format))
    return isSound ? 'audio/mp4' : isQuickTime(brand) ? 'video/quicktime' : 'video/mp4'
  if (/^mxf/.test(format))
    return ['video/x-mxf', ...[video[0], audio[0]].filter((name) => name !== undefined)].join('-')
  const codecs = [...video, ...audio]
  const isWeb = codecs.length > 0 && codecs.every((codec) => WEB_CODECS.has(codec))
  if (format === 'matroska,webm')
    return CONTAINERS[isWeb ? 'webm' : 'matroska']?.[isSound ? 1 : 0] ?? 'unknown'
  const name = format.split(',').find((one) => Object.hasOwn(CONTAINERS, one)) ?? ''
  return CONTAINERS[name]?.[isSound ? 1 : 0] ?? 'unknown'
}

/** A QuickTime file without a brand is older than brands. */
function isQuickTime(brand: string | undefined): boolean {
  return brand === undefined || brand.trim() === 'qt'
}

/** Codecs of a WebM; ffprobe calls it and Matroska by the same name. */
const WEB_CODECS: ReadonlySet<string> = new Set(['vp8', 'vp9', 'av1', 'opus', 'vorbis'])

/** Of a file that is no media, by its extension. */
const OTHERS: Readonly<Record<string, string>> = {
  ...{ '.txt': 'text/plain', '.srt': 'text/plain', '.vtt': 'text/vtt', '.csv': 'text/csv' },
  ...{ '.scc': 'text/plain', '.mcc': 'text/plain', '.stl': 'application/octet-stream' },
  ...{ '.xml': 'application/xml', '.ttml': 'application/ttml+xml', '.dfxp': 'application/ttml+xml' },
  ...{ '.json': 'application/json', '.pdf': 'application/pdf', '.zip': 'application/zip' },
  ...{ '.xmp': 'application/rdf+xml', '.svg': 'image/svg+xml' },
}

export function mimeOfName(name: string): string {
  return OTHERS[extname(name).toLowerCase()] ?? 'unknown'
}

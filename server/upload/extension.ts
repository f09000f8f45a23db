/** The extension of an uploaded file. Pure. */
import { extname } from 'node:path'

/** By its name, else by its media type; empty if neither tells. With its dot. */
export function extensionOf(filename: string | undefined, contentType: string | undefined): string {
  const own = extname(filename ?? '')
  if (/^\.[A-Za-z0-9]{1,16}$/.test(own)) return own
  const [type = ''] = (contentType ?? '').split(';')
  return BY_TYPE[type.trim().toLowerCase()] ?? ''
}

const BY_TYPE: Readonly<Record<string, string>> = {
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
  'video/webm': '.webm',
  'video/x-matroska': '.mkv',
  'video/mp2t': '.ts',
  'video/mpeg': '.mpg',
  'video/x-msvideo': '.avi',
  'application/mxf': '.mxf',
  'audio/mpeg': '.mp3',
  'audio/mp4': '.m4a',
  'audio/aac': '.aac',
  'audio/wav': '.wav',
  'audio/x-wav': '.wav',
  'audio/flac': '.flac',
  'audio/ogg': '.ogg',
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/tiff': '.tif',
  'image/gif': '.gif',
  'image/bmp': '.bmp',
  'image/webp': '.webp',
  'application/pdf': '.pdf',
  'application/xml': '.xml',
  'text/xml': '.xml',
  'application/json': '.json',
  'text/plain': '.txt',
  'text/vtt': '.vtt',
  'application/x-subrip': '.srt',
}

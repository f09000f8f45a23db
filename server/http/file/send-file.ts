/** Sends a file or an image as the answer, whole or in part (RFC 9110 §14). */
import type { FileHandle } from 'node:fs/promises'
import type { ParameterizedContext } from 'koa'
import { dispositionOf, mediaTypeOf } from './media-type.ts'
import { rangeOf } from './range.ts'

/** An open file, which is closed when it has been sent, or bytes. */
export type Sendable = {
  /** Its media type follows from the extension. */
  readonly name: string
  /** Whether a browser shall save it. Default: it shows media. */
  readonly download?: boolean
  /** Whether pages of other origins may show it. Default: they may not. */
  readonly isShared?: boolean
} & (
  | { readonly handle: FileHandle; readonly size: number; readonly mtimeMs: number }
  | { readonly bytes: Uint8Array; readonly tag: string }
)

export function sendFile(ctx: ParameterizedContext, file: Sendable): void {
  const { name, download = false, isShared = false } = file
  const size = 'bytes' in file ? file.bytes.length : file.size
  const tag = 'bytes' in file ? `"${file.tag}"` : tagOf(file)
  const ifRange = ctx.get('if-range')
  const range = rangeOf(ifRange === '' || ifRange === tag ? ctx.get('range') : undefined, size)
  ctx.set({
    ...HEADERS,
    'Content-Type': mediaTypeOf(name),
    'Content-Disposition': dispositionOf(name, download),
    ETag: tag,
    ...(isShared && { 'Cross-Origin-Resource-Policy': 'cross-origin' }),
  })
  if (range === 'unsatisfiable') {
    sendNothing(ctx, file, size)
    return
  }
  const { from, to } = range === 'all' ? { from: 0, to: size - 1 } : range
  ctx.status = range === 'all' ? 200 : 206
  if (range !== 'all') ctx.set('Content-Range', `bytes ${from}-${to}/${size}`)
  if (ctx.method === 'HEAD' || to < from) {
    ctx.body = ''
    if ('handle' in file) void file.handle.close()
  } else if ('bytes' in file) ctx.body = Buffer.from(file.bytes.subarray(from, to + 1))
  else ctx.body = file.handle.createReadStream({ start: from, end: to }) // closes the handle, whatever happens
  ctx.length = to - from + 1
  // Koa sets the type of a stream again.
  ctx.set('Content-Type', mediaTypeOf(name))
}

function sendNothing(ctx: ParameterizedContext, file: Sendable, size: number): void {
  ctx.status = 416
  ctx.set('Content-Range', `bytes */${size}`)
  ctx.body = ''
  if ('handle' in file) void file.handle.close()
}

function tagOf({ size, mtimeMs }: { readonly size: number; readonly mtimeMs: number }): string {
  return `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`
}

/** A file that a browser opens as a page can run nothing, reach nothing, and has no origin. */
const HEADERS = {
  'Accept-Ranges': 'bytes',
  'Cache-Control': 'private, no-cache',
  'Content-Security-Policy':
    "sandbox; default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'",
  'Cross-Origin-Resource-Policy': 'same-origin',
} as const

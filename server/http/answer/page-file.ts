/** Sends the files of web pages, which may load and call this origin only. */
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import type { ParameterizedContext } from 'koa'
import { send } from './answer.ts'
import { isUnchanged } from './unchanged.ts'

/** False if there is no such file. `immutable`: its name changes with its content. All files are text. */
export async function sendPageFile(
  ctx: ParameterizedContext,
  file: string | URL,
  { immutable }: { readonly immutable: boolean },
): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => undefined)
  if (text === undefined) return false
  ctx.set({ ...PAGE_HEADERS, 'Cache-Control': immutable ? FOR_EVER : 'no-cache' })
  if (isUnchanged(ctx, text)) return true
  await send(ctx, typeOf(String(file)), text)
  return true
}

/** Permit scripts, styles and connections of this origin only, and forbid framing. */
const PAGE_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    // What hls.js gives a video to play is a blob.
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const

const FOR_EVER = 'public, max-age=31536000, immutable'

const TYPES = {
  '.html': 'text/html;charset=UTF-8',
  '.js': 'text/javascript;charset=UTF-8',
  '.css': 'text/css;charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain;charset=UTF-8',
} as const

/** Plain text by default. */
function typeOf(name: string): string {
  const extension = extname(name)
  return Object.hasOwn(TYPES, extension) ? TYPES[extension as keyof typeof TYPES] : TYPES['.txt']
}

/** Serves the built web console under `/console/`. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import { send } from '../http/answer/answer.ts'
import { Refused } from '../http/answer/fault.ts'
import { type Place, placeOf } from './place.ts'

/** Answers requests for the console and passes on all others. Default `folder`: `web/dist`. */
export function serveConsole(folder: string = BUILT): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    const place = placeOf(ctx.originalUrl, wantsHtml(ctx.req.headers.accept))
    switch (place.is) {
      case 'elsewhere':
        return next()
      case 'redirect':
        // Not `ctx.redirect`: it adds a body, and in some Koa versions makes the URL absolute.
        ctx.status = 302
        ctx.set('Location', place.to)
        ctx.body = ''
        return
      case 'file':
        return sendFile(ctx, folder, place)
    }
  }
}

async function sendFile(
  ctx: Parameters<Middleware>[0],
  folder: string,
  { name, immutable }: Place & { is: 'file' },
): Promise<void> {
  const text = await readFile(join(folder, name), 'utf8').catch(() => undefined)
  if (text === undefined) {
    if (name !== 'index.html') throw new Refused(404)
    ctx.status = 404
    return send(ctx, TYPES['.txt'], NOT_BUILT)
  }
  ctx.set({ ...CONSOLE_HEADERS, 'Cache-Control': immutable ? FOR_EVER : 'no-cache' })
  await send(ctx, typeOf(name), text)
}

/** Permit scripts, styles and connections of this origin only, and forbid framing. */
const CONSOLE_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const

const FOR_EVER = 'public, max-age=31536000, immutable'

const NOT_BUILT = 'The console has not been built: run `npm run build:web`.\n'

const TYPES = {
  '.html': 'text/html;charset=UTF-8',
  '.js': 'text/javascript;charset=UTF-8',
  '.css': 'text/css;charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain;charset=UTF-8',
} as const

/** Plain text by default: all files of the console are text. */
function typeOf(name: string): string {
  const extension = extname(name)
  return Object.hasOwn(TYPES, extension) ? TYPES[extension as keyof typeof TYPES] : TYPES['.txt']
}

/** Whether `Accept` names text/html, as browsers do; a bare wildcard comes from other programs. */
function wantsHtml(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false
}

const BUILT = fileURLToPath(new URL('../../web/dist/', import.meta.url))

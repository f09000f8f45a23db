/** Serves the web console under `/console/`, from the folder it is built into. */
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import { send } from '../http/answer/answer.ts'
import { Refused } from '../http/answer/fault.ts'
import { type Place, placeOf } from './place.ts'

/** Answers what is the console's, and passes everything else on. `folder`: default `web/dist`. */
export function serveConsole(folder: string = BUILT): Middleware {
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    const place = placeOf(ctx.originalUrl, wantsHtml(ctx.req.headers.accept))
    switch (place.is) {
      case 'elsewhere':
        return next()
      case 'redirect':
        // Not `ctx.redirect`: it makes a document of it, and some Koa versions an absolute URL.
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

/** Scripts and styles come from files of ours alone, and no other page may frame the console or be talked to by it. */
const CONSOLE_HEADERS = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; '),
  'Cross-Origin-Opener-Policy': 'same-origin',
} as const

const FOR_EVER = 'public, max-age=31536000, immutable'

const NOT_BUILT = 'The console has not been built. `npm run build:web` builds it.\n'

const TYPES = {
  '.html': 'text/html;charset=UTF-8',
  '.js': 'text/javascript;charset=UTF-8',
  '.css': 'text/css;charset=UTF-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain;charset=UTF-8',
} as const

/** All that the console is built into is text. */
function typeOf(name: string): string {
  const extension = extname(name)
  return Object.hasOwn(TYPES, extension) ? TYPES[extension as keyof typeof TYPES] : TYPES['.txt']
}

/** Browsers name it; what accepts anything is a program. */
function wantsHtml(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false
}

const BUILT = fileURLToPath(new URL('../../web/dist/', import.meta.url))

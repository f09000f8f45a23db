/** Serves the built web console under `/console/`. */
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Middleware } from 'koa'
import { send } from '../http/answer/answer.ts'
import { Refused } from '../http/answer/fault.ts'
import { CONTENT_TYPE } from '../http/answer/negotiate.ts'
import { sendPageFile } from '../http/answer/page-file.ts'
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
  if (await sendPageFile(ctx, join(folder, name), { immutable })) return
  if (name !== 'index.html') throw new Refused(404)
  ctx.status = 404
  await send(ctx, CONTENT_TYPE.text, NOT_BUILT)
}

const NOT_BUILT = 'The console has not been built: run `npm run build:web`.\n'

/** Whether `Accept` names text/html, as browsers do; a bare wildcard comes from other programs. */
function wantsHtml(accept: string | undefined): boolean {
  return accept?.includes('text/html') ?? false
}

const BUILT = fileURLToPath(new URL('../../web/dist/', import.meta.url))

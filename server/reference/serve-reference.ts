/** Serves the reference: `/openapi.json`, `/schema.xsd`, and `/docs/`, where Swagger UI shows the former. */

import type { Middleware } from 'koa'
import { xmlSchema } from '../../schema/codec/xml/xml-schema.ts'
import { DOCUMENTS } from '../../schema/documents/all.ts'
import { send } from '../http/answer/answer.ts'
import { CONTENT_TYPE } from '../http/answer/negotiate.ts'
import { sendPageFile } from '../http/answer/page-file.ts'
import { isUnchanged } from '../http/answer/unchanged.ts'
import type { Operation } from '../http/operation.ts'
import { openApi } from './open-api.ts'

/** Answers requests for the reference, which needs no credentials, and passes on all others. */
export function serveReference(operations: readonly Operation[], version: string): Middleware {
  const texts: Readonly<Record<string, Text>> = {
    '/openapi.json': {
      type: CONTENT_TYPE.json,
      text: once(() => JSON.stringify(openApi(operations, version))),
    },
    '/schema.xsd': { type: CONTENT_TYPE.xml, text: once(() => xmlSchema(DOCUMENTS)) },
  }
  return async (ctx, next) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return next()
    // As sent: for operations, `/docs/` would be the same as `/docs`.
    const [path = ''] = ctx.originalUrl.split('?', 1)
    const text = Object.hasOwn(texts, path) ? texts[path] : undefined
    const file = PAGE.get(path)
    if (text) {
      ctx.set('Cache-Control', 'no-cache')
      return isUnchanged(ctx, text.text()) ? undefined : send(ctx, text.type, text.text())
    }
    if (file) return void (await sendPageFile(ctx, file, { immutable: false }))
    if (path !== '/docs') return next()
    ctx.status = 302
    // Relative, so that it also works behind a proxy that strips a path prefix.
    ctx.set('Location', 'docs/')
    ctx.body = ''
  }
}

type Text = { readonly type: string; readonly text: () => string }

/** The files of the page, by path. */
const PAGE: ReadonlyMap<string, URL> = new Map([
  ['/docs/', new URL('page/index.html', import.meta.url)],
  ['/docs/show.js', new URL('page/show.js', import.meta.url)],
  ...['swagger-ui.css', 'swagger-ui-bundle.js'].map(
    (name) => [`/docs/${name}`, new URL(import.meta.resolve(`swagger-ui-dist/${name}`))] as const,
  ),
])

/** Computes the text with its first use: a server that never needs it starts faster. */
function once(compute: () => string): () => string {
  let text: string | undefined
  return () => {
    text ??= compute()
    return text
  }
}

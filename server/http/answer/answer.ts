/** How an answer leaves: its headers, its format, and gzip for long ones. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ParameterizedContext } from 'koa'
import { writeJson } from '../../../schema/codec/json/json.ts'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../schema/codec/xml/xml-list.ts'
import type { AnyDocument, DocumentOf } from '../../../schema/document.ts'

/** Every answer has these. Pages of other origins may call us: the token is in a header, no cookie is (wire.md §17). */
export const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-Last',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept, Accept-Encoding',
} as const

/** What a browser asks with OPTIONS before it sends the request itself, without credentials. */
export const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'OPTIONS,GET,HEAD,POST,PUT,DELETE',
  'Access-Control-Allow-Headers':
    'accept,content-type,authorization,index,size,runas,idempotency-key,x-requested-with',
  'Access-Control-Max-Age': '600',
} as const

export function writeDocument<D extends AnyDocument>(
  document: D,
  value: DocumentOf<D>,
  format: 'xml' | 'json',
): string {
  if (format === 'json') return writeJson(document, value)
  return hasLists(document) ? writeXmlDirect(document, value) : writeXml(document, value)
}

function hasLists(document: AnyDocument): boolean {
  return Object.values(document.fields).some(({ place }) => place === 'list')
}

/** An empty body has a type and a length of 0, as real servers answer (wire.md §7.1). */
export async function send(ctx: ParameterizedContext, contentType: string, text: string): Promise<void> {
  ctx.set('Content-Type', contentType)
  if (text.length < WORTH_ZIPPING || !acceptsGzip(ctx)) {
    ctx.body = text
    return
  }
  const zipped = await zip(text)
  ctx.set('Content-Encoding', 'gzip')
  ctx.body = zipped
}

const zip = promisify<string, Buffer>(gzip)

/** Characters. Below this the answer fits one packet either way. */
const WORTH_ZIPPING = 1_024

/** Most clients say nothing about it, and are not looked at twice. */
function acceptsGzip(ctx: ParameterizedContext): boolean {
  return (
    /gzip|\*/.test(ctx.req.headers['accept-encoding'] ?? '') &&
    ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
  )
}

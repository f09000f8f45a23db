/** Sends an answer with its headers, in its format, and compressed if it is long. */
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ParameterizedContext } from 'koa'
import { writeJson } from '../../../schema/codec/json/json.ts'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../schema/codec/xml/xml-list.ts'
import type { AnyDocument, DocumentOf } from '../../../schema/document.ts'

/**
 * Headers of every answer. Any origin may call: credentials are sent in a header, not a cookie (wire.md §17).
 */
export const HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'X-Last, X-Callsheet-Warning, Retry-After',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  Vary: 'Accept, Accept-Encoding',
} as const

/** Headers of the answer to a CORS preflight, which a browser sends without credentials. */
export const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'OPTIONS,GET,HEAD,POST,PUT,PATCH,DELETE',
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

/** An empty body is sent with a type and a length of 0, as Vidispine does (wire.md §7.1). */
export async function send(
  ctx: ParameterizedContext,
  contentType: string,
  text: string | Uint8Array,
): Promise<void> {
  ctx.set('Content-Type', contentType)
  if (typeof text !== 'string') {
    ctx.body = Buffer.from(text)
    return
  }
  if (text.length < WORTH_ZIPPING || !acceptsGzip(ctx)) {
    ctx.body = text
    return
  }
  const zipped = await zip(text)
  ctx.set('Content-Encoding', 'gzip')
  ctx.body = zipped
}

const zip = promisify<string, Buffer>(gzip)

/** In characters. A shorter answer fits into one packet without compression. */
const WORTH_ZIPPING = 1_024

/** The regular expression spares most requests the full negotiation. */
function acceptsGzip(ctx: ParameterizedContext): boolean {
  return (
    /gzip|\*/.test(ctx.req.headers['accept-encoding'] ?? '') &&
    ctx.acceptsEncodings('gzip', 'identity') === 'gzip'
  )
}

/** Lets clients keep what they have of a page or of the reference: ETag, and 304 for `If-None-Match`. */
import { createHash } from 'node:crypto'
import type { ParameterizedContext } from 'koa'

/** Whether the client has this text; then 304 is answered. A tag is weak, as the text may be compressed. */
export function isUnchanged(ctx: ParameterizedContext, text: string): boolean {
  ctx.status = 200
  ctx.set('ETag', `W/"${createHash('sha256').update(text).digest('base64url').slice(0, TAG)}"`)
  if (!ctx.fresh) return false
  ctx.status = 304
  return true
}

/** Characters of six bits each: far more than two texts need to differ. */
const TAG = 22

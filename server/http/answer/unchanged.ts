/** Lets clients keep what they have of a page or of the reference: ETag, and 304 for `If-None-Match`. */
import type { ParameterizedContext } from 'koa'
import { contentTag } from '../file/content-tag.ts'

/** Whether the client has this text; then 304 is answered. A tag is weak, as the text may be compressed. */
export function isUnchanged(ctx: ParameterizedContext, text: string): boolean {
  ctx.status = 200
  ctx.set('ETag', `W/"${contentTag(text)}"`)
  if (!ctx.fresh) return false
  ctx.status = 304
  return true
}

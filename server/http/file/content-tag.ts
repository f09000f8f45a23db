/** Tells contents apart, for `ETag`. Pure. */
import { createHash } from 'node:crypto'

export function contentTag(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url').slice(0, LENGTH)
}

/** Characters of six bits each: far more than two contents need to differ. */
const LENGTH = 22

/** `Idempotency-Key`: what makes a request the same as one before. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Once } from '../../schema/queries/jobs/create-job.ts'
import { invalidInput } from './answer/fault.ts'
import type { Operation } from './operation.ts'

/** Characters of the header, which are visible ASCII; a UUID has 36. */
export const LONGEST_IDEMPOTENCY_KEY = 255

/**
 * What the client calls its request; undefined when it does not, or the operation has no use for it. Two requests are the
 * same when they mean the same: XML or JSON, query or matrix, the order of parameters do not matter. Throws `invalidInput`
 * for a key that is none. Pure.
 */
export function onceOf(
  { method, path, idempotent }: Operation['declaration'],
  headers: IncomingHttpHeaders,
  meaning: { readonly path: unknown; readonly query: unknown; readonly body: unknown },
): Once | undefined {
  const key = headers['idempotency-key']
  if (!idempotent || typeof key !== 'string') return undefined
  if (!KEY.test(key))
    throw invalidInput(
      'Idempotency-Key',
      `expected 1 to ${LONGEST_IDEMPOTENCY_KEY} visible ASCII characters`,
      key,
    )
  const request = JSON.stringify([method, path, meaning.path, meaning.query, meaning.body])
  return { key, fingerprint: createHash('sha256').update(request).digest('base64url') }
}

const KEY = new RegExp(`^[!-~]{1,${LONGEST_IDEMPOTENCY_KEY}}$`)

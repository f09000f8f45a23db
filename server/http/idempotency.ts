/** Reads `Idempotency-Key` and fingerprints the request that it names. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Once } from '../../schema/queries/jobs/create-job.ts'
import { invalidInput } from './answer/fault.ts'
import type { Operation } from './operation.ts'

/** In characters; a UUID has 36. */
export const LONGEST_IDEMPOTENCY_KEY = 255

/**
 * The key and fingerprint of a request; undefined if it has no key or the operation is not `idempotent`.
 * Requests with the same meaning have the same fingerprint, whether sent as XML or JSON, by query or matrix
 * parameters, and in any order of parameters. Throws `invalidInput` for an invalid key. Pure.
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

/** Reads the slots and storages, and what is in use. */
import type { UsageDocument } from '../../../schema/documents/usage.ts'
import { callFor } from './call.ts'
import type { Wire } from './wire.ts'

export type Usage = Wire<UsageDocument>

/** `GET /usage`. */
export async function readUsage(signal: AbortSignal): Promise<Usage> {
  const { slot = [], storage = [] } = await callFor<Partial<Usage>>({ method: 'GET', path: 'usage', signal })
  return { slot, storage }
}

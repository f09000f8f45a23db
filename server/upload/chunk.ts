/** Reads which chunk of an upload a request has (wire-media.md §3.3). Pure. */
import type { IncomingHttpHeaders } from 'node:http'
import type { UploadRow } from '../../schema/queries/media/uploads/uploads.ts'
import { forbidden, invalidInput } from '../http/answer/fault.ts'

export interface Chunk {
  /** The `transferId`. */
  readonly id: string
  /** Bytes of the whole upload. */
  readonly size: number
  /** Of its first byte. */
  readonly index: number
}

/** Undefined for an upload in one request. Throws `invalidInput`. */
export function chunkOf(headers: IncomingHttpHeaders, transferId: string | undefined): Chunk | undefined {
  const { size: wanted, index: at } = headers
  if (wanted === undefined && at === undefined) return undefined
  const [size, index] = [wholeIn('size', wanted), wholeIn('index', at)]
  if (transferId === undefined || !/^[!-~]{1,200}$/.test(transferId))
    throw invalidInput(
      'transferId',
      'expected 1 to 200 visible ASCII characters, as there is an index',
      transferId,
    )
  if (size === 0) throw invalidInput('size', 'expected at least 1', '0')
  if (index >= size) throw invalidInput('index', `expected less than the size, ${size}`, String(index))
  return { id: transferId, size, index }
}

function wholeIn(header: 'size' | 'index', value: string | readonly string[] | undefined): number {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : undefined
  if (number !== undefined) return number
  throw invalidInput(header, 'expected a number of bytes in this header', value?.toString())
}

/** Refuses a chunk of another upload with the same id. */
export function refuseOther(
  { id, user, size, request }: UploadRow,
  chunk: Pick<Chunk, 'size'> & { readonly user: string; readonly for: string },
): void {
  if (user !== chunk.user) throw forbidden('the transfer is of another user', { context: 'transferId', id })
  if (size !== chunk.size)
    throw invalidInput(
      'size',
      `expected ${size}, as in the other chunks of transfer ${id}`,
      String(chunk.size),
    )
  if (request.for !== chunk.for)
    throw invalidInput(
      'transferId',
      `expected the transfer of ${chunk.for}; this one is of ${request.for}`,
      id,
    )
}

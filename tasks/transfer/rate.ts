/** Keeps transfers to a bandwidth: each one to its own, and all of a process to one that they share. */

import { setTimeout as sleep } from 'node:timers/promises'

export interface Rate {
  /** Bytes a second. */
  readonly bytesPerS: number
  /**
   * Until when the bandwidth is used up, on the clock of the system, ns. Transfers that share the memory
   * share the bandwidth.
   */
  readonly usedUntil: BigInt64Array
}

export function rateOf(bytesPerS: number): Rate {
  return { bytesPerS, usedUntil: new BigInt64Array(new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT)) }
}

/** Passes the chunks on, none of them before its time. */
export async function* atRate(chunks: AsyncIterable<Buffer>, rates: readonly Rate[]): AsyncGenerator<Buffer> {
  if (rates.length === 0) {
    yield* chunks
    return
  }
  for await (const chunk of chunks) {
    // Short pieces, so that a low rate has no long pauses.
    for (let at = 0; at < chunk.length; at += PIECE) {
      const piece = chunk.subarray(at, at + PIECE)
      const waitMs = Math.max(0, ...rates.map((rate) => reserve(rate, piece.length)))
      if (waitMs > 1) await sleep(waitMs)
      yield piece
    }
  }
}

/** Uses up the time that the bytes take, and returns how long it is until then, ms. */
function reserve({ bytesPerS, usedUntil }: Rate, bytes: number): number {
  const takes = BigInt(Math.round((bytes / bytesPerS) * 1e9))
  for (;;) {
    const now = process.hrtime.bigint()
    const used = Atomics.load(usedUntil, 0)
    // What was not used in the last tenth of a second may be made up for.
    const start = used > now - BURST_NS ? used : now - BURST_NS
    if (Atomics.compareExchange(usedUntil, 0, used, start + takes) === used)
      return Number(start + takes - now) / 1e6
  }
}

const PIECE = 64 * 1024
const BURST_NS = 100_000_000n

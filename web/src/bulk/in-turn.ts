/** One thing for any number of jobs, some at a time. */
import type { BulkAnswer, Refused } from '../api/wire.ts'

/** Jobs named in one call: their ids have to fit into a URL that every proxy takes. */
const AT_ONCE = 400

/** How far it has come. */
export interface SoFar {
  /** Jobs that were looked at, from the first. */
  readonly seen: number
  readonly done: readonly string[]
  readonly refused: readonly Refused[]
  /** Jobs that are there no more. */
  readonly gone: number
  /** Why it ended before all were looked at. */
  readonly error?: unknown
}

export const NOT_BEGUN: SoFar = { seen: 0, done: [], refused: [], gone: 0 }

interface Given {
  readonly jobIds: readonly string[]
  /** One call for some of them; `part` counts from 0, and is the same when they are asked for again. */
  readonly call: (jobIds: readonly string[], part: number) => Promise<BulkAnswer>
  readonly from: SoFar
  /** Asked between two calls. */
  readonly isStopped: () => boolean
  readonly onPart: (soFar: SoFar) => void
}

/** Goes on from where it was. Never throws: what was done is not forgotten over what went wrong. */
export async function inTurn({ jobIds, call, from, isStopped, onPart }: Given): Promise<SoFar> {
  const { error: _, ...begun } = from
  let soFar: SoFar = begun
  while (soFar.seen < jobIds.length && !isStopped()) {
    const part = jobIds.slice(soFar.seen, soFar.seen + AT_ONCE)
    try {
      const answer = await call(part, soFar.seen / AT_ONCE)
      // Sent again it lists what was done before it stopped, too.
      if (answer.stopped !== undefined) return { ...soFar, error: new Error(answer.stopped) }
      soFar = added(soFar, part, answer)
    } catch (error) {
      return { ...soFar, error }
    }
    onPart(soFar)
  }
  return soFar
}

function added(
  soFar: SoFar,
  part: readonly string[],
  { job = [], refused = [] }: Partial<BulkAnswer>,
): SoFar {
  return {
    seen: soFar.seen + part.length,
    done: [...soFar.done, ...job.map(({ jobId }) => jobId)],
    refused: [...soFar.refused, ...refused],
    gone: soFar.gone + part.length - job.length - refused.length,
  }
}

/** Runs a bulk action in batches, for any number of jobs. */
import type { BulkAnswer, Refused } from '../api/wire.ts'

/** Jobs per call: their ids must fit into a URL that every proxy accepts. */
const BATCH = 400

/** The progress of a bulk action. */
export interface SoFar {
  /** The number of jobs processed, from the first. */
  readonly seen: number
  readonly done: readonly string[]
  readonly refused: readonly Refused[]
  /** The number of jobs that no longer exist. */
  readonly gone: number
  /** Why it ended before all jobs were processed. */
  readonly error?: unknown
}

export const NOT_BEGUN: SoFar = { seen: 0, done: [], refused: [], gone: 0 }

interface Options {
  readonly jobIds: readonly string[]
  /** Processes one batch. `part` counts from 0; a repeated batch has the same number. */
  readonly call: (jobIds: readonly string[], part: number) => Promise<BulkAnswer>
  readonly from: SoFar
  /** Checked between two calls. */
  readonly isStopped: () => boolean
  readonly onPart: (soFar: SoFar) => void
}

/** Continues from `from`. Never throws: an error is returned together with the progress so far. */
export async function inTurn({ jobIds, call, from, isStopped, onPart }: Options): Promise<SoFar> {
  const { error: _, ...resumed } = from
  let soFar: SoFar = resumed
  while (soFar.seen < jobIds.length && !isStopped()) {
    const part = jobIds.slice(soFar.seen, soFar.seen + BATCH)
    try {
      const answer = await call(part, soFar.seen / BATCH)
      // Repeating the batch also reports the jobs done before the server stopped.
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

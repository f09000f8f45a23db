import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { type BulkChange, changeManyJobs } from '../api/jobs/change-many-jobs.ts'
import { newKey } from '../api/new-key.ts'
import type { Filters } from '../filter/filters.ts'
import { LIVE } from '../live/use-live.ts'
import type { Choice } from './choice.ts'
import { findChosen } from './find-chosen.ts'
import { inTurn, NOT_BEGUN, type SoFar } from './in-turn.ts'

export type Stage =
  /** Finding out what would be done. `of`: undefined while the jobs are being found. */
  | { readonly is: 'looking'; readonly soFar: SoFar; readonly of: number | undefined }
  | { readonly is: 'foreseen'; readonly soFar: SoFar; readonly of: number }
  | { readonly is: 'doing' | 'done'; readonly soFar: SoFar; readonly of: number }

export interface Wanted {
  readonly filters: Filters
  readonly choice: Choice
  readonly change: BulkChange
}

/** Does what a dry run has shown, and to those jobs only, so that nothing happens that was not said before. */
export function useBulk({ filters, choice, change }: Wanted) {
  const queries = useQueryClient()
  const [stage, setStage] = useState<Stage>({ is: 'looking', soFar: NOT_BEGUN, of: undefined })
  const asked = useRef({ filters, choice, change })
  const [key] = useState(newKey)
  const stopped = useRef(false)
  useEffect(() => {
    const control = new AbortController()
    void foresee(asked.current, control.signal, setStage)
    return () => control.abort()
  }, [])
  async function carryOut(jobIds: readonly string[], from: SoFar, more: Partial<BulkChange>) {
    const of = jobIds.length
    stopped.current = false
    setStage({ is: 'doing', soFar: from, of })
    const soFar = await inTurn({
      ...{ jobIds, from, isStopped: () => stopped.current },
      call: (ids, part) => changeManyJobs(ids, { ...change, ...more }, { once: `${key}-${part}` }),
      onPart: (now) => setStage({ is: 'doing', soFar: now, of }),
    })
    setStage({ is: 'done', soFar, of })
    void queries.invalidateQueries({ queryKey: [LIVE] })
  }
  function stop(): void {
    stopped.current = true
  }
  return { stage, carryOut, stop }
}

async function foresee(
  { filters, choice, change }: Wanted,
  signal: AbortSignal,
  show: (stage: Stage) => void,
): Promise<void> {
  const unlessGone = (stage: Stage) => signal.aborted || show(stage)
  try {
    const jobIds = await findChosen(filters, choice, signal)
    const of = jobIds.length
    const soFar = await inTurn({
      ...{ jobIds, from: NOT_BEGUN, isStopped: () => signal.aborted },
      call: (ids) => changeManyJobs(ids, change, { signal }),
      onPart: (now) => unlessGone({ is: 'looking', soFar: now, of }),
    })
    unlessGone({ is: 'foreseen', soFar, of })
  } catch (error) {
    unlessGone({ is: 'foreseen', soFar: { ...NOT_BEGUN, error }, of: 0 })
  }
}

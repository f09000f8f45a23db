/** A hook that previews a bulk action with a dry run, and then runs it. */
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
  /** A dry run is in progress. `of`: undefined until the number of jobs is known. */
  | { readonly is: 'previewing'; readonly soFar: SoFar; readonly of: number | undefined }
  | { readonly is: 'previewed'; readonly soFar: SoFar; readonly of: number }
  | { readonly is: 'running' | 'done'; readonly soFar: SoFar; readonly of: number }

export interface Wanted {
  readonly filters: Filters
  readonly choice: Choice
  readonly change: BulkChange
}

/** `run` changes only the jobs that the dry run listed, so nothing happens that the user has not seen. */
export function useBulk({ filters, choice, change }: Wanted) {
  const queries = useQueryClient()
  const [stage, setStage] = useState<Stage>({ is: 'previewing', soFar: NOT_BEGUN, of: undefined })
  const initial = useRef({ filters, choice, change })
  const [key] = useState(newKey)
  const stopped = useRef(false)
  useEffect(() => {
    const control = new AbortController()
    void preview(initial.current, control.signal, setStage)
    return () => control.abort()
  }, [])
  async function run(jobIds: readonly string[], from: SoFar, more: Partial<BulkChange>) {
    const of = jobIds.length
    stopped.current = false
    setStage({ is: 'running', soFar: from, of })
    const soFar = await inTurn({
      ...{ jobIds, from, isStopped: () => stopped.current },
      call: (ids, part) => changeManyJobs(ids, { ...change, ...more }, { once: `${key}-${part}` }),
      onPart: (now) => setStage({ is: 'running', soFar: now, of }),
    })
    setStage({ is: 'done', soFar, of })
    void queries.invalidateQueries({ queryKey: [LIVE] })
  }
  function stop(): void {
    stopped.current = true
  }
  return { stage, run, stop }
}

async function preview(
  { filters, choice, change }: Wanted,
  signal: AbortSignal,
  show: (stage: Stage) => void,
): Promise<void> {
  const showUnlessAborted = (stage: Stage) => signal.aborted || show(stage)
  try {
    const jobIds = await findChosen(filters, choice, signal)
    const of = jobIds.length
    const soFar = await inTurn({
      ...{ jobIds, from: NOT_BEGUN, isStopped: () => signal.aborted },
      call: (ids) => changeManyJobs(ids, change, { signal }),
      onPart: (now) => showUnlessAborted({ is: 'previewing', soFar: now, of }),
    })
    showUnlessAborted({ is: 'previewed', soFar, of })
  } catch (error) {
    showUnlessAborted({ is: 'previewed', soFar: { ...NOT_BEGUN, error }, of: 0 })
  }
}

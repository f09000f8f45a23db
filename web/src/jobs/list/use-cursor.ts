import { type KeyboardEvent, useRef, useState } from 'react'
import { onChoosingKey } from '../../bulk/choosing-key.ts'
import type { Place } from '../../bulk/find-chosen.ts'
import type { Choosing } from '../../bulk/use-choice.ts'
import { moved } from './moved.ts'
import type { Jobs } from './use-jobs.ts'

interface Options {
  readonly jobs: Jobs
  readonly count: number
  readonly page: number
  readonly selected: string | undefined
  readonly onMove: (index: number) => void
  readonly onEnter: (jobId: string) => void
  readonly onEscape: () => void
  readonly choosing: Choosing | undefined
}

/** The row that the keys are at. It stays on its job when jobs come in above it. −1: none yet. */
export function useCursor(given: Options) {
  const { jobs, selected } = given
  const [cursor, setCursor] = useState(-1)
  const job = useRef<string>(undefined)
  const at = job.current === undefined ? cursor : (jobs.indexOf(job.current) ?? cursor)
  job.current = jobs.at(at)?.jobId ?? job.current
  function put(index: number): void {
    job.current = jobs.at(index)?.jobId
    setCursor(index)
  }
  function onKeyDown(event: KeyboardEvent): void {
    const from = at >= 0 || selected === undefined ? at : (jobs.indexOf(selected) ?? -1)
    if (onKey(event, given, { at, from, put })) event.preventDefault()
  }
  return { cursor: at, put, onKeyDown }
}

interface Cursor {
  readonly at: number
  /** Where moving begins: at the selected job when the keys are at none yet. */
  readonly from: number
  readonly put: (index: number) => void
}

/** Whether the key was one of the list. */
function onKey(event: KeyboardEvent, given: Options, { at, from, put }: Cursor): boolean {
  const { jobs, count, page, choosing, ...on } = given
  const here = placeOf(jobs, at)
  if (choosing && onChoosingKey(event, choosing, here)) return true
  if (event.altKey || event.ctrlKey || event.metaKey) return false
  const to = moved(event.key, from, count, page)
  if (to !== undefined && count > 0) {
    const [one, other] = [placeOf(jobs, from), placeOf(jobs, to)]
    if (event.shiftKey && one && other) choosing?.extend(one, other)
    put(to)
    on.onMove(to)
  } else if (event.key === 'Enter' && here) on.onEnter(here.jobId)
  else if (event.key === 'Escape') on.onEscape()
  else return false
  return true
}

function placeOf(jobs: Jobs, index: number): Place | undefined {
  const jobId = jobs.at(index)?.jobId
  return jobId === undefined ? undefined : { jobId, index }
}

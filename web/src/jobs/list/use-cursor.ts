/** A hook that holds the keyboard cursor of the job list. */
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

/** The cursor stays on its job when jobs arrive above it. −1: no row yet. */
export function useCursor(options: Options) {
  const { jobs, selected } = options
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
    if (onKey(event, options, { at, from, put })) event.preventDefault()
  }
  return { cursor: at, put, onKeyDown }
}

interface Cursor {
  readonly at: number
  /** Where movement starts: at the cursor, or at the selected job if there is no cursor yet. */
  readonly from: number
  readonly put: (index: number) => void
}

/** Returns whether the key was handled. */
function onKey(event: KeyboardEvent, options: Options, { at, from, put }: Cursor): boolean {
  const { jobs, count, page, choosing, ...on } = options
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

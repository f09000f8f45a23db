import { useEffect, useState } from 'react'
import { follow } from './follow.ts'
import { cleared, EMPTY, type Log, merged, restored } from './log.ts'

export interface LogOnPage {
  /** Undefined while nothing is known of it. */
  readonly log: Log | undefined
  readonly clear: () => void
  readonly restore: () => void
}

/** The log of a job, kept up to date. */
export function useLog(jobId: string): LogOnPage {
  const [log, setLog] = useState<Log>()
  useEffect(() => {
    const ends = new AbortController()
    void follow(jobId, (lines) => setLog((before = EMPTY) => merged(before, lines)), ends.signal)
    return () => {
      ends.abort()
      setLog(undefined)
    }
  }, [jobId])
  return {
    log,
    clear: () => setLog((before) => before && cleared(before)),
    restore: () => setLog((before) => before && restored(before)),
  }
}

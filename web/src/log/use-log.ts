/** A hook that reads the log of a job and keeps it up to date. */
import { useEffect, useState } from 'react'
import { follow } from './follow.ts'
import { cleared, EMPTY, type Log, merged, restored } from './log.ts'

export interface LogOnPage {
  /** Undefined while loading. */
  readonly log: Log | undefined
  readonly clear: () => void
  readonly restore: () => void
}

/** Restarts when `jobId` changes. */
export function useLog(jobId: string): LogOnPage {
  const [log, setLog] = useState<Log>()
  useEffect(() => {
    const controller = new AbortController()
    void follow(jobId, (lines) => setLog((before = EMPTY) => merged(before, lines)), controller.signal)
    return () => {
      controller.abort()
      setLog(undefined)
    }
  }, [jobId])
  return {
    log,
    clear: () => setLog((before) => before && cleared(before)),
    restore: () => setLog((before) => before && restored(before)),
  }
}

import { useEffect } from 'react'
import { call } from '../api/call.ts'
import { sleep } from '../time/clock.ts'

/**
 * Keeps the token of the session alive while the page is open, also when nobody looks at it: only requests do, and of a user who is no
 * administrator it ends a minute after the last one (wire.md §2.2). A 401 ends the session.
 */
export function useStaySignedIn(): void {
  useEffect(() => {
    const ends = new AbortController()
    void stay(ends.signal)
    return () => ends.abort()
  }, [])
}

/** A timer that follows an answer is kept by browsers also for pages in the background; one that follows a timer is put off. */
async function stay(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(EVERY_MS, signal)
    if (signal.aborted) return
    await call({ method: 'GET', path: 'whoami', accept: 'text/plain', signal }).catch(() => undefined)
  }
}

const EVERY_MS = 20_000

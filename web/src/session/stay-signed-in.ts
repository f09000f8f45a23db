/** A hook that keeps the session alive while the page is open, even in the background. */
import { useEffect } from 'react'
import { call } from '../api/call.ts'
import { sleep } from '../time/clock.ts'

/**
 * Only requests extend a token. The token of a user who is not an administrator expires one minute after the
 * last request (wire.md §2.2). A 401 ends the session.
 */
export function useStaySignedIn(): void {
  useEffect(() => {
    const controller = new AbortController()
    void stay(controller.signal)
    return () => controller.abort()
  }, [])
}

/**
 * Starts each timer after a response: browsers throttle chained timers in background pages, but not these.
 */
async function stay(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(EVERY_MS, signal)
    if (signal.aborted) return
    await call({ method: 'GET', path: 'whoami', accept: 'text/plain', signal }).catch(() => undefined)
  }
}

const EVERY_MS = 20_000

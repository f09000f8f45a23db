import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keepFresh } from './keep-fresh.ts'
import { liveStream } from './live-stream.ts'

/** The first part of the key of every query that is kept up to date. A key that names a job, `VX-12`, is about that job only. */
export const LIVE = 'live'

/** Keeps what is on the screen up to date, by the live stream, or by asking every two seconds while there is none. */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => start(queries), [queries])
}

function start(queries: QueryClient): () => void {
  const ends = new AbortController()
  const tryAgain = () => liveStream.tryAgain()
  window.addEventListener('online', tryAgain, { signal: ends.signal })
  keepFresh(queries, LIVE, ends.signal)
  void liveStream.run(ends.signal)
  return () => ends.abort()
}

/** A hook that keeps live queries up to date. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { keepFresh } from './keep-fresh.ts'
import { liveStream } from './live-stream.ts'

/**
 * The first part of the key of every live query. A key that contains a job id, `VX-12`, is about that job
 * only.
 */
export const LIVE = 'live'

/** Uses the live stream, and polls every two seconds without one. */
export function useLive(): void {
  const queries = useQueryClient()
  useEffect(() => start(queries), [queries])
}

function start(queries: QueryClient): () => void {
  const controller = new AbortController()
  const tryAgain = () => liveStream.tryAgain()
  window.addEventListener('online', tryAgain, { signal: controller.signal })
  keepFresh(queries, LIVE, controller.signal)
  void liveStream.run(controller.signal)
  return () => controller.abort()
}

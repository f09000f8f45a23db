import { useSyncExternalStore } from 'react'
import type { Connection } from './connection.ts'
import { liveStream } from './live-stream.ts'

/** How the page is connected, and again whenever that changes. */
export function useConnection(): Connection {
  return useSyncExternalStore(liveStream.subscribe, liveStream.connection)
}

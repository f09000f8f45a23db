/** A hook that returns the state of the live connection. */
import { useSyncExternalStore } from 'react'
import type { Connection } from './connection.ts'
import { liveStream } from './live-stream.ts'

/** Re-renders when the connection changes. */
export function useConnection(): Connection {
  return useSyncExternalStore(liveStream.subscribe, liveStream.connection)
}

import { lookOf } from './connection.ts'
import { liveStream } from './live-stream.ts'
import { useConnection } from './use-connection.ts'
import './connection.css'

/** Whether what is shown is shown as it happens. Where it is not, a click tries at once. */
export function ConnectionIndicator() {
  const connection = useConnection()
  const { word, tone, meaning } = lookOf(connection)
  const className = `connection tone-${tone} connection-${connection.is}`
  const isOpening = connection.is === 'live' || connection.is === 'connecting'
  return (
    <span className="connection-place" role="status">
      <span className="connection-what">Live connection: </span>
      {isOpening ? (
        <span className={className} title={meaning}>
          {word}
        </span>
      ) : (
        <button type="button" className={className} title={meaning} onClick={() => liveStream.tryAgain()}>
          {word}
        </button>
      )}
    </span>
  )
}

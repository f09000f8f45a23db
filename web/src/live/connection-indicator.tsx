/** Shows the state of the live connection. */
import { lookOf } from './connection.ts'
import { liveStream } from './live-stream.ts'
import { useConnection } from './use-connection.ts'
import './connection.css'

/** When the stream is not open, a click reconnects at once. */
export function ConnectionIndicator() {
  const connection = useConnection()
  const { word, tone, meaning } = lookOf(connection)
  const className = `connection tone-${tone} connection-${connection.is}`
  const isLiveOrOpening = connection.is === 'live' || connection.is === 'connecting'
  return (
    <span className="connection-place" role="status">
      <span className="connection-what">Live connection: </span>
      {isLiveOrOpening ? (
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

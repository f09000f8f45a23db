/** The live stream over a WebSocket. */
import { messageListener, type OnMessage, type Transport } from './transport.ts'

/** Throws an Error if the socket does not open before `signal` aborts. */
export function openWebSocket(url: URL, onMessage: OnMessage, signal: AbortSignal): Promise<Transport> {
  const socketUrl = new URL(url)
  socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(socketUrl)
  const giveUp = () => socket.close()
  signal.addEventListener('abort', giveUp)
  socket.addEventListener('message', messageListener(onMessage))
  return new Promise((resolve, reject) => {
    const closed = new Promise<'lost' | 'refused'>((end) =>
      socket.addEventListener('close', ({ code }) => {
        end(code === POLICY_VIOLATION ? 'refused' : 'lost')
        reject(new Error('The WebSocket closed before it opened.'))
      }),
    )
    socket.addEventListener('open', () => {
      signal.removeEventListener('abort', giveUp)
      resolve(transportOf(socket, closed))
    })
  })
}

function transportOf(socket: WebSocket, closed: Transport['closed']): Transport {
  return {
    way: 'web-socket',
    closed,
    close: () => socket.close(),
    watch(watched) {
      if (socket.readyState !== WebSocket.OPEN) return
      const request = watched ? { watch: watched.job, after: watched.after } : { watch: null }
      socket.send(JSON.stringify(request))
    },
  }
}

/** RFC 6455 §7.4. */
const POLICY_VIOLATION = 1008

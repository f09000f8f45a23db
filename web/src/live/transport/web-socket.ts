import { type Carrier, type Hear, hearing } from './carrier.ts'

/** Throws an Error when it cannot be opened, or not before `signal` aborts. */
export function openWebSocket(url: URL, hear: Hear, signal: AbortSignal): Promise<Carrier> {
  const socketUrl = new URL(url)
  socketUrl.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  const socket = new WebSocket(socketUrl)
  const giveUp = () => socket.close()
  signal.addEventListener('abort', giveUp)
  socket.addEventListener('message', hearing(hear))
  return new Promise((resolve, reject) => {
    const closed = new Promise<'lost' | 'refused'>((end) =>
      socket.addEventListener('close', ({ code }) => {
        end(code === MAY_NOT ? 'refused' : 'lost')
        reject(new Error('The WebSocket was closed before it was open.'))
      }),
    )
    socket.addEventListener('open', () => {
      signal.removeEventListener('abort', giveUp)
      resolve(carrierOf(socket, closed))
    })
  })
}

function carrierOf(socket: WebSocket, closed: Carrier['closed']): Carrier {
  return {
    way: 'web-socket',
    closed,
    close: () => socket.close(),
    watch(watched) {
      if (socket.readyState !== WebSocket.OPEN) return
      const asked = watched ? { watch: watched.job, after: watched.after } : { watch: null }
      socket.send(JSON.stringify(asked))
    },
  }
}

/** As RFC 6455 §7.4 calls it: a violation of policy. */
const MAY_NOT = 1008

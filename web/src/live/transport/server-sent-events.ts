/** The live stream over server-sent events. */
import { messageListener, type OnMessage, streamUrl, type Transport, type Watched } from './transport.ts'

/**
 * Throws an Error if the stream does not open before `opens` aborts. A client cannot send messages here, so
 * watching a log opens a second stream that replaces the first.
 */
export async function openEvents(onMessage: OnMessage, opens: AbortSignal): Promise<Transport> {
  const end = Promise.withResolvers<'lost'>()
  const controller = new AbortController()
  let source = await opened(undefined, onMessage, opens)
  let latest: Watched | undefined
  source.addEventListener('error', close)
  function close() {
    controller.abort()
    source.close()
    end.resolve('lost')
  }
  async function change(watched: Watched | undefined) {
    latest = watched
    const next = await opened(watched, onMessage, controller.signal)
    if (latest !== watched || controller.signal.aborted) return next.close()
    source.close()
    source = next
    source.addEventListener('error', close)
  }
  return { way: 'events', closed: end.promise, close, watch: (watched) => void change(watched).catch(close) }
}

async function opened(
  watched: Watched | undefined,
  onMessage: OnMessage,
  signal: AbortSignal,
): Promise<EventSource> {
  const url = await streamUrl(signal)
  if (watched) url.searchParams.set('job', watched.job)
  if (watched?.after !== undefined) url.searchParams.set('after', watched.after)
  const source = new EventSource(url)
  source.addEventListener('message', messageListener(onMessage))
  return new Promise((resolve, reject) => {
    // Otherwise the browser would retry with a ticket that is already used.
    const giveUp = () => {
      source.close()
      reject(new Error('The event stream could not be opened.'))
    }
    source.addEventListener('error', giveUp, { once: true })
    signal.addEventListener('abort', giveUp, { once: true })
    source.addEventListener('open', () => {
      source.removeEventListener('error', giveUp)
      signal.removeEventListener('abort', giveUp)
      resolve(source)
    })
  })
}

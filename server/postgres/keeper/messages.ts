/** Defines the messages between the keeper and the processes that use PostgreSQL: one JSON value per line. */
import type { Socket } from 'node:net'

/** The options of the keeper: its only argument, as JSON. */
export interface Plan {
  readonly dataDir: string
  /** Server parameters, in PostgreSQL's notation. */
  readonly settings: Readonly<Record<string, string>>
  /** How long PostgreSQL outlives its last user if that died without `bye`, ms. */
  readonly graceMs: number
}

export type KeeperMessage =
  /** The first message on each connection. */
  | { readonly say: 'hello' }
  | { readonly say: 'ready' }
  | { readonly say: 'failed'; readonly reason: string }
  | { readonly say: 'log'; readonly line: string }
  /** The answer to `bye` if other processes still use PostgreSQL. */
  | { readonly say: 'left' }
  /** The answer to `bye` once PostgreSQL has stopped; the keeper then exits. */
  | { readonly say: 'stopped' }

export type UserMessage = { readonly say: 'bye' }

export function send(socket: Socket, message: KeeperMessage | UserMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}

/** Trusts the lines to be messages: only processes of the user who owns the socket folder can connect. */
export function receive<Message>(socket: Socket, take: (message: Message) => void): void {
  let unfinished = ''
  socket.setEncoding('utf8').on('data', (text) => {
    const lines = `${unfinished}${text}`.split('\n')
    unfinished = lines.pop() ?? ''
    for (const line of lines) take(JSON.parse(line))
  })
}

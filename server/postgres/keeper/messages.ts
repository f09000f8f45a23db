/** What the keeper and the processes that use PostgreSQL say to each other: one JSON value per line. */
import type { Socket } from 'node:net'

/** How the keeper is started; its only argument. */
export interface Plan {
  readonly dataDir: string
  /** PostgreSQL's own settings, as it writes them. */
  readonly settings: Readonly<Record<string, string>>
  /** How long PostgreSQL outlives users that died without a word, ms. */
  readonly graceMs: number
}

export type KeeperMessage =
  /** At once, to everybody who connects. */
  | { readonly say: 'hello' }
  | { readonly say: 'ready' }
  | { readonly say: 'failed'; readonly reason: string }
  | { readonly say: 'log'; readonly line: string }
  /** The answer to `bye`: others still use PostgreSQL … */
  | { readonly say: 'left' }
  /** … or it was stopped; the connection then ends with the keeper. */
  | { readonly say: 'stopped' }

export type UserMessage = { readonly say: 'bye' }

export function send(socket: Socket, message: KeeperMessage | UserMessage): void {
  if (socket.writable) socket.write(`${JSON.stringify(message)}\n`)
}

/** Only processes of the user who owns the socket's folder can connect, so the lines are trusted to be messages. */
export function receive<Message>(socket: Socket, take: (message: Message) => void): void {
  let unfinished = ''
  socket.setEncoding('utf8').on('data', (text) => {
    const lines = `${unfinished}${text}`.split('\n')
    unfinished = lines.pop() ?? ''
    for (const line of lines) take(JSON.parse(line))
  })
}

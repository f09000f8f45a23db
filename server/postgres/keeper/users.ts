/** The processes that use PostgreSQL, as its keeper sees them: each holds a connection, which ends when it dies. */
import { createServer, type Socket } from 'node:net'
import { type KeeperMessage, receive, send, type UserMessage } from './messages.ts'

/** Who started the keeper may need this long to come, on a machine that is busy with other things; ms. */
const FIRST = 10_000

export class Users {
  /** Settles once, when PostgreSQL is no longer needed; nobody can connect from then on. */
  readonly gone: Promise<void>
  /** Settles when the first has come. */
  readonly come: Promise<void>
  closed = false
  #graceMs: number
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => this.#welcome(socket))
  #grace: NodeJS.Timeout | undefined
  #ready = false
  #farewell: Socket | undefined
  #finish: () => void = () => undefined
  #begin: () => void = () => undefined

  constructor(graceMs: number) {
    this.#graceMs = graceMs
    this.gone = new Promise((settle) => {
      this.#finish = settle
    })
    this.come = new Promise((settle) => {
      this.#begin = settle
    })
  }

  /** Resolves when the socket is there. A user that dies before it connects is a death like any other. */
  async listen(path: string): Promise<void> {
    await new Promise<void>((settle, fail) => {
      this.#server.once('error', fail)
      this.#server.listen(path, settle)
    })
    this.#waitForSomebody(Math.max(this.#graceMs, FIRST))
  }

  tell(message: KeeperMessage): void {
    for (const socket of this.#sockets) send(socket, message)
  }

  /** Whether PostgreSQL accepts connections: said at once to those who wait, and to everybody who comes. */
  set ready(ready: boolean) {
    this.#ready = ready
    if (ready) this.tell({ say: 'ready' })
  }

  /** From now on nobody is waited for: PostgreSQL ends with the last who is here. */
  hurry(): void {
    this.#graceMs = 0
    if (this.#sockets.size === 0) this.close()
  }

  /** Nobody can connect any more; the socket is removed before this returns. */
  close(): void {
    clearTimeout(this.#grace)
    this.closed = true
    this.#server.close()
    this.#finish()
  }

  /** The last word, to the one who said goodbye last and to all who are still there; their connections end with us. */
  async dismiss(message: KeeperMessage): Promise<void> {
    const line = `${JSON.stringify(message)}\n`
    const left = [...(this.#farewell ? [this.#farewell] : []), ...this.#sockets].filter(
      (socket) => socket.writable,
    )
    await Promise.all(left.map((socket) => new Promise((settle) => socket.write(line, settle))))
  }

  #welcome(socket: Socket): void {
    clearTimeout(this.#grace)
    this.#sockets.add(socket)
    this.#begin()
    send(socket, { say: 'hello' })
    if (this.#ready) send(socket, { say: 'ready' })
    socket.on('error', () => undefined) // 'close' follows
    socket.once('close', () => this.#lose(socket))
    receive<UserMessage>(socket, () => this.#bid(socket))
  }

  #bid(socket: Socket): void {
    if (!this.#sockets.delete(socket)) return
    if (this.#sockets.size > 0) {
      send(socket, { say: 'left' })
      socket.end()
      return
    }
    this.#farewell = socket
    this.close()
  }

  #lose(socket: Socket): void {
    if (this.#sockets.delete(socket) && this.#sockets.size === 0) this.#waitForSomebody()
  }

  #waitForSomebody(graceMs = this.#graceMs): void {
    clearTimeout(this.#grace)
    if (!this.closed) this.#grace = setTimeout(() => this.close(), graceMs)
  }
}

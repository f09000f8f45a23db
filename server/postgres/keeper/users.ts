/** Tracks the processes that use PostgreSQL, each by a connection to the keeper that breaks when it dies. */
import { createServer, type Socket } from 'node:net'
import { type KeeperMessage, receive, send, type UserMessage } from './messages.ts'

/** Minimum time that the first user has to connect, as the machine may be busy; ms. */
const FIRST = 10_000

export class Users {
  /** Resolves when PostgreSQL is no longer needed; further connections are refused from then on. */
  readonly gone: Promise<void>
  /** Resolves when the first user has connected. */
  readonly come: Promise<void>
  closed = false
  #graceMs: number
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => this.#welcome(socket))
  #grace: NodeJS.Timeout | undefined
  #ready = false
  #lastToLeave: Socket | undefined
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

  /**
   * Resolves when the socket exists. If no user connects within the grace period, PostgreSQL is not needed.
   */
  async listen(path: string): Promise<void> {
    await new Promise<void>((settle, fail) => {
      this.#server.once('error', fail)
      this.#server.listen(path, settle)
    })
    this.#beginGrace(Math.max(this.#graceMs, FIRST))
  }

  tell(message: KeeperMessage): void {
    for (const socket of this.#sockets) send(socket, message)
  }

  /** Whether PostgreSQL accepts connections; announced to all current and future users. */
  set ready(ready: boolean) {
    this.#ready = ready
    if (ready) this.tell({ say: 'ready' })
  }

  /** Cancels the grace period: PostgreSQL ends with its last current user. */
  hurry(): void {
    this.#graceMs = 0
    if (this.#sockets.size === 0) this.close()
  }

  /** Refuses further connections; the socket is removed before this returns. */
  close(): void {
    clearTimeout(this.#grace)
    this.closed = true
    this.#server.close()
    this.#finish()
  }

  /**
   * Sends the final message to the last user that left and to all that remain. Resolves when it is written.
   */
  async dismiss(message: KeeperMessage): Promise<void> {
    const line = `${JSON.stringify(message)}\n`
    const left = [...(this.#lastToLeave ? [this.#lastToLeave] : []), ...this.#sockets].filter(
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
    receive<UserMessage>(socket, () => this.#leave(socket))
  }

  #leave(socket: Socket): void {
    if (!this.#sockets.delete(socket)) return
    if (this.#sockets.size > 0) {
      send(socket, { say: 'left' })
      socket.end()
      return
    }
    this.#lastToLeave = socket
    this.close()
  }

  #lose(socket: Socket): void {
    if (this.#sockets.delete(socket) && this.#sockets.size === 0) this.#beginGrace()
  }

  #beginGrace(graceMs = this.#graceMs): void {
    clearTimeout(this.#grace)
    if (!this.closed) this.#grace = setTimeout(() => this.close(), graceMs)
  }
}

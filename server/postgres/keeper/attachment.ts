/** Connects a process that uses PostgreSQL to the keeper, which it starts if none is running. */
import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CannotStart } from '../../process/cannot-start.ts'
import { type Folders, socketFolderIsOurs } from '../data-dir/folders.ts'
import { openLog, reasonIn, sizeOf } from '../data-dir/log-file.ts'
import { type KeeperMessage, type Plan, receive, send } from './messages.ts'

/**
 * Time limit for the keeper's first message, ms. It usually takes a few, whatever the state of PostgreSQL.
 */
const HELLO = 10_000
/** A keeper may exit just as a process connects, but hardly this often in a row. */
const TRIES = 20

export class Attachment {
  /** Resolves when the connection has ended, for any reason. */
  readonly closed: Promise<void>
  readonly #socket: Socket
  #said: 'left' | 'stopped' | undefined

  constructor(socket: Socket, log: (line: string) => void, greeted: (message: KeeperMessage) => void) {
    this.#socket = socket
    this.closed = new Promise((settle) => socket.once('close', () => settle()))
    receive<KeeperMessage>(socket, (message) => {
      if (message.say === 'log') log(message.line)
      if (message.say === 'left' || message.say === 'stopped') this.#said = message.say
      greeted(message)
    })
  }

  /** Lets the process exit without `bye()`; to the keeper that looks like a crash. */
  unref(): void {
    this.#socket.unref()
  }

  /** `stopped` once PostgreSQL has stopped; `left` if other processes use it; `lost` if the keeper died. */
  async bye(): Promise<'left' | 'stopped' | 'lost'> {
    this.#socket.ref()
    send(this.#socket, { say: 'bye' })
    await this.closed
    return this.#said ?? 'lost'
  }
}

/** Resolves when PostgreSQL accepts connections. Throws with the reason if it cannot be started. */
export async function attach(plan: Plan, folders: Folders, log: (line: string) => void): Promise<Attachment> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const socket = await reach(folders)
    const attachment = socket && (await untilReady(socket, log))
    if (attachment !== undefined) return attachment
    if (socket === undefined) await startKeeper(plan, folders)
    else await sleep(10 * attempt)
  }
  throw new CannotStart(`The PostgreSQL keeper exits each time a process connects; see ${folders.log}`)
}

/** A connection to the keeper; undefined if none is listening. */
export async function reach(folders: Folders): Promise<Socket | undefined> {
  if (!socketFolderIsOurs(folders)) return undefined
  return new Promise((settle) => {
    const socket = createConnection(folders.keeperSocket)
    socket.once('connect', () => settle(socket))
    socket.on('error', () => settle(undefined))
  })
}

/** Resolves when PostgreSQL is ready; undefined if the keeper exited before. */
async function untilReady(socket: Socket, log: (line: string) => void): Promise<Attachment | undefined> {
  return new Promise((settle, fail) => {
    const silent = setTimeout(() => {
      fail(new CannotStart('The PostgreSQL keeper is running but does not answer'))
      socket.destroy()
    }, HELLO)
    let reason: string | undefined
    const attachment = new Attachment(socket, log, (message) => {
      clearTimeout(silent)
      if (message.say === 'ready') settle(attachment)
      if (message.say === 'failed') reason = message.reason
    })
    socket.once('close', () => {
      clearTimeout(silent)
      if (reason === undefined) settle(undefined)
      else fail(new CannotStart(reason)) // only now, when the keeper is gone
    })
  })
}

/** Resolves when this keeper, or another one, listens. */
async function startKeeper(plan: Plan, { log }: Folders): Promise<void> {
  const from = sizeOf(log)
  const errors = openLog(log)
  const program = fileURLToPath(new URL('./keeper.mjs', import.meta.url))
  // Detached into a new session, so that signals to the server's terminal or process group do not reach it.
  const keeper = spawn(process.execPath, [program, JSON.stringify(plan)], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', errors],
  })
  closeSync(errors)
  await new Promise<void>((settle, fail) => {
    keeper.stdout?.once('data', () => settle())
    keeper.once('error', fail)
    keeper.once('exit', (code) => {
      if (code === 0) settle()
      else
        fail(
          new CannotStart(`The PostgreSQL keeper did not start (exit code ${code}):\n${reasonIn(log, from)}`),
        )
    })
  })
  keeper.stdout?.destroy()
  keeper.unref()
}

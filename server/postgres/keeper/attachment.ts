/** The connection of a process that uses PostgreSQL to its keeper, which is started when there is none. */
import { spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { createConnection, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Folders, socketFolderIsOurs } from '../data-dir/folders.ts'
import { openLog, reasonIn, sizeOf } from '../data-dir/log-file.ts'
import { type KeeperMessage, type Plan, receive, send } from './messages.ts'

/** A keeper answers within milliseconds, whatever PostgreSQL is doing; ms. */
const HELLO = 10_000
/** A keeper can end in the instant we reach it, but hardly this often in a row. */
const TRIES = 20

export class Attachment {
  /** Settles when the connection has ended, for whatever reason. */
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

  /** A process that has nothing else to do may end; to the keeper that is a death without a word. */
  unref(): void {
    this.#socket.unref()
  }

  /** Resolves when PostgreSQL is stopped, or goes on for others; `lost` when the keeper died before it could answer. */
  async bye(): Promise<'left' | 'stopped' | 'lost'> {
    this.#socket.ref()
    send(this.#socket, { say: 'bye' })
    await this.closed
    return this.#said ?? 'lost'
  }
}

/** Resolves when PostgreSQL accepts connections; throws with the reason when it cannot be started. */
export async function attach(plan: Plan, folders: Folders, log: (line: string) => void): Promise<Attachment> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const socket = await reach(folders)
    const attachment = socket && (await untilReady(socket, log))
    if (attachment !== undefined) return attachment
    if (socket === undefined) await startKeeper(plan, folders)
    else await sleep(10 * attempt)
  }
  throw new Error(`The keeper of PostgreSQL ends each time it is reached; see ${folders.log}`)
}

/** Undefined when no keeper listens. */
export async function reach(folders: Folders): Promise<Socket | undefined> {
  if (!socketFolderIsOurs(folders)) return undefined
  return new Promise((settle) => {
    const socket = createConnection(folders.keeperSocket)
    socket.once('connect', () => settle(socket))
    socket.on('error', () => settle(undefined))
  })
}

/** Undefined when the keeper ended before PostgreSQL was ready. */
async function untilReady(socket: Socket, log: (line: string) => void): Promise<Attachment | undefined> {
  return new Promise((settle, fail) => {
    const silent = setTimeout(() => {
      fail(new Error('The keeper of PostgreSQL runs, but does not answer'))
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
      else fail(new Error(reason)) // not before the keeper is gone
    })
  })
}

/** Resolves when the keeper listens, or another one does. */
async function startKeeper(plan: Plan, { log }: Folders): Promise<void> {
  const from = sizeOf(log)
  const errors = openLog(log)
  const program = fileURLToPath(new URL('./keeper.mjs', import.meta.url))
  // A session of its own: what ends ours must not end it.
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
        fail(new Error(`The keeper of PostgreSQL did not start (exit code ${code}):\n${reasonIn(log, from)}`))
    })
  })
  keeper.stdout?.destroy()
  keeper.unref()
}

/** Runs a program: an argument list, a signal and an ending. No shell; the program and all it starts are one process group. */

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { Lines, Tail } from './lines.ts'
import { parentDeathSignal, unwatch, watch } from './parent-death.ts'
import { Stopper, send } from './stop.ts'

export type Options = {
  /** Aborted: the group gets SIGTERM, after `graceMs` SIGKILL, and the ending is `stopped`. */
  readonly signal: AbortSignal
  /** Aborted: the group gets SIGINT, once, and is left to end by itself. */
  readonly finish?: AbortSignal
  /** Time between SIGTERM and SIGKILL, ms. Default 5 000. */
  readonly graceMs?: number
  /** Time the program may go without a sign of life before it is stopped as `stalled`, ms. Default 0: for ever. */
  readonly stallMs?: number
  /** Whether a line on standard output is a sign of life. Default: every line is. */
  readonly isLife?: (line: string) => boolean
  readonly cwd?: string
  /** Default: the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  readonly onStdout?: (line: string) => void
  readonly onStderr?: (line: string) => void
}

/** How a program ended. `stderrTail` is its last 20 lines on standard error. `stopped` only when our own signal was aborted. */
export type Ended =
  | { readonly ended: 'exited'; readonly code: number; readonly stderrTail: readonly string[] }
  | { readonly ended: 'killed'; readonly signal: NodeJS.Signals; readonly stderrTail: readonly string[] }
  | { readonly ended: 'stalled'; readonly stderrTail: readonly string[] }
  | { readonly ended: 'not-started'; readonly reason: string }
  | { readonly ended: 'stopped' }

/** Ends when the program has ended and nothing of its group is left. Never throws for what the program does. */
export async function run(command: readonly string[], options: Options): Promise<Ended> {
  const bound = [...(await parentDeathSignal()), ...command]
  if (options.signal.aborted) return { ended: 'stopped' }
  const child = start(bound, options)
  if (child instanceof Error) return { ended: 'not-started', reason: child.message }
  if (child.pid === undefined)
    return { ended: 'not-started', reason: await whyNotStarted(child, options.cwd) }
  watch(child.pid)
  const ended = await follow(child, child.pid, options)
  unwatch(child.pid)
  return ended.ended === 'exited' ? (notExecuted(ended) ?? ended) : ended
}

type Child = ChildProcessByStdio<null, Readable, Readable>

function start([program = '', ...parameters]: readonly string[], { cwd, env }: Options): Child | Error {
  try {
    return spawn(program, parameters, {
      detached: true, // a process group of its own
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error)) // such as an argument list that is too long
  }
}

async function whyNotStarted(child: Child, cwd: string | undefined): Promise<string> {
  const [error]: unknown[] = await once(child, 'error').catch((thrown: unknown) => [thrown])
  const reason = error instanceof Error ? error.message : String(error)
  return cwd === undefined ? reason : `${reason} (in ${cwd})` // a missing folder is reported as a missing program
}

async function follow(child: Child, group: number, options: Options): Promise<Ended> {
  const stderrTail = new Tail(20)
  const stopper = new Stopper(group, options)
  const stdout = new Lines((line) => {
    if (options.isLife?.(line) ?? true) stopper.alive()
    options.onStdout?.(line)
  })
  const stderr = new Lines((line) => {
    stderrTail.add(line)
    options.onStderr?.(line)
  })
  child.stdout.on('data', (chunk: Buffer) => stdout.feed(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.feed(chunk))
  const closed = once(child, 'close')
  const [code, signal]: unknown[] = await once(child, 'exit')
  const why = stopper.end()
  send(group, 'SIGKILL') // what the program started and left behind
  await allRead(child, closed)
  stdout.end()
  stderr.end()
  if (why === 'stopped') return { ended: 'stopped' }
  if (why === 'stalled') return { ended: 'stalled', stderrTail: stderrTail.lines() }
  if (typeof code === 'number') return { ended: 'exited', code, stderrTail: stderrTail.lines() }
  return { ended: 'killed', signal: signal as NodeJS.Signals, stderrTail: stderrTail.lines() }
}

/** A grandchild that left the group may hold our pipes open for ever: one second is enough to read what is in them. */
async function allRead(child: Child, closed: Promise<unknown>): Promise<void> {
  const enough = new AbortController()
  await Promise.race([closed, sleep(1_000, undefined, { signal: enough.signal }).catch(() => undefined)])
  enough.abort()
  child.stdout.destroy()
  child.stderr.destroy()
}

/** `setpriv`, or an `env` before the program, has started and has found no program to become: both say so with 126 or 127. */
function notExecuted(ended: Ended & { readonly ended: 'exited' }): Ended | undefined {
  const reason = /^(?:setpriv: failed to execute|env:) (.*)/.exec(ended.stderrTail[0] ?? '')?.[1]
  if (reason === undefined || (ended.code !== 126 && ended.code !== 127)) return undefined
  return { ended: 'not-started', reason }
}

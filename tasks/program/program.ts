/** Runs a program without a shell, in a process group that includes all its child processes. */

import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Confinement, confined, type Reach, UNCONFINED } from './confinement.ts'
import { BARE, type ProgramEnvironment } from './environment.ts'
import { Lines, Tail } from './lines.ts'
import { parentDeathSignal, unwatch, watch } from './parent-death.ts'
import { Stopper, send } from './stop.ts'

export type Options = {
  /**
   * When aborted, the group receives SIGTERM and, after `graceMs`, SIGKILL; only SIGKILL if the `StopReason`
   * says at once. The result is `stopped`.
   */
  readonly signal: AbortSignal
  /** When aborted, the group receives SIGINT once, and may take as long as it needs to end. */
  readonly finish?: AbortSignal
  /** Time between SIGTERM and SIGKILL, ms. Default 5 000. */
  readonly graceMs?: number
  /** Time without a sign of life after which the program is stopped as `stalled`, ms. Default 0: never. */
  readonly stallMs?: number
  /** Whether a line on standard output counts as a sign of life. Default: every line does. */
  readonly isLife?: (line: string) => boolean
  readonly cwd?: string
  /** The whole environment of the program. Default: a bare one, never that of this process. */
  readonly env?: ProgramEnvironment
  /** Confines the program to its own files, those of the system, and these. Default: not confined. */
  readonly within?: { readonly confinement: Confinement; readonly reach: Reach }
  readonly onStdout?: (line: string) => void
  /** Takes the standard output as bytes instead, as fast as it can: the program waits for it. */
  readonly takeStdout?: (bytes: AsyncIterable<Buffer>) => Promise<void>
  readonly onStderr?: (line: string) => void
}

/** How a program ended; `stopped` only if `signal` was aborted. `stderrTail`: its last 20 lines on stderr. */
export type Ended =
  | { readonly ended: 'exited'; readonly code: number; readonly stderrTail: readonly string[] }
  | { readonly ended: 'killed'; readonly signal: NodeJS.Signals; readonly stderrTail: readonly string[] }
  | { readonly ended: 'stalled'; readonly stderrTail: readonly string[] }
  | { readonly ended: 'not-started'; readonly reason: string }
  | { readonly ended: 'stopped' }

/** Returns once the program has ended and no process of its group is left. Does not throw if it fails. */
export async function run(command: readonly string[], options: Options): Promise<Ended> {
  const { confinement = UNCONFINED, reach = NOTHING } = options.within ?? {}
  const prefix = confined(confinement, command[0] ?? '', reach)
  const prefixed = [...(await parentDeathSignal()), ...prefix, ...command]
  if (options.signal.aborted) return { ended: 'stopped' }
  const child = start(prefixed, options, reach.descriptors)
  if (child instanceof Error) return { ended: 'not-started', reason: child.message }
  if (child.pid === undefined) return { ended: 'not-started', reason: await startError(child, options.cwd) }
  watch(child.pid)
  const result = await follow(child, child.pid, options)
  unwatch(child.pid)
  return result.ended === 'exited' ? (notExecuted(result) ?? result) : result
}

const NOTHING: Reach = { read: [], write: [] }

type Child = ChildProcessByStdio<null, Readable, Readable>

function start(
  [program = '', ...parameters]: readonly string[],
  { cwd, env = BARE }: Options,
  inherited: readonly number[] = [],
): Child | Error {
  try {
    return spawn(program, parameters, {
      detached: true, // in a new process group
      stdio: ['ignore', 'pipe', 'pipe', ...inherited] as ['ignore', 'pipe', 'pipe'],
      env,
      ...(cwd === undefined ? {} : { cwd }),
    })
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error)) // such as E2BIG
  }
}

async function startError(child: Child, cwd: string | undefined): Promise<string> {
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
  const taken = options.takeStdout?.(livingBytes(child.stdout, stopper))
  taken?.catch(() => undefined) // it is thrown below, once the program has ended
  if (!taken) child.stdout.on('data', (chunk: Buffer) => stdout.feed(chunk))
  child.stderr.on('data', (chunk: Buffer) => stderr.feed(chunk))
  const closed = once(child, 'close')
  const [code, signal]: unknown[] = await once(child, 'exit')
  const cause = stopper.end()
  send(group, 'SIGKILL') // child processes that the program left behind
  await taken
  await allRead(child, closed)
  stdout.end()
  stderr.end()
  if (cause === 'stopped') return { ended: 'stopped' }
  if (cause === 'stalled') return { ended: 'stalled', stderrTail: stderrTail.lines() }
  if (typeof code === 'number') return { ended: 'exited', code, stderrTail: stderrTail.lines() }
  return { ended: 'killed', signal: signal as NodeJS.Signals, stderrTail: stderrTail.lines() }
}

/** Each chunk that was taken is a sign of life. */
async function* livingBytes(stdout: Readable, stopper: Stopper): AsyncIterable<Buffer> {
  for await (const chunk of stdout) {
    stopper.alive()
    yield chunk as Buffer
  }
}

/** Limited to one second: a grandchild that left the group may keep the pipes open forever. */
async function allRead(child: Child, closed: Promise<unknown>): Promise<void> {
  const timer = new AbortController()
  await Promise.race([closed, sleep(1_000, undefined, { signal: timer.signal }).catch(() => undefined)])
  timer.abort()
  child.stdout.destroy()
  child.stderr.destroy()
}

/** A command before the program started but could not execute it: it then exits with 126 or 127. */
function notExecuted(result: Ended & { readonly ended: 'exited' }): Ended | undefined {
  const reason = /^(?:setpriv|unshare|landlock|prlimit): failed to execute (.*)/.exec(
    result.stderrTail[0] ?? '',
  )?.[1]
  if (reason === undefined || (result.code !== 126 && result.code !== 127)) return undefined
  return { ended: 'not-started', reason }
}

/** Entry point of every role; the only file that touches the environment, signals and the exit code. */
import { type Config, readConfig } from '../config/config.ts'
import { clock } from '../steps/engine/runtime/clock.ts'
import { programEnvironment } from '../tasks/program/environment.ts'
import { isLoopback } from './auth/loopback.ts'
import { DataDirInUse } from './postgres/data-dir/data-dir.ts'
import { NoPostgres } from './postgres/postgres.ts'
import type { Beginning, Called, FromAgent } from './process/agent-process.ts'
import { type Arguments, readArguments, USAGE } from './process/arguments.ts'
import { NoDatabase } from './process/open-database.ts'
import { runAgent } from './process/run-agent.ts'
import { runServer } from './process/run-server.ts'
import { WrongSetting } from './queue/rules.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
// The parent process is gone: the one that started this server, or the server of this agent.
process.on('disconnect', () => stop.abort())

const asked = readArguments(process.argv.slice(2).filter((word) => word !== '--'))
const read = readConfig(process.env)
// The channel reports the end of the parent. It must not keep this process alive, except for an agent, which
// is controlled over it.
if (!('run' in asked) || asked.run !== 'agent') process.channel?.unref()
if ('wrong' in asked) refuse(`${asked.wrong}\n\n${USAGE}`)
else if (asked.run === 'help') process.stdout.write(USAGE)
else if ('wrong' in read) refuse(`Invalid settings:\n  ${read.wrong.join('\n  ')}`)
else if (asked.run === 'check') process.stdout.write('The settings are valid.\n')
else await run(asked.run, read.config)

async function run(role: Exclude<Arguments['run'], 'check' | 'help'>, config: Config): Promise<void> {
  const { host, adminPassword } = config
  const isOpen = role !== 'worker' && role !== 'agent' && !isLoopback(host)
  if (isOpen && adminPassword === undefined)
    return refuse(`HOST ${host} is reachable from other machines: set ADMIN_PASSWORD first.`)
  try {
    if (role === 'agent') await asAgent(config)
    else await asServer(role, config)
  } catch (error) {
    const why = knownReason(error, config)
    if (why === undefined) throw error
    refuse(why)
  }
}

async function asServer(role: 'all' | 'api' | 'worker', config: Config): Promise<void> {
  void stopWithNpm()
  const { signal } = stop
  try {
    await runServer(role, config, {
      env: programEnvironment(process.env),
      signal,
      isTerminal: process.stdout.isTTY,
      stop: () => stop.abort(),
    })
  } finally {
    // After a failed start, too: stopWithNpm() must end.
    stop.abort()
  }
}

async function asAgent(config: Config): Promise<void> {
  const beginning = await new Promise<Beginning>((resolve) => process.once('message', resolve))
  // Errors are ignored: a server that has just died is noticed by 'disconnect'.
  const tell = (message: FromAgent) => process.connected && process.send?.(message, () => undefined)
  const onCalls = (onCall: (call: string) => void) =>
    void process.on('message', ({ call }: Called) => onCall(call))
  await runAgent(config, {
    ...{ signal: stop.signal, beginning, onCalls, tell },
    env: programEnvironment(process.env),
  })
  if (process.connected) process.disconnect()
}

/** Stops the server when the npm that started it is gone: npm does not forward every signal. */
async function stopWithNpm(): Promise<void> {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const npm = process.ppid
  while (!stop.signal.aborted && process.ppid === npm) await clock.sleep(1_000, stop.signal)
  stop.abort()
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
}

/**
 * The message of an error that the operator can fix; undefined for any other, whose stack trace is needed.
 */
function knownReason(error: unknown, { host, port }: Config): string | undefined {
  if (
    error instanceof DataDirInUse ||
    error instanceof NoPostgres ||
    error instanceof NoDatabase ||
    error instanceof WrongSetting
  )
    return error.message
  const code = (error as { readonly code?: unknown } | null)?.code
  return code === 'EADDRINUSE'
    ? `Port ${port} on ${host} is already in use: set PORT to another port.`
    : undefined
}

/** Entry point of every role; the only file that touches the environment, signals and the exit code. */
import { readConfig } from '../config/config.ts'
import { type ProgramEnvironment, programEnvironment } from '../tasks/program/environment.ts'
import type { Beginning, Called, FromAgent } from './process/agent-process.ts'
import { type Arguments, readArguments, type ServerRole, USAGE } from './process/arguments.ts'
import { operatorMessage } from './process/cannot-start.ts'
import { checkDatabase } from './process/check/check-database.ts'
import { programsNote } from './process/check/check-programs.ts'
import { type CheckedSettings, checkSettings } from './process/check/check-settings.ts'
import { runAgent } from './process/run-agent.ts'
import { runServer } from './process/run-server.ts'
import { starterGone } from './process/starter.ts'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())
// The parent process is gone: the one that started this server, or the server of this agent.
process.on('disconnect', () => stop.abort())

const asked = readArguments(process.argv.slice(2).filter((word) => word !== '--'))
// The channel reports the end of the parent. It must not keep this process alive, except for an agent, which
// is controlled over it.
if (!('run' in asked) || asked.run !== 'agent') process.channel?.unref()
try {
  if ('wrong' in asked) refuse(`${asked.wrong}\n\n${USAGE}`)
  else if (asked.run === 'help') process.stdout.write(USAGE)
  else if (asked.run === 'agent') await asAgent()
  else await withSettings(asked)
} catch (error) {
  const why = operatorMessage(error)
  // A start that was stopped while it waited has not failed.
  if (why !== undefined) refuse(withAdvice(why))
  else if (error !== stop.signal.reason) throw error
}

/** For people; programs that read the message need it alone. */
function withAdvice(why: string): string {
  const advice = '`npm run doctor` says what is wrong on this machine, and what mends it.'
  return process.stderr.isTTY ? `${why}\n${advice}` : why
}

async function withSettings({ run, role }: Extract<Arguments, { readonly role: ServerRole }>): Promise<void> {
  const env = programEnvironment(process.env)
  const checked = await checkSettings(process.env, { role, env })
  if ('wrong' in checked) return refuse(`Invalid settings:\n  ${checked.wrong.join('\n  ')}`)
  if (run === 'server') return asServer(role, checked, env)
  const wrong = await checkDatabase(role, checked.config)
  if (wrong.length > 0) refuse(`Invalid settings:\n  ${wrong.join('\n  ')}`)
  else process.stdout.write(`The settings are valid.\n${await programsNote(role, checked.config, env)}`)
}

async function asServer(role: ServerRole, checked: CheckedSettings, env: ProgramEnvironment): Promise<void> {
  void stopWithNpm()
  try {
    await runServer(role, checked, {
      env,
      signal: stop.signal,
      isTerminal: process.stdout.isTTY,
      // https://no-color.org
      hasColors: !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
      stop: () => stop.abort(),
    })
  } finally {
    // After a failed start, too: stopWithNpm() must end.
    stop.abort()
  }
}

/** The server that starts it has checked the settings. */
async function asAgent(): Promise<void> {
  const read = readConfig(process.env)
  if ('wrong' in read) return refuse(read.wrong.join('\n'))
  const beginning = await new Promise<Beginning>((resolve) => process.once('message', resolve))
  // Errors are ignored: a server that has just died is noticed by 'disconnect'.
  const tell = (message: FromAgent) => process.connected && process.send?.(message, () => undefined)
  const onCalls = (onCall: (call: string) => void) =>
    void process.on('message', ({ call }: Called) => onCall(call))
  await runAgent(read.config, {
    ...{ signal: stop.signal, beginning, onCalls, tell },
    env: programEnvironment(process.env),
  })
  if (process.connected) process.disconnect()
}

/** Stops the server when the npm that started it is gone: npm does not forward every signal. */
async function stopWithNpm(): Promise<void> {
  if (process.env['npm_lifecycle_event'] === undefined) return
  await starterGone(stop.signal)
  stop.abort()
}

function refuse(why: string): void {
  process.stderr.write(`${why}\n`)
  process.exitCode = 1
}

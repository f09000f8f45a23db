/** Entry point of `npm run user`; handles signals, output and the exit code. */
import { readConfig } from '../../config/config.ts'
import { Fault } from '../http/answer/fault.ts'
import { operatorMessage } from '../process/cannot-start.ts'
import { joinDatabase } from '../process/database/join-database.ts'
import { reasonOf } from '../process/database/while-away.ts'
import { readUserArguments, USER_USAGE, type UserCommand } from './arguments.ts'
import { askPassword } from './ask-password.ts'
import { runUserCommand } from './run-user-command.ts'

process.channel?.unref() // a referenced channel would keep this process alive
process.exitCode = await main(process.argv.slice(2).filter((word) => word !== '--' && word !== '--user'))

/** Returns the exit code: 1 if nothing was changed, 2 for wrong usage. */
async function main(given: readonly string[]): Promise<number> {
  const command = readUserArguments(given)
  if ('wrong' in command) return refused(`${command.wrong}\n\n${USER_USAGE}`, 2)
  if (command.does === 'help') return said(USER_USAGE)
  const read = readConfig(process.env)
  if ('wrong' in read) return refused(read.wrong.join('\n'), 2)
  try {
    return said(await carriedOut(command, read.config))
  } catch (error) {
    return refused(`${messageOf(error)}`, 1)
  }
}

async function carriedOut(
  command: Exclude<UserCommand, { readonly does: 'help' }>,
  config: Parameters<typeof joinDatabase>[0],
): Promise<string> {
  await using users = await joinDatabase(config)
  const terminal = { input: process.stdin, say: (text: string) => void process.stderr.write(text) }
  return await runUserCommand(command, { em: users.em, password: (name) => askPassword(terminal, name) })
}

function messageOf(error: unknown): string {
  if (!(error instanceof Fault)) return operatorMessage(error) ?? reasonOf(error)
  const { notFound, invalidInput, conflict } = error.document
  if (notFound) return `There is no ${notFound.type?.toLowerCase()} ${notFound.id}.`
  return invalidInput
    ? `${invalidInput.context}: ${invalidInput.explanation}`
    : `${conflict?.explanation ?? error.kind}`
}

function said(text: string): number {
  process.stdout.write(text)
  return 0
}

function refused(why: string, code: 1 | 2): number {
  process.stderr.write(`${why.trimEnd()}\n`)
  return code
}

/** Reads the command line of `npm run user`. Pure. */
import { parseArgs } from 'node:util'
import { oneOfNearest } from '../../schema/nearest.ts'
import { ROLES } from '../auth/roles.ts'

export type UserCommand =
  | { readonly does: 'add' | 'role'; readonly name: string; readonly roles: readonly string[] }
  | { readonly does: 'password' | 'disable' | 'enable'; readonly name: string }
  | { readonly does: 'list' }
  | { readonly does: 'help' }

export const USER_USAGE = `Usage: npm run user -- add NAME [--role ROLE]…
       npm run user -- password NAME
       npm run user -- role NAME ROLE…
       npm run user -- disable NAME
       npm run user -- enable NAME
       npm run user -- list

add:       creates a user, with a password that is asked for.
password:  sets another password, and revokes the tokens of the user.
role:      gives a user these roles in place of its former ones; without a ROLE, none.
list:      prints for each user, separated by tabs: its name, whether it is disabled, its roles, groups and real name.

Works on the database of DATA_DIR or DATABASE_URL, whether or not a server is running on it; a running server
follows at once. A password is asked for at a terminal, and otherwise read as the first line of the input.
`

/** Returns the command, or in `wrong` an error message. */
export function readUserArguments(given: readonly string[]): UserCommand | { readonly wrong: string } {
  try {
    const options = {
      role: { type: 'string', multiple: true, default: [] as string[] },
      help: { type: 'boolean', short: 'h', default: false },
    } as const
    const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true })
    return values.help ? { does: 'help' } : commandOf(positionals, values.role)
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

function commandOf(
  [does, name, ...more]: readonly string[],
  options: readonly string[],
): UserCommand | { readonly wrong: string } {
  if (options.length > 0 && does !== 'add') return { wrong: '--role: expected only with add' }
  const roles = [...options, ...(does === 'role' ? more : [])]
  const unknown = roles.find((role) => !ROLES.some((one) => one === role))
  if (unknown !== undefined) return { wrong: `expected ${oneOfNearest(ROLES, unknown)}, got “${unknown}”` }
  if (does === 'list' && name === undefined) return { does }
  if (does === 'role' && name !== undefined) return { does, name, roles }
  if (more.length > 0) return { wrong: `${does}: expected one name, got “${more[0]}” too` }
  if (does === 'add' && name !== undefined) return { does, name, roles }
  if ((does === 'password' || does === 'disable' || does === 'enable') && name !== undefined)
    return { does, name }
  return {
    wrong: COMMANDS.test(does ?? '')
      ? `${does}: expected a name`
      : 'expected add, password, role, disable, enable or list',
  }
}

const COMMANDS = /^(add|password|role|disable|enable)$/

/** Reads the command line of `npm run doctor`. Pure. */
import { parseArgs } from 'node:util'
import type { ServerRole } from '../process/arguments.ts'

export const DOCTOR_USAGE = `Usage: npm run doctor [-- options]

Examines this machine and its settings, with or without a running server, and changes nothing: one line for
each check, then for each problem the command that mends it.

  --role all|api|worker   the role that the machine is to have (default all)
  --json                  print the findings as JSON
  -h, --help              print this help and exit

The exit code is 0 if nothing is wrong, 1 if anything is, and 2 if the command line is wrong.
`

export interface Consultation {
  readonly role: ServerRole
  readonly isJson: boolean
}

/** Returns what is asked, or in `wrong` an error message. */
export function readDoctorArguments(
  given: readonly string[],
): Consultation | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values } = parseArgs({
      args: [...given],
      options: {
        role: { type: 'string', default: 'all' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { help: true }
    const role = (['all', 'api', 'worker'] as const).find((one) => one === values.role)
    return role
      ? { role, isJson: values.json }
      : { wrong: `--role: expected all, api or worker, got “${values.role}”` }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

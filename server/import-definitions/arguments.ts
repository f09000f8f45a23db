/** Reads the command line of `npm run import-definitions`. Pure. */
import { parseArgs } from 'node:util'
import { type ApiAddress, basic } from './remote.ts'

export interface ImportRequest {
  readonly source: { readonly folder: string } | ApiAddress
  readonly server: ApiAddress
  readonly isDryRun: boolean
}

export const IMPORT_USAGE = `Usage: npm run import-definitions -- [options] DIRECTORY|URL

Imports task definitions, job pools, job priorities and task groups as Vidispine answers them, from the *.xml
and *.json files of DIRECTORY, or from the Vidispine at URL, such as http://user:password@host:8080/API.

  --to URL                       the Callsheet server (default http://127.0.0.1:8080)
  --user NAME:PASSWORD           its user (default: the environment variable CALLSHEET_USER, or admin:admin)
  --token TOKEN                  a token of that server instead of a user
  --source-user NAME:PASSWORD    the user of the Vidispine at URL
  --dry-run                      print what would be done, and change nothing
  -h, --help                     print this help and exit

A job type is imported as a whole, or skipped. Steps and groups that only the server has stay; job pools and
job priorities are replaced as a whole. It may be run again: what is there already is unchanged. The exit code
is 0 if everything was done, 1 if anything failed, and 2 if the command line is wrong.
`

/** Returns the request, or in `wrong` an error message. */
export function readImportArguments(
  given: readonly string[],
  environment: NodeJS.ProcessEnv,
): ImportRequest | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...given], allowPositionals: true, options: OPTIONS })
    if (values.help) return { help: true }
    const [source, ...more] = positionals
    if (source === undefined || more.length > 0) throw new Error('Expected one DIRECTORY or URL')
    const user = values.user ?? (environment['CALLSHEET_USER'] || 'admin:admin')
    const authorization = values.token === undefined ? asBasic('--user', user) : `token ${values.token}`
    return {
      source: sourceOf(source, values['source-user']),
      server: { authorization, ...addressOf('--to', values.to) },
      isDryRun: values['dry-run'],
    }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

const OPTIONS = {
  to: { type: 'string', default: 'http://127.0.0.1:8080' },
  user: { type: 'string' },
  token: { type: 'string' },
  'source-user': { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

function sourceOf(source: string, user: string | undefined): ImportRequest['source'] {
  if (/^[a-z][a-z+.-]+:\/\//i.test(source))
    return {
      ...addressOf('URL', source),
      ...(user !== undefined && { authorization: asBasic('--source-user', user) }),
    }
  if (user !== undefined) throw new Error('--source-user: a DIRECTORY has no user')
  return { folder: source }
}

/** Adds `/API` if it is missing. The credentials of the URL, if any, become the header. */
function addressOf(name: string, text: string): ApiAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`${name}: expected http://host:port or https://host:port, got “${text}”`)
  const path = url.pathname.replace(/\/+$/, '')
  const { username, password } = url
  return {
    url: `${url.origin}${path.endsWith('/API') ? path : `${path}/API`}`,
    ...(username !== '' && {
      authorization: basic(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`),
    }),
  }
}

function asBasic(name: string, user: string): string {
  if (user.indexOf(':') > 0) return basic(user)
  throw new Error(`${name}: expected NAME:PASSWORD, got no colon`)
}

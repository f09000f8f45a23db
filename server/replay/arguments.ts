/** Reads the command line of `npm run replay`. Pure. */
import { parseArgs } from 'node:util'
import { type ApiAddress, basic } from '../import-definitions/remote.ts'

export const REPLAY_USAGE = `Usage: npm run replay -- [options] FILE

Runs the job of a bundle (npm run bundle) again, follows it to its end, and prints what was recorded beside
what happens now. By default on a temporary server, which is removed afterwards with all that it made.

  --source PATH         the source; a copy of it is used. Without it: the recorded source if it is still here,
                        unchanged, otherwise a stand-in that is made from its probe
  --seconds N           longest stand-in, in seconds (default 60)
  --keep                keep the temporary folder, with the source and the outputs
  --url URL             a running server to use instead, such as http://127.0.0.1:8080
  --media FOLDER        with --url: a folder inside its media roots, for the source and the outputs
  --user NAME:PASSWORD  with --url: the user (default: the variable CALLSHEET_USER, or admin:admin)
  --timeout N           how long to follow the job, in seconds (default 600)
  -h, --help            print this help and exit

The exit code is 0 if the job ends in the recorded state, 1 if it does not, and 2 if the command line or FILE
is wrong.
`

export interface ReplayRequest {
  readonly file: string
  readonly source?: string
  /** Longest stand-in, s. */
  readonly seconds: number
  readonly keep: boolean
  /** Absent: a temporary server. */
  readonly server?: ApiAddress
  readonly media?: string
  /** How long to follow the job, s. */
  readonly timeout: number
}

/** Returns the request, or in `wrong` an error message. */
export function readReplayArguments(
  given: readonly string[],
  environment: NodeJS.ProcessEnv,
): ReplayRequest | { readonly help: true } | { readonly wrong: string } {
  try {
    const { values, positionals } = parseArgs({ args: [...given], allowPositionals: true, options: OPTIONS })
    if (values.help) return { help: true }
    const [file, ...more] = positionals
    if (file === undefined || more.length > 0) throw new Error('Expected one FILE')
    const { url, source, media, keep } = values
    if (url === undefined && (media ?? values.user) !== undefined)
      throw new Error(`${media === undefined ? '--user' : '--media'}: expected only with --url`)
    const user = values.user ?? (environment['CALLSHEET_USER'] || 'admin:admin')
    return {
      ...{ file, keep, seconds: wholeNumber('--seconds', values.seconds) },
      timeout: wholeNumber('--timeout', values.timeout),
      ...(source !== undefined && { source }),
      ...(media !== undefined && { media }),
      ...(url !== undefined && { server: { url: apiOf(url), authorization: basic(user) } }),
    }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

const OPTIONS = {
  source: { type: 'string' },
  seconds: { type: 'string', default: '60' },
  keep: { type: 'boolean', default: false },
  url: { type: 'string' },
  media: { type: 'string' },
  user: { type: 'string' },
  timeout: { type: 'string', default: '600' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text)
  throw new Error(`${name}: expected a whole number of seconds, got “${text}”`)
}

function apiOf(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol))
    throw new Error(`--url: expected http://host:port, got “${text}”`)
  return `${url.origin}/API`
}

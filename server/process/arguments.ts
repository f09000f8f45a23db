/** Reads the command line of the server. */

/** Which parts of Callsheet a process runs. */
export type ServerRole = 'all' | 'api' | 'worker'

/** A parsed command line. */
export type Arguments =
  | { readonly run: 'server' | 'check'; readonly role: ServerRole }
  /** The step agent of a server; only the server uses this. */
  | { readonly run: 'agent' }
  | { readonly run: 'help' }

export const USAGE = `Usage: npm start [-- options]

  --role all      run the API and a step agent (default)
  --role api      run the API only
  --role worker   run a step agent only, for the server on the same DATA_DIR or DATABASE_URL
  --check         check the settings, also those of a --role, and exit
  -h, --help      print this help and exit

Settings are environment variables, listed in docs/configuration.md.
`

/** Returns the parsed command line, or in `wrong` an error message. Pure. */
export function readArguments(given: readonly string[]): Arguments | { readonly wrong: string } {
  const words = given.flatMap((word) => (word.startsWith('--') ? word.split('=', 2) : [word]))
  const others = words.filter((word) => word !== '--check')
  const isCheck = words.length === others.length + 1
  const [first, second, ...more] = others
  const run = isCheck ? 'check' : 'server'
  if (first === undefined && words.length <= 1) return { run, role: 'all' }
  if (first === '--role' && more.length === 0 && words.length <= 3) {
    const role = (['all', 'api', 'worker'] as const).find((one) => one === second)
    return role ? { run, role } : { wrong: `--role: expected all, api or worker, got “${second ?? ''}”` }
  }
  if (words.length === 1 && (first === '--help' || first === '-h')) return { run: 'help' }
  if (words.length === 1 && first === '--agent') return { run: 'agent' }
  return { wrong: `Unknown option: ${given.join(' ')}` }
}

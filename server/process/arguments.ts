/** Reads the command line of the server. */

/** A parsed command line. */
export type Arguments =
  | { readonly run: 'all' | 'api' | 'worker' }
  /** The step agent of a server; only the server uses this. */
  | { readonly run: 'agent' }
  | { readonly run: 'check' }
  | { readonly run: 'help' }

export const USAGE = `Usage: npm start [-- options]

  --role all      run the API and a step agent (default)
  --role api      run the API only
  --role worker   run a step agent only, for the server on the same DATA_DIR or DATABASE_URL
  --check         check the settings and exit
  -h, --help      print this help and exit

Settings are environment variables, listed in docs/configuration.md.
`

/** Returns the parsed command line, or in `wrong` an error message. Pure. */
export function readArguments(given: readonly string[]): Arguments | { readonly wrong: string } {
  const [first, second, ...more] = given.flatMap((word) =>
    word.startsWith('--') ? word.split('=', 2) : [word],
  )
  if (first === undefined) return { run: 'all' }
  if (first === '--help' || first === '-h') return { run: 'help' }
  if (first === '--check' && second === undefined) return { run: 'check' }
  if (first === '--agent' && second === undefined) return { run: 'agent' }
  const role = (['all', 'api', 'worker'] as const).find((one) => one === second)
  if (first === '--role' && more.length === 0) {
    return role ? { run: role } : { wrong: `--role: expected all, api or worker, got “${second ?? ''}”` }
  }
  return { wrong: `Unknown option: ${given.join(' ')}` }
}

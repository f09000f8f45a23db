/** What the command line asks for. */
export type Arguments =
  | { readonly run: 'all' | 'api' | 'worker' }
  /** The step agent beside a server; started by the server itself. */
  | { readonly run: 'agent' }
  | { readonly run: 'check' }
  | { readonly run: 'help' }

export const USAGE = `Usage: npm start [-- options]

  --role all      API and step agent (the default)
  --role api      API alone
  --role worker   step agent alone; joins the server that runs on the same DATA_DIR or DATABASE_URL
  --check         checks the settings and does no more

Settings are environment variables; docs/configuration.md lists them.
`

/** Reads the command line; or says what is wrong with it. Pure. */
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
  return { wrong: `“${given.join(' ')}” is no option this server knows` }
}

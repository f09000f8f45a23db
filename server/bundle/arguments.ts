/** Reads the command line of `npm run bundle`. Pure. */
import { parseArgs } from 'node:util'
import { serialNamed, siteId } from '../../schema/ids.ts'

export const BUNDLE_USAGE = `Usage: npm run bundle -- VX-12 [-o FILE]

Writes one file with a job's documents, history, log, commands, probes, definition and versions, for a bug
report: JSON, compressed by gzip. Passwords and tokens are masked; look through it before you send it.

  -o, --output FILE   where to write it (default callsheet-VX-12.json.gz)
  -h, --help          print this help and exit

Works on the database of DATA_DIR or DATABASE_URL, whether or not a server is running on it. \`npm run replay\`
runs it elsewhere.
`

export interface BundleRequest {
  readonly jobId: number
  readonly file: string
}

/** Returns the request, or in `wrong` an error message. */
export function readBundleArguments(
  given: readonly string[],
): BundleRequest | { readonly help: true } | { readonly wrong: string } {
  try {
    const options = {
      output: { type: 'string', short: 'o' },
      help: { type: 'boolean', short: 'h', default: false },
    } as const
    const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true })
    if (values.help) return { help: true }
    const [job, ...more] = positionals
    if (job === undefined || more.length > 0) return { wrong: 'expected one job, such as VX-12' }
    const jobId = serialNamed(job)
    if (jobId === undefined) return { wrong: `expected a job such as VX-12, got “${job}”` }
    return { jobId, file: values.output ?? `callsheet-${siteId(jobId)}.json.gz` }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

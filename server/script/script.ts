/** Entry point of `npm run script`: checks scripts, and runs one without a server. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../../config/config.ts'
import { placed } from '../../steps/script/run-script.ts'
import { tryScript } from '../../steps/script/try-script.ts'
import { ScriptCallRefused } from '../../tasks/script/calls.ts'
import { Scripts } from '../../tasks/script/scripts.ts'
import { stopSignal } from '../process/stop-signal.ts'
import { scriptSettings } from './script-limits.ts'

const USAGE = `Usage: npm run script -- check FILE…
       npm run script -- run FILE [--data KEY=VALUE]… [--check-problem]

check: compiles the scripts and prints the line and column of each syntax error.
run:   runs a script once, and prints its log, the metadata after it, and how it ended. \`api\` needs a server:
       there, POST /API/task-definition/script/try does the same.
The settings SCRIPT_… apply. Exits with 1 if a script is invalid or does not finish, with 2 for wrong usage.
`

const stop = stopSignal()

await using scripts = new Scripts()
process.exitCode = await main(process.argv.slice(2).filter((word) => word !== '--' && word !== '--script'))

/** Returns the exit code. */
async function main(given: readonly string[]): Promise<number> {
  const read = argumentsOf(given)
  if ('wrong' in read) return refused(read.wrong)
  const { what, files, data, checkProblem } = read
  if (what === 'help') return said(USAGE, 0)
  try {
    if (what === 'check') return await allChecked(files)
    return await ran(files[0] ?? '', { data, checkProblem })
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 2
  }
}

interface Read {
  readonly what: 'check' | 'run' | 'help'
  readonly files: readonly string[]
  readonly data: Readonly<Record<string, string>>
  readonly checkProblem: boolean
}

function argumentsOf(given: readonly string[]): Read | { readonly wrong: string } {
  try {
    const options = {
      data: { type: 'string', multiple: true, default: [] as string[] },
      'check-problem': { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    } as const
    const { values, positionals } = parseArgs({ args: [...given], options, allowPositionals: true })
    const [what, ...files] = positionals
    const data = Object.fromEntries(values.data.map(pairOf))
    const read = { files, data, checkProblem: values['check-problem'] }
    if (values.help) return { what: 'help', ...read }
    if (what === 'check' && files.length > 0) return { what, ...read }
    if (what === 'run' && files.length === 1) return { what, ...read }
    return {
      wrong: what === 'check' || what === 'run' ? `${what}: expected a file` : 'expected check or run',
    }
  } catch (error) {
    return { wrong: error instanceof Error ? error.message : String(error) }
  }
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw new Error(`--data: expected KEY=VALUE, got “${text}”`)
  return [text.slice(0, at), text.slice(at + 1)]
}

async function allChecked(files: readonly string[]): Promise<number> {
  let code = 0
  for (const file of files) code = Math.max(code, await checked(file))
  return code
}

async function checked(file: string): Promise<number> {
  const fault = await scripts.check(await readFile(file, 'utf8'))
  if (!fault) return said(`${file}: valid\n`, 0)
  return said(`${file}:${fault.line}:${fault.column}: ${fault.message}\n`, 1)
}

async function ran(
  file: string,
  { data, checkProblem }: Pick<Read, 'data' | 'checkProblem'>,
): Promise<number> {
  const config = readConfig(process.env)
  if ('wrong' in config) return refused(config.wrong.join('\n'))
  const here = { scripts, ...scriptSettings(config.config), api: noServer }
  const found = here.limits({})
  if ('flaw' in found) return refused(found.flaw)
  const source = await readFile(file, 'utf8')
  const tried = { source, limits: found, data, checkProblem, user: 'admin' }
  const { ended, log, data: after } = await tryScript(tried, here, stop)
  for (const { level, text } of log) said(`${level} ${text}\n`, 0)
  for (const [key, value] of Object.entries(after)) said(`data ${key}=${value}\n`, 0)
  const message = 'reason' in ended ? ended.reason : 'message' in ended ? placed(ended) : undefined
  return said(
    `${ended.ended}${message === undefined ? '' : `: ${message}`}\n`,
    ended.ended === 'finished' ? 0 : 1,
  )
}

function noServer(): Promise<never> {
  throw new ScriptCallRefused('api: no server: try this script with POST /API/task-definition/script/try')
}

function said(text: string, code: number): number {
  process.stdout.write(text)
  return code
}

function refused(why: string): number {
  process.stderr.write(`${why}\n\n${USAGE}`)
  return 2
}

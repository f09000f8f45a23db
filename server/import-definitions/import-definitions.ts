/** Entry point of `npm run import-definitions`; handles signals, output and the exit code. */
import { resolve } from 'node:path'
import { stopSignal } from '../process/stop-signal.ts'
import { IMPORT_USAGE, readImportArguments } from './arguments.ts'
import { runImport } from './run-import.ts'

const stop = stopSignal()

const words = process.argv.slice(2)
const asked = readImportArguments(words[0] === '--import-definitions' ? words.slice(1) : words, process.env)
try {
  if ('wrong' in asked) refuse(`${asked.wrong}\n\n${IMPORT_USAGE}`, 2)
  else if ('help' in asked) process.stdout.write(IMPORT_USAGE)
  else {
    const write = (line: string) => void process.stdout.write(`${line}\n`)
    // npm runs its scripts in the folder of package.json.
    const folder = (path: string) => resolve(process.env['INIT_CWD'] ?? '.', path)
    process.exitCode = (await runImport(asked, { signal: stop, write, folder })) ? 0 : 1
  }
} catch (error) {
  refuse(stop.aborted ? 'Stopped.' : error instanceof Error ? error.message : String(error), 1)
}

function refuse(why: string, code: number): void {
  process.stderr.write(`${why}\n`)
  process.exitCode = code
}

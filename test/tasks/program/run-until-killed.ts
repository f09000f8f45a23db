/** Runs the program in its arguments through `run`, or, after the word `watched`, under the watcher only. */

import { spawn } from 'node:child_process'
import { watch } from '../../../tasks/program/parent-death.ts'
import { run } from '../../../tasks/program/program.ts'

const [how, program = '', ...parameters] = process.argv.slice(2)

if (how === 'watched') {
  const child = spawn(program, parameters, { detached: true, stdio: 'ignore' })
  if (child.pid !== undefined) watch(child.pid)
  process.stdout.write('watched\n')
} else {
  const onStdout = (line: string): void => void process.stdout.write(`${line}\n`)
  const env = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']))
  await run([program, ...parameters], { signal: new AbortController().signal, onStdout, env })
}

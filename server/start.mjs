/** Starts Callsheet: the program that the first argument names, otherwise the server. */

// Plain JavaScript: an older Node cannot load a `.ts` file, and this file then restarts itself under the Node
// 24 that `npm install` installs.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isRecent = major > 24 || (major === 24 && minor >= 12)
/** The first argument → the program of the npm script with that name. */
const PROGRAMS = new Map([
  ['--demo', './demo/demo.ts'],
  ['--script', './script/script.ts'],
  ['--user', './user-command/user-command.ts'],
  ['--import-definitions', './import-definitions/import-definitions.ts'],
  ['--doctor', './doctor/doctor.ts'],
  ['--bundle', './bundle/bundle.ts'],
  ['--replay', './replay/replay.ts'],
])
const program = PROGRAMS.get(process.argv[2] ?? '') ?? './main.ts'

// What the doctor can say without Node 24 and without packages, it says here.
if (process.argv[2] === '--doctor' && !(await import('./doctor/foundations.mjs')).holds()) process.exit(1)

if (isRecent) {
  module.enableCompileCache?.()
  await import(program)
} else {
  restartUnder(fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)))
}

/** @param {string} node */
function restartUnder(node) {
  if (!existsSync(node)) {
    process.stderr.write(
      `Callsheet needs Node 24.12 or newer, but this is Node ${process.versions.node}, ` +
        'and the Node that `npm install` installs is missing.\n' +
        'Run `npm install` without --omit=optional, or install Node 24, and start again.\n' +
        '`npm run doctor` checks this machine.\n',
    )
    process.exit(1)
  }
  // The server stops when this channel closes, as it does when this process is killed.
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  child.on('error', ({ message }) => {
    process.stderr.write(`${node} does not run: ${message}\n\`npm run doctor\` says what mends it.\n`)
    process.exit(1)
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

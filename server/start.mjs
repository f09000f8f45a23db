/**
 * Starts Callsheet, on the Node it needs: an older one cannot read a `.ts` file at all, so this file is plain JavaScript and
 * goes over to the Node 24 that `npm install` has brought along. `--demo` runs the demonstration, anything else the server.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import { fileURLToPath } from 'node:url'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
const isRecent = major > 24 || (major === 24 && minor >= 12)
const program = process.argv.includes('--demo') ? './demo/demo.ts' : './main.ts'

if (isRecent) {
  module.enableCompileCache?.()
  await import(program)
} else {
  goOver(fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)))
}

/** @param {string} node */
function goOver(node) {
  if (!existsSync(node)) {
    process.stderr.write(
      `Callsheet needs Node 24.12 or newer; this is ${process.versions.node}, and the one that \`npm install\` brings along is not there.\n` +
        'Run `npm install` without --omit=optional, or install Node 24 and start again.\n',
    )
    process.exit(1)
  }
  // The channel tells the server when this process is killed: it then stops too.
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)))
}

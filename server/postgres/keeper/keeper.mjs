/** Entry point of the keeper; enables Node's compile cache. */

// The cache halves the start time (from 70 to 37 ms on two cores). It applies only to modules that are loaded
// after it is enabled, so this file is plain JavaScript and imports the rest.
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

const plan = JSON.parse(process.argv[2])
enableCompileCache(join(plan.dataDir, 'run', 'cache'))
const { keep } = await import('./keeper.ts')
try {
  await keep(plan)
} catch (error) {
  // The process that started this one shows the lines with “error”; a system error, such as a full disk, says all.
  const { message, stack, syscall } = /** @type {NodeJS.ErrnoException} */ (error)
  process.stderr.write(`error: ${syscall === undefined ? stack : message}\n`)
  process.exit(1)
}

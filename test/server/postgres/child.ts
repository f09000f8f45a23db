/**
 * A server or a worker in a separate process, for tests that kill it. Arguments: `start`, `join` or `lock`,
 * and the options as JSON. Prints a line of JSON when it is up or has failed; stops cleanly on any input.
 */
import { once } from 'node:events'
import { lockDataDir } from '../../../server/postgres/data-dir/data-dir.ts'
import { joinPostgres, type PostgresOptions, startPostgres } from '../../../server/postgres/postgres.ts'

const [, , what, given = '{}'] = process.argv
const options: PostgresOptions = JSON.parse(given)
const say = (word: object) => process.stdout.write(`${JSON.stringify(word)}\n`)

async function take(): Promise<AsyncDisposable> {
  if (what === 'lock') return lockDataDir(options.dataDir)
  return what === 'join' ? joinPostgres(options) : startPostgres(options)
}

try {
  await using taken = await take()
  say({ up: true, ...('connection' in taken ? { connection: taken.connection } : {}) })
  await once(process.stdin, 'data')
} catch (error) {
  say({ failed: error instanceof Error ? error.message : String(error) })
}
process.exit()

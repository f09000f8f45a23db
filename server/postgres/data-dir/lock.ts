/** A lock that ends with the process that holds it, however that dies. */
import { existsSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

// Garbage collection closes a database and with it the lock: what is held stays referenced.
const held = new Set<DatabaseSync>()

/**
 * Undefined when another process (or another call in this one) holds it. SQLite is the portable way in Node to a
 * lock of the kernel. Nothing is ever written to the file, so it cannot be damaged, and it is never removed:
 * that would let two processes lock two files of one name. Nobody else may open it in this process; closing
 * any descriptor of a file drops a process's POSIX locks on it.
 */
export function tryLock(file: string): Disposable | undefined {
  if (!existsSync(file)) writeFileSync(file, '', { flag: 'a', mode: 0o600 })
  const database = new DatabaseSync(file, { timeout: 0 })
  try {
    database.exec('begin exclusive')
  } catch (error) {
    database.close()
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return undefined
    throw error
  }
  held.add(database)
  return {
    [Symbol.dispose]() {
      if (held.delete(database)) database.close()
    },
  }
}

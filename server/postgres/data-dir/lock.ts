/** Implements file locks that the kernel releases when the holding process dies. */
import { existsSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const SQLITE_BUSY = 5

// Held locks must stay referenced: garbage collection would close the database and release the lock.
const held = new Set<DatabaseSync>()

/**
 * Undefined if the lock is held by another process or another call in this one. SQLite is the portable way to
 * a kernel lock in Node. The file stays empty, so it cannot be corrupted. It is never removed, or two
 * processes could lock two files of the same name. Other code in this process must not open it: closing any
 * descriptor of a file releases all POSIX locks that the process has on it.
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

/** One server per DATA_DIR. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../postmaster-pid.ts'
import { foldersOf } from './folders.ts'
import { tryLock } from './lock.ts'

/** A process that was just killed holds its lock until the kernel has cleaned up; ms. */
const PATIENCE = 500
const PAUSE = 20

export class DataDirInUse extends Error {
  readonly dataDir: string
  /** The server that holds it; undefined when it could not be told. */
  readonly pid: number | undefined

  constructor(dataDir: string, pid: number | undefined) {
    super(
      `A Callsheet server${pid === undefined ? '' : ` (pid ${pid})`} already runs on ${dataDir}; ` +
        'start it with another DATA_DIR, or join it with `npm start -- --role worker`',
    )
    this.name = 'DataDirInUse'
    this.dataDir = dataDir
    this.pid = pid
  }
}

/**
 * Makes this process the server of `dataDir` until it disposes of the lock or dies; a `kill -9` leaves nothing
 * stale. Throws `DataDirInUse` when there is one already. Workers do not take it.
 */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  const folders = foldersOf(dataDir)
  const pidFile = join(folders.run, 'server.pid')
  for (let waited = 0; ; waited += PAUSE) {
    const lock = tryLock(join(folders.run, 'server.lock'))
    if (lock !== undefined) return asServer(lock, pidFile)
    // The name of a winner of the same instant may still be missing; a dead one's may still be there.
    const pid = livingPid(pidFile)
    if (pid !== undefined || waited >= PATIENCE) throw new DataDirInUse(folders.dataDir, pid)
    await sleep(PAUSE)
  }
}

function asServer(lock: Disposable, pidFile: string): AsyncDisposable {
  writeFileSync(pidFile, `${process.pid}\n`)
  return {
    async [Symbol.asyncDispose]() {
      rmSync(pidFile, { force: true })
      lock[Symbol.dispose]()
    },
  }
}

function livingPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10)
    return pid > 0 && isAlive(pid) ? pid : undefined
  } catch {
    return undefined
  }
}

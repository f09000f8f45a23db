/** Ensures that only one server runs on a DATA_DIR. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { CannotStart, isSystemError } from '../../process/cannot-start.ts'
import { isAlive } from '../postmaster-pid.ts'
import { foldersOf } from './folders.ts'
import { tryLock } from './lock.ts'

/** How long to wait for a lock: the kernel takes a moment to release that of a killed process; ms. */
const PATIENCE = 500
const PAUSE = 20

export class DataDirInUse extends CannotStart {
  override readonly name = 'DataDirInUse'
  readonly dataDir: string
  /** The server that holds the lock; undefined if unknown. */
  readonly pid: number | undefined

  constructor(dataDir: string, pid: number | undefined) {
    super(
      `A Callsheet server${pid === undefined ? '' : ` (pid ${pid})`} is already running on ${dataDir}: ` +
        'use another DATA_DIR, or join it with `npm start -- --role worker`',
    )
    this.dataDir = dataDir
    this.pid = pid
  }
}

/**
 * Makes this process the server of `dataDir` until it disposes of the lock or dies, even by `kill -9`. Throws
 * `DataDirInUse` if there already is one. Workers do not need the lock.
 */
export async function lockDataDir(dataDir: string): Promise<AsyncDisposable> {
  const folders = foldersOf(dataDir)
  const pidFile = join(folders.run, 'server.pid')
  for (let waited = 0; ; waited += PAUSE) {
    const lock = tryLockFile(join(folders.run, 'server.lock'))
    if (lock !== undefined) return asServer(lock, pidFile)
    // Without a living pid: a server that has just taken the lock may not have written its own yet.
    const pid = livingPid(pidFile)
    if (pid !== undefined || waited >= PATIENCE) throw new DataDirInUse(folders.dataDir, pid)
    await sleep(PAUSE)
  }
}

/** SQLite has messages of its own for a file that it cannot open or write. */
function tryLockFile(file: string): Disposable | undefined {
  try {
    return tryLock(file)
  } catch (error) {
    if (isSystemError(error)) throw error
    throw new CannotStart(`Cannot lock ${file}: ${error instanceof Error ? error.message : String(error)}`)
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

/** Runs the keeper, which starts PostgreSQL, restarts it when it dies, and stops it after its last user. */
import { existsSync, rmSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureCluster } from '../cluster.ts'
import { type Folders, foldersOf, makeSocketFolder } from '../data-dir/folders.ts'
import { tryLock } from '../data-dir/lock.ts'
import { trimLog } from '../data-dir/log-file.ts'
import { adoptPostmaster, PATIENT, type Postmaster, startPostmaster, stopPostmaster } from '../postmaster.ts'
import { choosePrograms, type PostgresPrograms } from '../programs.ts'
import { sayRunAs } from '../run-as.ts'
import type { Plan } from './messages.ts'
import { Users } from './users.ts'

const TRIM_EVERY = 60_000
/** A PostgreSQL that dies after running this long is restarted without delay, ms. */
const LONG_LIFE = 10_000

/**
 * Returns if another keeper of this DATA_DIR is running. Otherwise exits the process after PostgreSQL has
 * stopped: as soon as the last user leaves, or after a grace period if that user was killed.
 */
export async function keep(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.dataDir)
  const lock = await becomeKeeper(folders)
  if (lock === undefined) return
  trimLog(folders.log)
  setInterval(() => trimLog(folders.log), TRIM_EVERY)
  const users = await listen(plan, folders)
  const failure = await serve(plan, folders, users)
  if (failure !== undefined) await Promise.race([users.come, users.gone])
  // Before the lock is released: after that, the files in the folder may belong to the next keeper.
  users.close()
  rmSync(folders.sockets, { recursive: true, force: true })
  lock[Symbol.dispose]()
  await users.dismiss(failure === undefined ? { say: 'stopped' } : { say: 'failed', reason: failure })
  process.exit()
}

async function listen(plan: Plan, folders: Folders): Promise<Users> {
  makeSocketFolder(folders)
  rmSync(folders.keeperSocket, { force: true })
  const users = new Users(plan.graceMs)
  // The machine is shutting down, or an operator kills the keeper: no grace period.
  process.on('SIGTERM', () => users.hurry())
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  await users.listen(folders.keeperSocket)
  process.stdout.on('error', () => undefined) // the process that started this one is dead
  process.stdout.write('listening\n')
  return users
}

/** Keeps PostgreSQL running while it has users; returns the reason if it never ran. */
async function serve(plan: Plan, folders: Folders, users: Users): Promise<string | undefined> {
  const log = (line: string) => {
    writeSync(2, `keeper[${process.pid}]: ${line}\n`)
    users.tell({ say: 'log', line })
  }
  let ran = false
  for (let failures = 0; !users.closed; await Promise.race([sleep(pauseAfter(failures)), users.gone])) {
    const began = performance.now()
    try {
      const postmaster = await bringUp(plan, folders, log)
      users.ready = ran = true
      const died = await Promise.race([postmaster.gone, users.gone])
      if (died === undefined) await stopPostmaster(postmaster, PATIENT)
      else log(`PostgreSQL died (${died}); restarting it`)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      if (!ran) return reason
      log(reason)
    }
    users.ready = false
    failures = performance.now() - began > LONG_LIFE ? 0 : failures + 1
  }
  return undefined
}

/** 0 after the first failure, then 100, doubled each time up to 5 000; ms. */
function pauseAfter(failures: number): number {
  return failures < 2 ? 0 : Math.min(5_000, 50 * 2 ** (failures - 1))
}

async function bringUp(plan: Plan, folders: Folders, log: (line: string) => void): Promise<Postmaster> {
  const running = await adoptPostmaster(folders)
  if (running !== undefined) {
    log(`Took over a running PostgreSQL (pid ${running.pid})`)
    return running
  }
  const programs = choosePrograms(folders)
  await ensureCluster(folders, programs, plan.settings['fsync'] !== 'off')
  const started = await startPatiently(plan, folders, programs)
  log(
    `PostgreSQL ${programs.major} runs as ${sayRunAs(programs.runAs)} (pid ${started.pid}, ${programs.bin})`,
  )
  return started
}

/** Retries for up to 10 s: PostgreSQL refuses to start while sessions of a killed one are still ending. */
async function startPatiently(plan: Plan, folders: Folders, programs: PostgresPrograms): Promise<Postmaster> {
  for (let waited = 0; ; waited += 50) {
    try {
      return await startPostmaster(folders, programs, plan.settings)
    } catch (error) {
      if (waited >= 10_000 || !/still in use/.test(String(error))) throw error
      await sleep(50)
    }
  }
}

/**
 * Takes the keeper's lock, waiting for a keeper that is exiting. Undefined if another keeper is listening.
 */
async function becomeKeeper(folders: Folders): Promise<Disposable | undefined> {
  for (;;) {
    const lock = tryLock(join(folders.run, 'keeper.lock'))
    if (lock !== undefined) return lock
    if (existsSync(folders.keeperSocket) && (await listens(folders.keeperSocket))) return undefined
    await sleep(10)
  }
}

function listens(path: string): Promise<boolean> {
  return new Promise((settle) => {
    const socket = connect(path)
    socket.once('connect', () => settle(true)).once('error', () => settle(false))
    socket.once('connect', () => socket.destroy())
  })
}

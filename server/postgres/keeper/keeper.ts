/**
 * The keeper: a small process that starts PostgreSQL, starts it again when it dies, and stops it when the last of its
 * users has gone: at once after a goodbye, after a grace when they were killed. There is one per DATA_DIR; it has
 * a session of its own, so that what ends the server's terminal or process group does not end it.
 */
import { existsSync, rmSync, writeSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureCluster } from '../cluster.ts'
import { type Folders, foldersOf, makeSocketFolder } from '../data-dir/folders.ts'
import { tryLock } from '../data-dir/lock.ts'
import { trimLog } from '../data-dir/log-file.ts'
import { adoptPostmaster, PATIENT, type Postmaster, startPostmaster, stopPostmaster } from '../postmaster.ts'
import { choosePrograms, type Programs } from '../programs.ts'
import { sayRunAs } from '../run-as.ts'
import type { Plan } from './messages.ts'
import { Users } from './users.ts'

const TRIM_EVERY = 60_000
/** A PostgreSQL that ran this long and then died is started again at once, ms. */
const LONG_LIFE = 10_000

/** Returns when another keeper is there; otherwise ends the process when its work is done. */
export async function keep(plan: Plan): Promise<void> {
  const folders = foldersOf(plan.dataDir)
  const lock = await becomeKeeper(folders)
  if (lock === undefined) return
  trimLog(folders.log)
  setInterval(() => trimLog(folders.log), TRIM_EVERY)
  const users = await openDoor(plan, folders)
  const failure = await serve(plan, folders, users)
  if (failure !== undefined) await Promise.race([users.come, users.gone])
  // The order matters: once the lock is free, whatever stands in the folder may be the next keeper's.
  users.close()
  rmSync(folders.sockets, { recursive: true, force: true })
  lock[Symbol.dispose]()
  await users.dismiss(failure === undefined ? { say: 'stopped' } : { say: 'failed', reason: failure })
  process.exit()
}

async function openDoor(plan: Plan, folders: Folders): Promise<Users> {
  makeSocketFolder(folders)
  rmSync(folders.keeperSocket, { force: true })
  const users = new Users(plan.graceMs)
  // A machine that shuts down, or a person who kills the keeper, should not have to wait for the grace.
  process.on('SIGTERM', () => users.hurry())
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  await users.listen(folders.keeperSocket)
  process.stdout.on('error', () => undefined) // who started us is dead; then nobody may come, and the grace begins
  process.stdout.write('listening\n')
  return users
}

/** Keeps PostgreSQL running for as long as it has users; gives the reason when it never ran. */
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
      else log(`PostgreSQL died (${died}); starting it again`)
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

/** None after the first death, then 0.1 s, doubled up to 5 s; ms. */
function pauseAfter(failures: number): number {
  return failures < 2 ? 0 : Math.min(5_000, 50 * 2 ** (failures - 1))
}

async function bringUp(plan: Plan, folders: Folders, log: (line: string) => void): Promise<Postmaster> {
  const running = await adoptPostmaster(folders)
  if (running !== undefined) {
    log(`PostgreSQL (pid ${running.pid}) was left running and is taken over`)
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

/** Sessions of a killed PostgreSQL end by themselves, but not at once; until then a new one refuses to start. */
async function startPatiently(plan: Plan, folders: Folders, programs: Programs): Promise<Postmaster> {
  for (let waited = 0; ; waited += 50) {
    try {
      return await startPostmaster(folders, programs, plan.settings)
    } catch (error) {
      if (waited >= 10_000 || !/still in use/.test(String(error))) throw error
      await sleep(50)
    }
  }
}

/** The keeper's lock; waits while a keeper that is about to end holds it. Undefined when one is there to stay. */
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

/** Locates the files of the embedded PostgreSQL: below DATA_DIR, except sockets if the path is too long. */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotStart } from '../../process/cannot-start.ts'

/** Only part of the name of the socket (`.s.PGSQL.5432`): nothing listens on TCP. */
export const PORT = 5432

/** Limit for the path of a socket, bytes: 107 on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103

export interface Folders {
  /** Absolute, with symbolic links resolved, so that each folder has only one name. */
  readonly dataDir: string
  readonly cluster: string
  readonly log: string
  /** Has the locks, the caches and, if its path is short enough, the sockets. */
  readonly run: string
  /** Mode 0700: access to the socket makes any process a superuser of the database. */
  readonly sockets: string
  readonly keeperSocket: string
}

/** Creates DATA_DIR and its `run` folder if they do not exist. */
export function foldersOf(givenDataDir: string): Folders {
  mkdirSync(givenDataDir, { recursive: true })
  const dataDir = realpathSync(givenDataDir)
  const run = join(dataDir, 'run')
  mkdirSync(run, { recursive: true, mode: 0o700 })
  const sockets = socketFolder(dataDir, process.geteuid?.() ?? 0)
  return {
    dataDir,
    cluster: join(dataDir, 'postgres'),
    log: join(dataDir, 'postgres.log'),
    run,
    sockets,
    keeperSocket: join(sockets, 'keeper.sock'),
  }
}

/** `DATA_DIR/run/socket`, or a shorter path that depends only on the user and DATA_DIR. */
export function socketFolder(dataDir: string, uid: number): string {
  const near = join(dataDir, 'run', 'socket')
  if (Buffer.byteLength(join(near, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET_PATH) return near
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  return join(tmpdir(), `callsheet-${uid}-${name}`)
}

/**
 * False if the socket folder does not exist. Throws if another user owns it: in a shared temporary folder,
 * that user could intercept connections.
 */
export function socketFolderIsOurs({ sockets, cluster }: Folders): boolean {
  const found = lstatSync(sockets, { throwIfNoEntry: false })
  if (found === undefined) return false
  // Under root, PostgreSQL may run as another account, which then owns the folder.
  const owners = [process.geteuid?.() ?? found.uid, statSync(cluster, { throwIfNoEntry: false })?.uid]
  if (found.isDirectory() && owners.includes(found.uid)) return true
  throw new CannotStart(
    `${sockets} belongs to uid ${found.uid}: remove it, or choose a DATA_DIR with a shorter path`,
  )
}

/** Creates the socket folder, or reuses the existing one, with mode 0700. */
export function makeSocketFolder(folders: Folders): void {
  if (!socketFolderIsOurs(folders)) mkdirSync(folders.sockets, { mode: 0o700 })
  chmodSync(folders.sockets, 0o700)
}

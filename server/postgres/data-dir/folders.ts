/** Where the embedded PostgreSQL keeps its things: all below DATA_DIR, except sockets whose path would be too long. */
import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The port only names the socket file (`.s.PGSQL.5432`); nothing listens on TCP. */
export const PORT = 5432

/** Bytes of a socket's path: 107 on Linux, 103 on macOS. */
const LONGEST_SOCKET_PATH = 103

export interface Folders {
  /** Absolute, with symbolic links resolved: two spellings of one folder are one folder. */
  readonly dataDir: string
  readonly cluster: string
  readonly log: string
  /** Locks, caches and, where the path is short enough, the sockets. */
  readonly run: string
  /** Mode 0700: who can enter it is a superuser of the database. */
  readonly sockets: string
  readonly keeperSocket: string
}

/** Makes DATA_DIR and its `run` folder when they are missing. */
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

/** `DATA_DIR/run/socket`, or a short folder that is the same for every process of this user on this DATA_DIR. */
export function socketFolder(dataDir: string, uid: number): string {
  const near = join(dataDir, 'run', 'socket')
  if (Buffer.byteLength(join(near, `.s.PGSQL.${PORT}`)) <= LONGEST_SOCKET_PATH) return near
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 12)
  return join(tmpdir(), `callsheet-${uid}-${name}`)
}

/**
 * False while the socket folder does not exist. Throws when it is somebody else's: in a shared temporary
 * folder another user could wait there for our connections.
 */
export function socketFolderIsOurs({ sockets, cluster }: Folders): boolean {
  const found = lstatSync(sockets, { throwIfNoEntry: false })
  if (found === undefined) return false
  // As root the database may run under an account of its own, and then owns the folder too.
  const owners = [process.geteuid?.() ?? found.uid, statSync(cluster, { throwIfNoEntry: false })?.uid]
  if (found.isDirectory() && owners.includes(found.uid)) return true
  throw new Error(
    `${sockets} belongs to uid ${found.uid}: remove it, or choose a DATA_DIR with a shorter path`,
  )
}

/** Makes the socket folder with mode 0700, or takes the one that is ours. */
export function makeSocketFolder(folders: Folders): void {
  if (!socketFolderIsOurs(folders)) mkdirSync(folders.sockets, { mode: 0o700 })
  chmodSync(folders.sockets, 0o700)
}

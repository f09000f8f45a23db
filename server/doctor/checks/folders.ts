/** Whether DATA_DIR, the temporary folder and the media roots have room, and may be read and written. */
import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, open, rm, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { clock } from '../../../steps/engine/runtime/clock.ts'
import { quoted } from '../../../tasks/ffmpeg/run.ts'
import { inWords } from '../../process/cannot-start.ts'
import type { Finding } from '../finding.ts'

export interface FolderFacts {
  readonly name: 'DATA_DIR' | 'temporary folder' | 'media root'
  readonly path: string
  /** `silent`: its file system does not respond. */
  readonly is: 'there' | 'missing' | 'silent'
  /** Of its file system, or that of the nearest folder above it that exists. */
  readonly room: Room
  /** Why it cannot be read or written; absent if it can. */
  readonly unreadable?: string
  readonly unwritable?: string
  /** Whether the server makes it when it starts. */
  readonly isMade?: boolean
}

interface Room {
  readonly freeMiB: number
  readonly totalMiB: number
  /** Zero of zero on file systems without a fixed number, such as btrfs. */
  readonly freeInodes: number
  readonly inodes: number
}

type Folder = Pick<FolderFacts, 'name' | 'path' | 'isMade'>

/**
 * Writes and removes an empty file in a folder that exists: rights of network shares show in no other way.
 */
export async function lookAtFolder(folder: Folder): Promise<FolderFacts> {
  const late = new AbortController()
  const silent = clock.sleep(RESPONDS_WITHIN_MS, late.signal).then(() => undefined)
  const looked = await Promise.race([look(folder), silent])
  late.abort()
  return looked ?? { ...folder, is: 'silent', room: NO_ROOM }
}

const RESPONDS_WITHIN_MS = 5_000
const NO_ROOM: Room = { freeMiB: 0, totalMiB: 0, freeInodes: 0, inodes: 0 }

async function look(folder: Folder): Promise<FolderFacts> {
  const found = await stat(folder.path).catch(() => undefined)
  const room = await roomOf(folder.path)
  if (found === undefined) return { ...folder, is: 'missing', room }
  const unreadable = await whyNot(access(folder.path, constants.R_OK | constants.X_OK))
  const unwritable = await whyNot(writeAndRemove(join(folder.path, `.doctor-${randomUUID()}`)))
  return {
    ...folder,
    is: 'there',
    room,
    ...(unreadable && { unreadable }),
    ...(unwritable && { unwritable }),
  }
}

async function roomOf(path: string): Promise<Room> {
  const found = await statfs(path).catch(() => undefined)
  if (found === undefined) return dirname(path) === path ? NO_ROOM : roomOf(dirname(path))
  const { bavail, blocks, bsize, ffree, files } = found
  const mib = (count: number) => Math.floor((count * bsize) / 2 ** 20)
  return { freeMiB: mib(bavail), totalMiB: mib(blocks), freeInodes: ffree, inodes: files }
}

async function writeAndRemove(path: string): Promise<void> {
  await (await open(path, 'wx')).close()
  await rm(path)
}

async function whyNot(done: Promise<unknown>): Promise<string | undefined> {
  return done.then(
    () => undefined,
    (error: Error) => inWords(error).replace(/, .*/, ''),
  )
}

/** Pure. */
export function folderFindings(folders: readonly FolderFacts[]): readonly Finding[] {
  // The room of a folder that is missing may be that of another file system.
  const hasRoom = ({ is, isMade = false }: FolderFacts) => is === 'there' || (is === 'missing' && isMade)
  return folders.flatMap((folder) => [rightsOf(folder), ...(hasRoom(folder) ? [roomIn(folder)] : [])])
}

function rightsOf({ name, path, is, unreadable, unwritable, isMade = false }: FolderFacts): Finding {
  const check = 'permissions'
  const [of, word] = [`${name} ${path}`, quoted([path])]
  if (is === 'silent')
    return wrong(check, `${of} does not respond: its share may be down`, [
      `sudo umount -l ${word}`,
      'sudo mount -a',
    ])
  if (is === 'missing' && isMade) return { check, state: 'ok', says: `${of} is made by the first start` }
  if (is === 'missing')
    return {
      ...wrong(check, `${of} does not exist`, ['sudo mount -a', `mkdir -p ${word}`]),
      state: 'warning',
    }
  const own = `sudo chown "$(id -u):$(id -g)" ${word}`
  if (unreadable !== undefined)
    return wrong(check, `${of} cannot be read: ${unreadable}`, [own, `chmod u+rwx ${word}`])
  if (unwritable === undefined) return { check, state: 'ok', says: `${of} can be read and written` }
  const isReadOnly = unwritable.includes('read-only')
  const mend = isReadOnly ? [`sudo mount -o remount,rw ${word}`] : [own, `chmod u+rwx ${word}`]
  // A read-only media root can still have sources.
  const state = name === 'media root' ? 'warning' : 'wrong'
  return { check, state, says: `${of} cannot be written: ${unwritable}`, mend }
}

function roomIn({ name, path, room }: FolderFacts): Finding {
  const check = 'disk'
  const { freeMiB, totalMiB, freeInodes, inodes } = room
  const of = `${name} ${path}`
  const word = quoted([path])
  const mend = [`du -xh ${word} | sort -h | tail -20`]
  if (freeMiB < FULL_MIB) return wrong(check, `${of} has ${freeMiB} MiB free`, mend)
  const files = [`du -x --inodes ${word} | sort -n | tail -20`]
  if (inodes > 0 && freeInodes < FULL_INODES)
    return wrong(check, `${of} has room for only ${freeInodes} more files (inodes)`, files)
  const says = `${of} has ${sizeOf(freeMiB)} of ${sizeOf(totalMiB)} free`
  if (freeMiB < SCARCE_MIB) return { check, state: 'warning', says, mend }
  const isScarce = inodes > 0 && freeInodes < inodes / 100
  if (isScarce)
    return { check, state: 'warning', says: `${says}, but only ${freeInodes} inodes`, mend: files }
  return { check, state: 'ok', says }
}

/** Less than the first migration and the log of PostgreSQL need. */
const FULL_MIB = 128
const FULL_INODES = 1_000
/** A minute of ProRes in HD takes about 1 GiB. */
const SCARCE_MIB = 5 * 1_024

function sizeOf(mib: number): string {
  return mib < 10_240 ? `${mib} MiB` : `${Math.floor(mib / 1_024)} GiB`
}

function wrong(check: string, says: string, mend: readonly string[]): Finding {
  return { check, state: 'wrong', says, mend }
}

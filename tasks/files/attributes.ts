/** The attributes of a copy: those of its source, or those of any new file. */

import type { FileHandle } from 'node:fs/promises'
import { codeOf } from './open-folder.ts'

/**
 * Gives a copy the permission bits and times of its source (to the microsecond), and its owner and group
 * where this process may. Never the bits setuid, setgid and sticky. Node has no call for extended attributes
 * and access control lists: they are not kept. Attributes that the file system does not have are left out.
 */
export async function keepAttributes(from: FileHandle, to: FileHandle): Promise<void> {
  const { mode, uid, gid, atimeNs, mtimeNs } = await from.stat({ bigint: true })
  await wherePossible(to.chmod(Number(mode) & PERMISSIONS))
  await wherePossible(to.utimes(timeOf(atimeNs), timeOf(mtimeNs)))
  // Last, as only the owner may change the rest. A member of the group may still set that.
  const isOwned = await wherePossible(to.chown(Number(uid), Number(gid)))
  if (!isOwned) await wherePossible(to.chown(-1, Number(gid)))
}

/** Gives a copy the permission bits of a new file. Where blocks are shared, it has those of its source. */
export async function dropPermissions(to: FileHandle): Promise<void> {
  await wherePossible(to.chmod(0o666 & ~process.umask()))
}

/** Without setuid, setgid and sticky. */
const PERMISSIONS = 0o777

/**
 * Seconds as a float, whose steps are a quarter of a microsecond by now. Node cuts what follows the
 * nanosecond: without a step more, 0.247 s would become 0.246999979 s, which is another millisecond.
 */
function timeOf(ns: bigint): number | Date {
  // Node takes a negative number for the present.
  if (ns < 0n) return new Date(Number(ns / 1_000_000n))
  const micros = Number(ns / 1_000n)
  return (micros % 1e6 === 0 ? micros : micros + 0.25) / 1e6
}

/** False if this process may not, or the file system cannot. */
async function wherePossible(change: Promise<void>): Promise<boolean> {
  try {
    await change
    return true
  } catch (error) {
    if (!REFUSED.has(codeOf(error) ?? '')) throw error
    return false
  }
}

/** EINVAL: an owner that does not exist in the user namespace or on the file server. */
const REFUSED: ReadonlySet<string> = new Set(['EPERM', 'EINVAL', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

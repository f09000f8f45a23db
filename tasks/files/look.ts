/** Size, time and identity of a file, to detect later whether it has changed. */

import { lstat, stat, utimes } from 'node:fs/promises'
import { allocatedOf } from './sparse.ts'

export interface FileStamp {
  /** Bytes. */
  readonly size: number
  readonly mtimeMs: number
  /** Bytes of the disk that its data take: less than `size` if it has holes. */
  readonly allocated: number
  /** Device and inode number; unaffected by renames. */
  readonly identity: string
}

/** Undefined if the path does not exist. */
export async function look(path: string): Promise<(FileStamp & { readonly isFile: boolean }) | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return (
    found && {
      size: Number(found.size),
      mtimeMs: Number(found.mtimeMs),
      allocated: allocatedOf({ size: Number(found.size), blocks: Number(found.blocks) }),
      identity: `${found.dev}:${found.ino}`,
      isFile: found.isFile(),
    }
  )
}

/** Whether it is the same file and has not been written to in between. Pure. */
export function isUnchanged(before: FileStamp, after: FileStamp | undefined): boolean {
  return (
    after !== undefined &&
    before.size === after.size &&
    before.mtimeMs === after.mtimeMs &&
    before.identity === after.identity
  )
}

/** Sets the modification time of a whole file back by a day, so that no job waits for it to stop growing. */
export async function dateBack(path: string): Promise<void> {
  const { mtimeMs } = await stat(path)
  const written = mtimeMs / 1_000 - 86_400
  await utimes(path, written, written)
}

/** Whether the name is taken, by a dangling link as well. */
export async function isTaken(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

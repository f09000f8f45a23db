/** What a file looks like from outside, to tell later whether it is still the same. */

import { stat, utimes } from 'node:fs/promises'

export interface FileStamp {
  /** Bytes. */
  readonly size: number
  readonly mtimeMs: number
  /** Device and number of the file, which a rename keeps. */
  readonly identity: string
}

/** Undefined when no file is there. */
export async function look(path: string): Promise<(FileStamp & { readonly isFile: boolean }) | undefined> {
  const found = await stat(path, { bigint: true }).catch(() => undefined)
  return (
    found && {
      size: Number(found.size),
      mtimeMs: Number(found.mtimeMs),
      identity: `${found.dev}:${found.ino}`,
      isFile: found.isFile(),
    }
  )
}

/** Whether it is the same file and nobody has written to it in between. Pure. */
export function isUnchanged(before: FileStamp, after: FileStamp | undefined): boolean {
  return (
    after !== undefined &&
    before.size === after.size &&
    before.mtimeMs === after.mtimeMs &&
    before.identity === after.identity
  )
}

/** Dates a file that has just been written, and is whole, back by a day: nobody has to wait and see whether it grows. */
export async function dateBack(path: string): Promise<void> {
  const { mtimeMs } = await stat(path)
  const written = mtimeMs / 1_000 - 86_400
  await utimes(path, written, written)
}

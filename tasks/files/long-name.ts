/** Finds names that are too long for their file system before anything is written. */

import { lstat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { codeOf } from './open-folder.ts'

/**
 * The reason why no file can have this path, which contains no links, because of its last name; undefined if
 * one can. Asks the file system, because the limit is 255 bytes for most, but not for all. `within`: the
 * nearest folder that exists.
 */
export async function nameTooLong(path: string, within?: string): Promise<string | undefined> {
  const folder = within ?? (await existing(dirname(path)))
  return (await errorOf(join(folder, basename(path)))) === 'ENAMETOOLONG' ? tooLong(path) : undefined
}

/** The reason why no file of any file system can have this path; undefined if one can. Pure. */
export function pathTooLong(path: string): string | undefined {
  return Buffer.byteLength(path) > LONGEST_PATH ? tooLong(path) : undefined
}

/** The reason for ENAMETOOLONG: the longest name of the path, or the path. Pure. */
export function tooLong(path: string): string {
  const [{ name, bytes } = { name: '', bytes: 0 }] = path
    .split('/')
    .map((each) => ({ name: each, bytes: Buffer.byteLength(each) }))
    .toSorted((one, other) => other.bytes - one.bytes)
  return bytes <= LONGEST_USUAL && Buffer.byteLength(path) > LONGEST_PATH
    ? `has more than the ${LONGEST_PATH} bytes that a path may have`
    : `has a name that is too long for its file system: “${name}” has ${bytes} bytes`
}

/** Bytes, on most file systems. */
const LONGEST_USUAL = 255
/** Bytes, by Linux (PATH_MAX, without the NUL). */
const LONGEST_PATH = 4_095

async function existing(folder: string): Promise<string> {
  const isMissing = folder !== '/' && (await errorOf(folder)) === 'ENOENT'
  return isMissing ? existing(dirname(folder)) : folder
}

async function errorOf(path: string): Promise<string | undefined> {
  return lstat(path).then(() => undefined, codeOf)
}

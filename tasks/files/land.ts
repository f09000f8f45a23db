/** Lands outputs: a partial file takes its final name once it is whole, and overwrites nothing. */

import { createHash } from 'node:crypto'
import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { codeOf, namesIn, openFolder, READ, removeFile } from './open-folder.ts'

/**
 * `already-ours`: this very file has the final name; it landed, but a crash kept that from being recorded.
 */
export type LandResult = 'landed' | 'already-ours' | 'taken'

/**
 * Gives `partial` the second name `final` atomically, unless that name is taken. A landed file is flushed to
 * disk, name and content. The partial name stays, so that `already-ours` can be detected after a crash: call
 * `removePartials` once the result is recorded. Both names must be in the same folder.
 */
export async function land(partial: string, final: string): Promise<LandResult> {
  await using folder = await openFolder(dirname(final))
  const [from, to] = [folder.at(basename(partial)), folder.at(basename(final))]
  await flush(from)
  const landed = await take(from, to)
  if (landed !== 'taken') await flush(folder.at('.'))
  return landed
}

/**
 * For file systems without hard links (exFAT, some network shares): creates an empty file `final`, then
 * replaces it. A crash in between leaves the empty file. The partial name is gone afterwards, so the result
 * is never `already-ours`.
 */
export async function landByRename(partial: string, final: string): Promise<LandResult> {
  try {
    await (await open(final, 'wx')).close()
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'taken'
    throw error
  }
  try {
    await rename(partial, final)
  } catch (error) {
    await rm(final, { force: true })
    throw error
  }
  return 'landed'
}

/**
 * Gives `partial` the name `final` atomically, in place of the file that has it: a reader of that file
 * reads it to its end. The partial name is gone afterwards. Both names must be in the same folder.
 */
export async function replaceFile(partial: string, final: string): Promise<void> {
  await using folder = await openFolder(dirname(final))
  const from = folder.at(basename(partial))
  await flush(from)
  await rename(from, folder.at(basename(final)))
  await flush(folder.at('.'))
}

/** The path of a partial file, beside the final one and hidden, such as `.clip.VX-1.200.17.partial.mp4`. */
export function partialName(final: string, jobId: string, step: number, run: number): string {
  const { before, after } = pattern(final, jobId, step)
  return join(dirname(final), `${before}${run}${after}`)
}

/**
 * Removes the partial files of all runs of the step; with `beforeRun`, only those of earlier runs, so that a
 * run whose node was frozen does not remove the file that a later run is writing.
 */
export async function removePartials(
  final: string,
  jobId: string,
  step: number,
  beforeRun = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const { name, run } of await partials(final, jobId, step)) {
    if (run < beforeRun) await removeFile(name)
  }
}

/**
 * Whether a partial file of any run of the step has landed: then the work is done and only its record is
 * missing.
 */
export async function hasLanded(final: string, jobId: string, step: number): Promise<boolean> {
  for (const { name } of await partials(final, jobId, step)) {
    if (await isSameFile(name, final)) return true
  }
  return false
}

/** Error codes for file systems without hard links, and for files that cannot have more of them. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']

async function take(partial: string, final: string): Promise<LandResult> {
  try {
    await link(partial, final)
    return 'landed'
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EEXIST') return (await isSameFile(partial, final)) ? 'already-ours' : 'taken'
    if (code !== undefined && NO_LINKS.includes(code)) return landByRename(partial, final)
    throw error
  }
}

async function partials(
  final: string,
  jobId: string,
  step: number,
): Promise<readonly { name: string; run: number }[]> {
  const folder = dirname(final)
  const { before, after } = pattern(final, jobId, step)
  const names = await namesIn(folder)
  return names
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => ({ name: join(folder, name), run: Number(name.slice(before.length, -after.length)) }))
    .filter(({ run }) => Number.isInteger(run))
}

/** Maximum length of a file name on common file systems, bytes, minus 20 digits for the run. */
const LONGEST_NAME = 255 - 20

function pattern(
  final: string,
  jobId: string,
  step: number,
): { readonly before: string; readonly after: string } {
  const extension = extname(final)
  const stem = basename(final, extension)
  const around = (start: string) => ({ before: `.${start}.${jobId}.${step}.`, after: `.partial${extension}` })
  const { before, after } = around(stem)
  if (Buffer.byteLength(before + after) <= LONGEST_NAME) return { before, after }
  return around(shortened(stem)) // too long to add to
}

/** What stands in the name of a partial file for a stem that is too long. */
export function shortened(stem: string): string {
  return createHash('sha256').update(stem).digest('hex').slice(0, 32)
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const identity = async (path: string): Promise<string | undefined> =>
    lstat(path, { bigint: true }).then(
      ({ dev, ino }) => `${dev}:${ino}`,
      () => undefined,
    )
  const inode = await identity(one)
  return inode !== undefined && inode === (await identity(other))
}

/** Flushes the file or folder to disk. */
async function flush(path: string): Promise<void> {
  await using file = await open(path, READ)
  await file.sync()
}

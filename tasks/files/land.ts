/** Outputs are whole or not there: written under a partial name beside the final one, which is then taken without overwriting. */

import { createHash } from 'node:crypto'
import { link, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'

/** `already-ours`: the final name is this very file, taken before a crash that came between taking it and recording that. */
export type LandResult = 'landed' | 'already-ours' | 'taken'

/**
 * Gives `partial` the name `final` as well, in one step that fails when the name is in use. What has landed is on the disk, name and
 * content. The partial name stays, so that “already ours” can be told after a crash: call `removePartials` once the end is recorded.
 * Both names must be on one file system.
 */
export async function land(partial: string, final: string): Promise<LandResult> {
  await flush(partial)
  const landed = await take(partial, final)
  if (landed !== 'taken') await flush(dirname(final))
  return landed
}

/**
 * For file systems without hard links (exFAT, some network shares): the name is claimed by creating it, then replaced. A crash between
 * the two leaves an empty file, and the partial name is gone afterwards, so that here “already ours” is never told.
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

/** The name one run of one step writes under: hidden, beside the final name and with its extension, such as `.clip.VX-1.200.17.partial.mp4`. */
export function partialName(final: string, jobId: string, step: number, run: number): string {
  const { before, after } = pattern(final, jobId, step)
  return join(dirname(final), `${before}${run}${after}`)
}

/**
 * Removes what all runs of the step left beside the final name; with `beforeRun`, only what runs before that one left. A run whose
 * worker was frozen must not remove what a later one is writing.
 */
export async function removePartials(
  final: string,
  jobId: string,
  step: number,
  beforeRun = Number.POSITIVE_INFINITY,
): Promise<void> {
  for (const { name, run } of await partials(final, jobId, step)) {
    if (run < beforeRun) await rm(name, { force: true })
  }
}

/** Whether any run of the step has taken the final name: then the work is done, and only its record is missing. */
export async function hasLanded(final: string, jobId: string, step: number): Promise<boolean> {
  for (const { name } of await partials(final, jobId, step)) {
    if (await isSameFile(name, final)) return true
  }
  return false
}

/** Error codes of file systems that have no hard links, or no more of them for this file. */
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
  const names = await readdir(folder).catch(() => []) // no folder, no partials
  return names
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => ({ name: join(folder, name), run: Number(name.slice(before.length, -after.length)) }))
    .filter(({ run }) => Number.isInteger(run))
}

/** Longest file name of the usual file systems, bytes, less the 20 digits a run can have. */
const LONGEST_NAME = 255 - 20

function pattern(
  final: string,
  jobId: string,
  step: number,
): { readonly before: string; readonly after: string } {
  const extension = extname(final)
  const stem = basename(final, extension)
  const named = (start: string) => ({ before: `.${start}.${jobId}.${step}.`, after: `.partial${extension}` })
  const { before, after } = named(stem)
  if (Buffer.byteLength(before + after) <= LONGEST_NAME) return { before, after }
  return named(createHash('sha256').update(stem).digest('hex').slice(0, 32)) // too long to be extended
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const identity = async (path: string): Promise<string | undefined> =>
    stat(path, { bigint: true }).then(
      ({ dev, ino }) => `${dev}:${ino}`,
      () => undefined,
    )
  const inode = await identity(one)
  return inode !== undefined && inode === (await identity(other))
}

/** Waits until the file or folder is on the disk. */
async function flush(path: string): Promise<void> {
  await using file = await open(path, 'r')
  await file.sync()
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

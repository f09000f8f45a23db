/** Lands folders: a partial folder takes its final name once it is whole, and replaces nothing. */
import { lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { LandResult } from './land.ts'
import { codeOf, openFolder } from './open-folder.ts'

/** Says which run has made a folder, until that is recorded. */
const MARK = '.made-by'

/** Creates an empty folder; what an earlier attempt of the same run left is removed. */
export async function freshFolder(path: string, mark: string): Promise<void> {
  await removeFolder(path)
  await using parent = await openFolder(dirname(path), { create: true })
  await mkdir(parent.at(basename(path)))
  await using folder = await openFolder(path)
  await writeFile(folder.at(MARK), mark)
}

/** Both are in one folder. `mark`: that of the partial folder, by which it is known again after a crash. */
export async function landFolder(partial: string, final: string, mark: string): Promise<LandResult> {
  await using parent = await openFolder(dirname(final))
  if (await exists(parent.at(basename(final))))
    return (await isMarked(final, mark)) ? 'already-ours' : 'taken'
  try {
    await rename(parent.at(basename(partial)), parent.at(basename(final)))
    return 'landed'
  } catch (error) {
    if (['EEXIST', 'ENOTEMPTY', 'ENOTDIR'].includes(codeOf(error) ?? '')) return 'taken'
    throw error
  }
}

export async function isMarked(path: string, mark: string): Promise<boolean> {
  try {
    await using folder = await openFolder(path)
    return (await readFile(folder.at(MARK), 'utf8')) === mark
  } catch {
    return false
  }
}

/** Once the folder is recorded: removes the mark, and what else was hidden. */
export async function removeHidden(path: string): Promise<void> {
  await using folder = await openFolder(path)
  const hidden = (await readdir(folder.at('.'))).filter((name) => name.startsWith('.'))
  for (const name of hidden) await rm(folder.at(name), { force: true })
}

/** Removes a folder with all its files; succeeds if it does not exist. */
export async function removeFolder(path: string): Promise<void> {
  try {
    await using parent = await openFolder(dirname(path))
    await rm(parent.at(basename(path)), { recursive: true, force: true })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Leaves a folder that has files, or that does not exist. */
export async function removeEmptyFolder(path: string): Promise<void> {
  try {
    await using parent = await openFolder(dirname(path))
    await rmdir(parent.at(basename(path)))
  } catch (error) {
    if (!['EEXIST', 'ENOTEMPTY', 'ENOENT'].includes(codeOf(error) ?? '')) throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}

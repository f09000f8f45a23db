/** Keeps the registry of files in step with the storages: scans, checksums, and files to delete. */
import { basename, dirname } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import { serialOf } from '../../schema/ids.ts'
import {
  filesToDelete,
  forgetDeleted,
  keepUsedFiles,
  lockToDelete,
} from '../../schema/queries/media/files-to-delete.ts'
import { claimScan } from '../../schema/queries/media/storages/scan.ts'
import { nextUnhashed, recordHash, type Unhashed } from '../../schema/queries/media/unhashed.ts'
import { transaction } from '../../schema/sql/transaction.ts'
import { removeEmptyFolder } from '../../tasks/files/folders.ts'
import { look } from '../../tasks/files/look.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { codeOf, removeFile } from '../../tasks/files/open-folder.ts'
import { every } from '../engine/runtime/clock.ts'
import type { Tools } from '../tools.ts'
import { scanStorage } from './scan-storage.ts'

export interface WatchOptions {
  readonly fork: () => EntityManager
  readonly tools: Pick<Tools, 'mediaRoots' | 'tasks'>
  readonly onError: (error: unknown) => void
}

/** Watches until the signal is aborted. Any number of nodes share the work. */
export async function watchStorages(options: WatchOptions, signal: AbortSignal): Promise<void> {
  const hashing = new Hashing(options, signal)
  await Promise.all([
    every(LOOK_MS, signal, options.onError, () => scanDue(options, signal)),
    every(LOOK_MS, signal, options.onError, () => hashing.round()),
    every(DELETE_MS, signal, options.onError, () => deleteFiles(options, signal)),
  ])
}

const LOOK_MS = 1_000
const DELETE_MS = 5_000

/** Scans every storage that is due. */
export async function scanDue(
  { fork, tools: { mediaRoots } }: WatchOptions,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const due = signal.aborted ? undefined : await claimScan(fork())
    if (!due) return
    await scanStorage(due, { fork, mediaRoots, signal })
  }
}

/** Computes missing checksums, one file after the other. */
export class Hashing {
  readonly #options: WatchOptions
  readonly #signal: AbortSignal
  /** Files before it could not be read; they are tried again when the end is reached. */
  #after = 0

  constructor(options: WatchOptions, signal: AbortSignal) {
    this.#options = options
    this.#signal = signal
  }

  async round(): Promise<void> {
    const { fork } = this.#options
    for (;;) {
      const file = this.#signal.aborted ? undefined : await nextUnhashed(fork(), this.#after)
      if (!file) {
        this.#after = 0
        return
      }
      this.#after = file.id
      const hashed = await this.#hashed(file)
      if (hashed) await recordHash(fork(), file, hashed)
    }
  }

  async #hashed({ uri, size }: Unhashed) {
    const { tools } = this.#options
    const place = await insideRoots(uri, tools.mediaRoots)
    if (!('path' in place)) return undefined
    const found = await look(place.path)
    if (!found?.isFile || (size >= 0 && found.size !== size)) return undefined
    const sums = await tools.tasks.run('checksum', { path: place.path, algorithms: ['sha1'] }, this.#signal)
    if (sums.ended !== 'done' || sums.sizeBytes !== found.size) return undefined
    const { sha1 } = sums.checksums
    return sha1 === undefined ? undefined : { sha1, sizeBytes: sums.sizeBytes }
  }
}

/**
 * Deletes the bytes of files that nothing needs, and the folders of packages with them; then forgets the
 * files.
 */
export async function deleteFiles(options: WatchOptions, signal?: AbortSignal): Promise<void> {
  const { fork } = options
  await keepUsedFiles(fork())
  // Files that cannot be removed must not keep back those after them.
  for (let afterId = 0; !signal?.aborted; ) {
    const ids = await filesToDelete(fork(), { afterId, most: AT_ONCE })
    for (const id of ids) if (!signal?.aborted) await deleteFile(id, options)
    afterId = ids.at(-1) ?? 0
    if (ids.length < AT_ONCE) return
  }
}

const AT_ONCE = 1_000

function deleteFile(id: number, { fork, tools: { mediaRoots } }: WatchOptions): Promise<void> {
  return transaction(fork(), async (tx) => {
    const uri = await lockToDelete(tx, id)
    if (uri === undefined) return
    const place = await insideRoots(uri, mediaRoots)
    if ('refused' in place) return
    const left = 'path' in place ? await removed(place.path) : undefined
    if (left === undefined) await forgetDeleted(tx, id)
  })
}

/** Why the file is still there. */
async function removed(path: string): Promise<string | undefined> {
  try {
    await removeFile(path)
    const folder = dirname(path)
    // The folder of a package has the id of a file as its name. Other folders are not ours.
    if (serialOf(basename(folder)) !== undefined) await removeEmptyFolder(folder)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    return code === 'ENOENT' ? undefined : (code ?? String(error))
  }
}

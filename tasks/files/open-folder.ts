/** Reaches files through descriptors, so that a link that is swapped in on the way leads nowhere. */

import { constants, existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * A folder that is held open. Its files are reached through its descriptor: whatever is renamed or linked
 * above it meanwhile, they are the files of this very folder.
 */
export class OpenFolder implements AsyncDisposable {
  readonly #path: string
  readonly #handle: FileHandle

  constructor(path: string, handle: FileHandle) {
    this.#path = path
    this.#handle = handle
  }

  /** The path of a file in the folder, for this process. */
  at(name: string): string {
    return BY_DESCRIPTOR ? `/proc/self/fd/${this.#handle.fd}/${name}` : join(this.#path, name)
  }

  /** Its descriptor, for a process that this one starts. */
  get fd(): number {
    return this.#handle.fd
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#handle.close()
  }
}

/**
 * Opens a folder by its path without links, as `insideRoots` returns it; `create` makes what is missing.
 * Fails with ENOTDIR where a part of the path is a link by now.
 */
export async function openFolder(path: string, { create = false } = {}): Promise<OpenFolder> {
  let folder = new OpenFolder('/', await open('/', FOLDER))
  for (const [at, name] of path.split('/').filter(Boolean).entries()) {
    const here = `/${path
      .split('/')
      .filter(Boolean)
      .slice(0, at + 1)
      .join('/')}`
    try {
      const inside = folder.at(name)
      if (create) await mkdir(inside).catch(unlessExisting)
      const handle = await open(inside, FOLDER).catch(named(inside, here))
      await folder[Symbol.asyncDispose]()
      folder = new OpenFolder(here, handle)
    } catch (error) {
      await folder[Symbol.asyncDispose]()
      throw error
    }
  }
  return folder
}

/**
 * Opens a file for reading by its path without links. Fails with ELOOP if it is a link by now. To open a FIFO
 * would block until something writes to it, and could not be stopped. A folder is opened.
 */
export async function openFile(path: string): Promise<FileHandle> {
  await using folder = await openFolder(dirname(path))
  const inside = folder.at(basename(path))
  const file = await open(inside, READ).catch(named(inside, path))
  if (!(await file.stat()).isFIFO()) return file
  await file.close()
  throw Object.assign(new Error(`${path} is not a file`), { code: 'EINVAL', path })
}

/** Follows no link, and does not wait for the writer of a FIFO. */
export const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** The names of its files. Empty if the folder does not exist. */
export async function namesIn(path: string): Promise<readonly string[]> {
  try {
    await using folder = await openFolder(path)
    return await readdir(folder.at('.'))
  } catch {
    return []
  }
}

/** Removes a file, or the link that took its place; succeeds if it does not exist. */
export async function removeFile(path: string): Promise<void> {
  try {
    await using folder = await openFolder(dirname(path))
    await rm(folder.at(basename(path)), { force: true })
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

/** Writes a text file that does not exist yet: whatever has its name is neither followed nor overwritten. */
export async function writeNew(path: string, text: string): Promise<void> {
  await using folder = await openFolder(dirname(path))
  await writeFile(folder.at(basename(path)), text, { flag: 'wx' })
}

/** The path of an open file, for all threads of this process. */
export function pathOfDescriptor({ fd }: FileHandle, path: string): string {
  return BY_DESCRIPTOR ? `/proc/${process.pid}/fd/${fd}` : path
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

/** Systems without /proc are for development. */
const BY_DESCRIPTOR = existsSync('/proc/self/fd')
/** Needs no right to list the folder. Node does not name it; the value is that of x86 and ARM. */
const O_PATH = 0o10000000
const FOLDER = (BY_DESCRIPTOR ? O_PATH : 0) | constants.O_DIRECTORY | constants.O_NOFOLLOW

function unlessExisting(error: unknown): void {
  if (codeOf(error) !== 'EEXIST') throw error
}

/** Errors name the path that people know, not that of the descriptor. */
function named(inside: string, path: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof Error)) throw error
    const message = error.message.replace(inside, path)
    throw Object.assign(new Error(message, { cause: error }), { code: codeOf(error), path })
  }
}

/** Scans a storage: which files it has, which are gone, and how much room there is. */
import { lstat, opendir, statfs } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { EntityManager } from '@mikro-orm/postgresql'
import { RE2JS } from 're2js'
import { uriBelow } from '../../schema/media-uri.ts'
import {
  type DueScan,
  endScan,
  markOffline,
  recordMethod,
  recordSeen,
  releaseScan,
  renewScan,
  type SeenFile,
} from '../../schema/queries/media/storages/scan.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import { codeOf } from '../../tasks/files/open-folder.ts'
import { every } from '../engine/runtime/clock.ts'

interface ScanContext {
  readonly fork: () => EntityManager
  readonly mediaRoots: readonly string[]
  readonly signal: AbortSignal
}

/** Scans by the first method that leads to a folder here. One that is not finished is wanted again. */
export async function scanStorage(due: DueScan, context: ScanContext): Promise<void> {
  const { fork, signal } = context
  const renewing = new AbortController()
  const renewals = every(
    RENEW_MS,
    renewing.signal,
    () => undefined,
    () => renewScan(fork(), due),
  )
  try {
    await scan(due, context)
  } finally {
    renewing.abort()
    await renewals
    await releaseScan(fork(), due, { isWanted: signal.aborted })
  }
}

/** Often enough that another node does not take the scan for one that a crash has ended. */
const RENEW_MS = 10_000

async function scan(due: DueScan, context: ScanContext): Promise<void> {
  const { fork } = context
  for (const method of due.methods) {
    const folder = await folderOf(method.uri, context.mediaRoots)
    await recordMethod(fork(), method.id, 'path' in folder ? undefined : folder.refused)
    if (!('path' in folder)) continue
    const unread: string[] = []
    for await (const seen of filesIn(folder.path, { uri: method.uri, unread, ...context }, due))
      await recordSeen(fork(), due.id, seen)
    if (context.signal.aborted) return
    await endScan(fork(), due, { unread, room: due.autoDetect ? await roomOf(folder.path) : undefined })
    return
  }
  // Files of a storage that cannot be reached are not lost.
  if (due.methods.length > 0) await markOffline(fork(), due.id)
}

async function folderOf(
  uri: string,
  mediaRoots: readonly string[],
): Promise<{ readonly path: string } | { readonly refused: string }> {
  const place = await insideRoots(uri, mediaRoots)
  if ('refused' in place) return place
  if ('missing' in place) return { refused: `${uri} does not exist` }
  const found = await lstat(place.path)
  return found.isDirectory() ? place : { refused: `${uri} is not a folder` }
}

async function roomOf(path: string): Promise<{ readonly capacity: number; readonly free: number }> {
  const { blocks, bavail, bsize } = await statfs(path)
  return { capacity: blocks * bsize, free: bavail * bsize }
}

interface Walk extends Pick<ScanContext, 'signal'> {
  /** Of the root. */
  readonly uri: string
  /** Gets the paths of what could not be read: whether it is gone is not known. */
  readonly unread: string[]
}

/** The regular files below a folder, in parts. Hidden files and folders are left out, and so are links. */
async function* filesIn(
  root: string,
  { uri, unread, signal }: Walk,
  { exclude }: DueScan,
): AsyncGenerator<readonly SeenFile[]> {
  const excluded = excludedBy(exclude)
  const unlessGone = (path: string) => (error: unknown) => {
    if (codeOf(error) !== 'ENOENT') unread.push(relative(root, path))
    return undefined
  }
  const folders = [root]
  let part: SeenFile[] = []
  for (let folder = folders.pop(); folder !== undefined && !signal.aborted; folder = folders.pop()) {
    const opened = await opendir(folder).catch(unlessGone(folder))
    for await (const entry of opened ?? []) {
      const path = join(folder, entry.name)
      const below = relative(root, path)
      if (entry.name.startsWith('.') || excluded(below) || entry.name.includes(NOT_UTF8)) continue
      if (entry.isDirectory()) folders.push(path)
      if (!entry.isFile()) continue
      const found = await lstat(path).catch(unlessGone(path))
      if (!found?.isFile()) continue
      part.push({
        path: below,
        uri: uriBelow(uri, below),
        size: found.size,
        mtimeMs: Math.floor(found.mtimeMs),
      })
      if (part.length < PART) continue
      yield part
      part = []
    }
  }
  yield part
}

/** What Node puts in place of bytes that are no UTF-8: such a name cannot be addressed. */
const NOT_UTF8 = '\uFFFD'

/** How many files are recorded with one statement. */
const PART = 500

/**
 * Whether a path is left out, by the regular expression for the whole of it. A wrong one leaves out nothing.
 */
function excludedBy(pattern: string | null): (path: string) => boolean {
  if (pattern === null || pattern === '') return () => false
  try {
    const compiled = RE2JS.compile(pattern)
    return (path) => compiled.matches(path)
  } catch {
    return () => false
  }
}

/** Checks the folders that settings name. */
import { accessSync, constants, existsSync, statfsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Config, InvalidSetting } from '../../../config/config.ts'
import { inWords } from '../cannot-start.ts'
import { mediaRootsOf } from '../tools.ts'

/** DATA_DIR must be a writable folder, with room for a new PostgreSQL; it is created by the start. */
export function dataDirProblem(config: Config): readonly InvalidSetting[] {
  const { dataDir, databaseUrl, mediaRoots } = config
  if (databaseUrl !== undefined && mediaRoots !== undefined) return []
  const folder = existing(resolve(dataDir))
  const why = closedFolder(folder) ?? (databaseUrl === undefined ? fullDisk(folder, dataDir) : undefined)
  if (why === undefined) return []
  return [{ setting: 'dataDir', message: `DATA_DIR: expected a writable folder, got “${dataDir}”: ${why}` }]
}

/**
 * A media root may be missing, such as a share that is mounted later, but it cannot be a file. A storage
 * that has nothing in common with the media roots would never be used.
 */
export function storageProblems(config: Config): readonly InvalidSetting[] {
  const roots = mediaRootsOf(config)
  const files = config.mediaRoots === undefined ? [] : roots.filter(isOther)
  const outside = config.storages.filter(
    ({ root }) => !roots.some((one) => isWithin(root, one) || isWithin(one, root)),
  )
  return [
    ...files.map((root) => ({
      setting: 'mediaRoots' as const,
      message: `MEDIA_ROOTS: expected folders, got “${root}”, which is not a folder`,
    })),
    ...outside.map(({ name, root }) => ({
      setting: 'storages' as const,
      message: `STORAGES: expected folders inside the media roots (${roots.join(', ')}), got “${root}” for ${name}`,
    })),
  ]
}

/** The path, or the nearest folder above it that exists. */
function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path))
}

function closedFolder(path: string): string | undefined {
  if (isOther(path)) return `${path} is not a folder`
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
    return undefined
  } catch (error) {
    return inWords(error as Error)
  }
}

/** Whether the path exists and is not a folder. */
function isOther(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && !found.isDirectory()
}

function fullDisk(folder: string, dataDir: string): string | undefined {
  if (existsSync(join(resolve(dataDir), 'postgres', 'PG_VERSION'))) return undefined
  const { bavail, bsize } = statfsSync(folder)
  const freeMiB = Math.floor((bavail * bsize) / 2 ** 20)
  if (freeMiB >= NEW_CLUSTER_MIB) return undefined
  return `a new PostgreSQL needs ${NEW_CLUSTER_MIB} MiB, and only ${freeMiB} MiB are free`
}

/** A new cluster takes 65 MiB, and its first migration and log about 20 more. */
const NEW_CLUSTER_MIB = 128

function isWithin(path: string, root: string): boolean {
  return `${path}/`.startsWith(root.endsWith('/') ? root : `${root}/`)
}

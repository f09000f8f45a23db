/** Reads the *.xml and *.json files of a folder and of the folders in it. */
import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Fault } from '../../http/answer/fault.ts'
import { decodeText } from '../../http/request/charset.ts'
import { inWords, isSystemError } from '../../process/cannot-start.ts'
import { ImportStopped } from '../remote.ts'
import { type Found, foundIn, together } from './found.ts'
import { recognized } from './recognize.ts'

/** Throws ImportStopped if there are none. */
export async function readFolder(folder: string): Promise<Found> {
  const paths = await pathsIn(folder)
  if (paths.length === 0) throw new ImportStopped(`${folder} has no *.xml or *.json files`)
  return together(await Promise.all(paths.map((path) => readPath(folder, path))))
}

async function pathsIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    // Files of a Kubernetes volume are symbolic links.
    return entries
      .filter((entry) => /\.(xml|json)$/i.test(entry.name) && (entry.isFile() || entry.isSymbolicLink()))
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)))
      .toSorted()
  } catch (error) {
    if (isSystemError(error)) throw new ImportStopped(`${folder} cannot be read: ${inWords(error)}`)
    throw error
  }
}

async function readPath(folder: string, path: string): Promise<Found> {
  try {
    const text = decodeText(await readFile(join(folder, path)), undefined)
    return foundIn(path, () => recognized(text))
  } catch (error) {
    const why = isSystemError(error) ? inWords(error) : undecodable(error)
    if (why === undefined) throw error
    return { documents: [], lines: [{ does: 'fail', thing: path, why }] }
  }
}

function undecodable(error: unknown): string | undefined {
  return error instanceof Fault ? error.document.invalidInput?.explanation : undefined
}

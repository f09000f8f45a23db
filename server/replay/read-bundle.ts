/** Reads the file of a bundle. */
import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { BUNDLE_FORMAT, type JobBundle } from '../bundle/job-bundle.ts'

/** The file is no bundle; the message is for the user. */
export class NoBundle extends Error {
  override readonly name = 'NoBundle'
}

/** Takes an uncompressed one as well, as after a change by hand. Throws NoBundle. */
export async function readBundle(file: string): Promise<JobBundle> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw new NoBundle(`${file} cannot be read: ${error.message}`)
  })
  const bundle = parsed(bytes, file)
  if (bundle.callsheetBundle === BUNDLE_FORMAT) return bundle as JobBundle
  if (typeof bundle.callsheetBundle === 'number')
    throw new NoBundle(
      `${file} is a bundle of format ${bundle.callsheetBundle}; this release reads ${BUNDLE_FORMAT}`,
    )
  throw new NoBundle(`${file} is not a bundle of Callsheet`)
}

function parsed(bytes: Buffer, file: string): Partial<JobBundle> {
  try {
    const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b
    const text = isZipped ? gunzipSync(bytes, { maxOutputLength: LARGEST }) : bytes
    const value: unknown = JSON.parse(text.toString('utf8'))
    if (typeof value === 'object' && value !== null) return value
  } catch {
    // Said below.
  }
  throw new NoBundle(`${file} is not a bundle of Callsheet`)
}

/** Bytes: far more than a bundle has. */
const LARGEST = 512 * 1024 * 1024

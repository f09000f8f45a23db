/** Thread task: reads an XML document of an IMF package. */
import { readFile, stat } from 'node:fs/promises'
import { Malformed } from '../schema/codec/malformed.ts'
import { foreignTree } from '../schema/codec/xml/foreign-tree.ts'
import { type PackageDocument, packageDocumentOf, Unusable } from './imf/documents.ts'
import { Unreadable } from './sidecar/cue.ts'
import { decoded } from './sidecar/decode.ts'

export type PackageDocumentRead =
  /** `document` is undefined for XML of another kind. */
  | { readonly ended: 'done'; readonly document: PackageDocument | undefined }
  | { readonly ended: 'unreadable'; readonly message: string }

/** `at`: where the file is opened. The message is a clause. */
export default async function packageDocument({ at }: { readonly at: string }): Promise<PackageDocumentRead> {
  const { size } = await stat(at)
  if (size > MOST_BYTES)
    return { ended: 'unreadable', message: `it has ${size} bytes; ${MOST_BYTES} are read` }
  return packageDocumentIn(await readFile(at))
}

/** Pure. */
export function packageDocumentIn(bytes: Uint8Array): PackageDocumentRead {
  try {
    return { ended: 'done', document: packageDocumentOf(foreignTree(decoded(bytes), LIMITS, 'package')) }
  } catch (error) {
    if (error instanceof Malformed) return { ended: 'unreadable', message: error.explanation }
    if (error instanceof Unusable || error instanceof Unreadable)
      return { ended: 'unreadable', message: error.message }
    throw error
  }
}

/** The composition of a series with thousands of cuts has a tenth of it. */
const MOST_BYTES = 16 * 1024 * 1024
const LIMITS = { maxLength: MOST_BYTES, maxDepth: 64, maxElements: 500_000, maxAttributes: 64 }

/** Thread task: begins a transfer, or finds out how far an earlier attempt has come. */

import { type Location, uriAt } from './location.ts'
import { foundAt, open, settled } from './open.ts'
import { type Access, Failed, type FoundFile, type Unfinished } from './stored-file.ts'

interface BeginInput {
  readonly from: Location
  readonly to: Location
  readonly access: Access
  /** What an earlier attempt has left, which continues if the source is still the same. */
  readonly left?: Unfinished
  /** What begins otherwise. */
  readonly next: Unfinished
}

export interface Begun {
  readonly found: FoundFile
  readonly unfinished: Unfinished
  /** Bytes that an earlier attempt has written. */
  readonly written: number
}

export default function begin(input: BeginInput) {
  return settled(begun(input))
}

async function begun({ from, to, access, left, next }: BeginInput): Promise<Begun> {
  await using source = await open(from, access)
  const found = await foundAt(source, uriAt(from))
  await using target = await open(to, access)
  if (next.exclusive && left === undefined && (await target.look()))
    throw new Failed('taken', `${uriAt(to)} already exists`)
  if (left && left.version !== undefined && left.version === found.version) {
    const written = await target.written(left, found.size)
    if (written > 0 && written <= (found.size ?? Number.POSITIVE_INFINITY))
      return { found, unfinished: left, written }
  }
  if (left) await target.discard(left)
  const upload = await target.begin?.()
  const { version } = found
  const unfinished = {
    ...next,
    ...(upload !== undefined && { upload }),
    ...(version !== undefined && { version }),
  }
  return { found, unfinished, written: 0 }
}

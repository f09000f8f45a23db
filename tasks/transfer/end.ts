/** Thread task: gives what was transferred its final name, or removes what is left of it. */

import type { Location } from './location.ts'
import { open, settled } from './open.ts'
import type { Access, Published, Unfinished } from './stored-file.ts'

interface EndInput {
  readonly to: Location
  readonly access: Access
  readonly unfinished: Unfinished
  /** Bytes that were transferred; absent: they are discarded. */
  readonly size?: number
}

export default function end(input: EndInput) {
  return settled(ended(input))
}

async function ended({ to, access, unfinished, size }: EndInput): Promise<Published> {
  await using target = await open(to, access)
  if (size !== undefined) return await target.publish(unfinished, size)
  await target.discard(unfinished)
  return {}
}

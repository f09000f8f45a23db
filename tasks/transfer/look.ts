/** Thread task: looks whether a file exists on any storage, or removes it. */

import type { Location } from './location.ts'
import { open, settled } from './open.ts'
import { type Access, Failed, type FoundFile } from './stored-file.ts'

/**
 * `found` is absent if there is no such file. With `remove` it is then gone; if it no longer is what `unless`
 * says, it stays, and the failure is `changed`.
 */
export default function look({
  at,
  access,
  remove,
  unless,
}: {
  readonly at: Location
  readonly access: Access
  readonly remove?: boolean
  readonly unless?: FoundFile
}) {
  return settled(lookedAt(at, access, { remove, unless }))
}

async function lookedAt(
  at: Location,
  access: Access,
  { remove, unless }: { readonly remove: boolean | undefined; readonly unless: FoundFile | undefined },
): Promise<{ readonly found?: FoundFile }> {
  await using place = await open(at, access)
  const found = await place.look()
  if (!found) return {}
  if (unless && (unless.version !== found.version || unless.size !== found.size))
    throw new Failed('changed', 'it has changed since it was copied; both files were kept')
  if (remove) await place.remove()
  return { found }
}

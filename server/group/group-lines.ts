/** Writes groups as text/plain: one URI per line. Pure. */
import type { GroupListDocument } from '../../schema/documents/user.ts'

export function groupLines({ group }: GroupListDocument): readonly string[] {
  return group.map(({ loc = '' }) => loc)
}

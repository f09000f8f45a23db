/** Puts a problem into words. Pure. */
import { shortened } from '../about/about.ts'
import type { Problem } from '../detail/reason/reason.ts'
import { waitsFor } from '../state/message.ts'

/** `Waiting for a file: tape-0412.mxf`. A problem that names no resource shows its data. */
export function sentenceOf({ type, data }: Problem): string {
  const of = new Map(data.map(({ key, value }) => [key, value]))
  const resourceId = of.get('resource') ?? of.get('uri') ?? of.get('storage')
  if (resourceId !== undefined)
    return shortened(waitsFor({ resourceId, resourceType: type, requirement: of.get('requirement') ?? '' }))
  return `${type}: ${data.map(({ key, value }) => `${key} ${value}`).join(', ')}`
}

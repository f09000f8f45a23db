/** Checks a change of metadata before it is made. */
import type { EntityManager } from '@mikro-orm/postgresql'
import type { MetadataDocument } from '../../../schema/documents/metadata.ts'
import { fieldNamesIn, isSystemField, withoutGenerated } from '../../../schema/metadata/system-fields.ts'
import { defineFields, readFields } from '../../../schema/queries/media/fields/metadata-fields.ts'
import { boundFrom, compareTimes } from '../../../schema/time-code.ts'
import { invalidInput, notFound } from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'

/** A name of a field or group becomes a name of an XML element in terse metadata. */
export const NAME_OF_FIELD = /^[A-Za-z_][A-Za-z0-9_.-]{0,199}$/

/**
 * The change without generated fields, which a warning names. Fields that are not defined yet are defined as
 * strings, or refused with 404 if only defined ones are permitted.
 */
export async function wantedMetadata(
  { em, settings, warn }: Pick<Context, 'em' | 'settings' | 'warn'>,
  document: MetadataDocument,
): Promise<MetadataDocument> {
  refuseMalformed(document)
  const { wanted, dropped } = withoutGenerated(document)
  if (dropped.length > 0) warn(`generated fields are not written: ${dropped.join(', ')}`)
  await refuseUnknown(em, fieldNamesIn(wanted), settings.strictMetadata)
  return wanted
}

/** Throws `notFound` for the first unknown field, and defines nothing. */
async function refuseUnknown(em: EntityManager, names: readonly string[], strict: boolean): Promise<void> {
  const own = names.filter((name) => !isSystemField(name))
  if (own.length === 0) return
  const known = new Set((await readFields(em, own)).map(({ name }) => name))
  const unknown = own.filter((name) => !known.has(name))
  if (unknown[0] !== undefined && strict) throw notFound('metadata-field', unknown[0])
  await defineFields(em, unknown)
}

function refuseMalformed(document: MetadataDocument): void {
  for (const name of [...fieldNamesIn(document), ...document.group])
    if (!NAME_OF_FIELD.test(name))
      throw invalidInput('metadata-field', 'expected a name of letters, digits, _, . and -', name)
  for (const { start = '-INF', end = '+INF' } of document.timespan) {
    const [from, to] = [boundFrom(start), boundFrom(end)]
    if (from === undefined) throw invalidInput('timespan.start', 'expected a time code or -INF', start)
    if (to === undefined) throw invalidInput('timespan.end', 'expected a time code or +INF', end)
    if (compareTimes(from, to) > 0)
      throw invalidInput('timespan.end', 'expected no time before the start', end)
  }
}

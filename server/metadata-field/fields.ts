/** Lists, defines and removes fields of metadata. */
import { MetadataFieldDocument, MetadataFieldListDocument } from '../../schema/documents/metadata-field.ts'
import { isGenerated } from '../../schema/metadata/system-fields.ts'
import {
  type FieldDefinition,
  readFields,
  removeField,
  writeField,
} from '../../schema/queries/media/fields/metadata-fields.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import { type Operation, operation } from '../http/operation.ts'
import { NAME_OF_FIELD } from '../item/metadata/wanted-metadata.ts'

const path = '/metadata-field'
const one = `${path}/:fieldName` as const
const plain = ({ name = '' }: MetadataFieldDocument) => name

const listFields = operation({
  title: 'List the fields of metadata',
  description: 'Those that are defined; generated fields are not. As text/plain: the names.',
  ...{ method: 'GET', path, role: '_metadata_field_read', produces: MetadataFieldListDocument },
  plain: ({ field }) => field.map(plain),
}).answer(async ({ em }) => ({ field: (await readFields(em)).map(fieldDocument) }))

const retrieveAField = operation({
  title: 'Retrieve a field of metadata',
  ...{ method: 'GET', path: one, role: '_metadata_field_read', produces: MetadataFieldDocument, plain },
}).answer(async ({ path: { fieldName }, em }) => {
  const [found] = await readFields(em, [fieldName])
  if (!found) throw notFound('metadata-field', fieldName)
  return fieldDocument(found)
})

const defineAField = operation({
  title: 'Define a field of metadata',
  description: 'Or define it anew. Without a body it is a string.',
  ...{ method: 'PUT', path: one, role: '_metadata_field_write' },
  ...{ accepts: MetadataFieldDocument, produces: MetadataFieldDocument, plain },
}).answer(async ({ path: { fieldName: name }, body = { data: [] }, em }) => {
  if (!NAME_OF_FIELD.test(name) || isGenerated(name))
    throw invalidInput(
      'metadata-field',
      'expected a name of letters, digits, _, . and - that is not generated',
      name,
    )
  const { name: _name, origin: _origin, type = 'string', defaultValue = null, ...document } = body
  const field = { name, type, defaultValue, document }
  await writeField(em, field)
  return fieldDocument(field)
})

const removeAField = operation({
  title: 'Delete a field of metadata',
  description: 'Values that items have stay with them.',
  ...{ method: 'DELETE', path: one, role: '_metadata_field_write' },
}).answer(async ({ path: { fieldName }, em }) => {
  if (!(await removeField(em, fieldName))) throw notFound('metadata-field', fieldName)
  return undefined
})

export const METADATA_FIELDS: readonly Operation[] = [listFields, retrieveAField, defineAField, removeAField]

function fieldDocument({ name, type, defaultValue, document }: FieldDefinition): MetadataFieldDocument {
  const kept = document as MetadataFieldDocument
  return {
    ...kept,
    data: kept.data ?? [],
    name,
    type: type as NonNullable<MetadataFieldDocument['type']>,
    ...(defaultValue !== null && { defaultValue }),
    origin: 'VX',
  }
}

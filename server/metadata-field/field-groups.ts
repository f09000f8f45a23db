/** Lists, defines and removes groups of fields. */
import {
  MetadataFieldGroupDocument,
  MetadataFieldGroupListDocument,
} from '../../schema/documents/metadata-field.ts'
import {
  type FieldGroup,
  readFieldGroups,
  removeFieldGroup,
  writeFieldGroup,
} from '../../schema/queries/media/fields/metadata-fields.ts'
import { invalidInput, notFound } from '../http/answer/fault.ts'
import type { Context } from '../http/context.ts'
import { type Operation, operation } from '../http/operation.ts'
import { NAME_OF_FIELD } from '../item/metadata/wanted-metadata.ts'

const path = '/metadata-field/field-group'
const one = `${path}/:groupName` as const
const member = `${one}/:fieldName` as const
const plain = ({ name = '' }: MetadataFieldGroupDocument) => name

const listGroups = operation({
  title: 'List the groups of fields',
  description: 'As text/plain: the names.',
  ...{ method: 'GET', path, role: '_metadata_field_read', produces: MetadataFieldGroupListDocument },
  plain: ({ group }) => group.map(plain),
}).answer(async ({ em }) => ({ group: (await readFieldGroups(em)).map(groupDocument) }))

const retrieveAGroup = operation({
  title: 'Retrieve a group of fields',
  ...{ method: 'GET', path: one, role: '_metadata_field_read', produces: MetadataFieldGroupDocument, plain },
}).answer(async ({ path: { groupName }, em }) => groupDocument(await groupAt(em, groupName)))

const defineAGroup = operation({
  title: 'Define a group of fields',
  description: 'Or define it anew. Without a body it is empty, or stays as it is.',
  ...{ method: 'PUT', path: one, role: '_metadata_field_write' },
  ...{ accepts: MetadataFieldGroupDocument, produces: MetadataFieldGroupDocument, plain },
}).answer(async ({ path: { groupName: name }, body, em }) => {
  if (!NAME_OF_FIELD.test(name))
    throw invalidInput('metadata-field-group', 'expected a name of letters, digits, _, . and -', name)
  const [before] = await readFieldGroups(em, name)
  const { name: _name, origin: _origin, ...document } = body ?? {}
  const group = body || !before ? { name, document } : before
  await writeFieldGroup(em, group)
  return groupDocument(group)
})

const addAField = operation({
  title: 'Add a field to a group',
  ...{ method: 'PUT', path: member, role: '_metadata_field_write' },
}).answer(async ({ path: { groupName, fieldName: name }, em }) => {
  await changeFields(em, groupName, (field) => [
    ...field.filter((one) => one.name !== name),
    { name, data: [] },
  ])
  return undefined
})

const removeAField = operation({
  title: 'Remove a field from a group',
  ...{ method: 'DELETE', path: member, role: '_metadata_field_write' },
}).answer(async ({ path: { groupName, fieldName }, em }) => {
  await changeFields(em, groupName, (field) => field.filter(({ name }) => name !== fieldName))
  return undefined
})

const removeAGroup = operation({
  title: 'Delete a group of fields',
  ...{ method: 'DELETE', path: one, role: '_metadata_field_write' },
}).answer(async ({ path: { groupName }, em }) => {
  if (!(await removeFieldGroup(em, groupName))) throw notFound('metadata-field-group', groupName)
  return undefined
})

export const FIELD_GROUPS: readonly Operation[] = [
  listGroups,
  retrieveAGroup,
  defineAGroup,
  addAField,
  removeAField,
  removeAGroup,
]

type Members = MetadataFieldGroupDocument['field']

async function changeFields(em: Context['em'], name: string, change: (field: Members) => Members) {
  const { document } = await groupAt(em, name)
  const field = change((document as Partial<MetadataFieldGroupDocument>).field ?? [])
  await writeFieldGroup(em, { name, document: { ...document, field } })
}

async function groupAt(em: Context['em'], name: string): Promise<FieldGroup> {
  const [found] = await readFieldGroups(em, name)
  if (!found) throw notFound('metadata-field-group', name)
  return found
}

function groupDocument({ name, document }: FieldGroup): MetadataFieldGroupDocument {
  return { ...{ data: [], field: [], group: [] }, ...document, name, origin: 'VX' }
}

/** Sets the configuration property that the body names: `PUT /configuration/properties`. */
import { ConfigurationPropertyDocument } from '../../../schema/documents/configuration-property.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { propertyNamed } from './property.ts'

export default operation({
  title: 'Update a configuration property',
  description: 'Sets the property that `key` names.',
  method: 'PUT',
  path: '/configuration/properties',
  role: '_administrator',
  accepts: ConfigurationPropertyDocument,
  needsBody: true,
}).answer(async ({ body, em, engine }) => {
  if (body?.key === undefined) throw invalidInput('ConfigurationPropertyDocument.key', 'missing')
  const changed = propertyNamed(body.key).change(body.value)
  await engine.changeRules(em, () => changed)
  return undefined
})

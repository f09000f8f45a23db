/** Sets a configuration property: `PUT /configuration/properties/{key}`. */
import { ConfigurationPropertyDocument } from '../../../schema/documents/configuration-property.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { operation } from '../../http/operation.ts'
import { propertyNamed } from './property.ts'

export default operation({
  title: 'Set a configuration property',
  description: 'The body is the document, or the value alone as text/plain.',
  method: 'PUT',
  path: '/configuration/properties/:key',
  role: '_administrator',
  accepts: ConfigurationPropertyDocument,
  readPlain: (value) => ({ value }),
  needsBody: true,
}).answer(async ({ path: { key }, body, em, engine }) => {
  const { change } = propertyNamed(key)
  if (body?.key !== undefined && body.key !== key)
    throw invalidInput(
      'ConfigurationPropertyDocument.key',
      `expected ${key} as in the path, got “${body.key}”`,
      body.key,
    )
  const changed = change(body?.value)
  await engine.changeRules(em, () => changed)
  return undefined
})

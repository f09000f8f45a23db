/** Deletes a configuration property: `DELETE /configuration/properties/{key}`. */
import { operation } from '../../http/operation.ts'
import { propertyNamed } from './property.ts'

export default operation({
  title: 'Delete a configuration property',
  description: 'Without `concurrentJobs`, as many jobs run as fit on the machines.',
  method: 'DELETE',
  path: '/configuration/properties/:key',
  role: '_administrator',
}).answer(async ({ path, em, engine }) => {
  const changed = propertyNamed(path.key).change(undefined)
  await engine.changeRules(em, () => changed)
  return undefined
})

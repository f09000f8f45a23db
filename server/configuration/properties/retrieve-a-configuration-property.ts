/** Retrieves a configuration property: `GET /configuration/properties/{key}`. */
import { ConfigurationPropertyDocument } from '../../../schema/documents/configuration-property.ts'
import { operation } from '../../http/operation.ts'
import { propertyNamed } from './property.ts'

export default operation({
  title: 'Retrieve a configuration property',
  description:
    '`concurrentJobs` is the one of `GET /configuration/job-pool`. As text/plain: only the value. ' +
    'Any other key is answered 404.',
  method: 'GET',
  path: '/configuration/properties/:key',
  role: '_administrator',
  produces: ConfigurationPropertyDocument,
  plain: ({ value }) => value,
}).answer(async ({ path: { key }, em }) => ({ key, value: await propertyNamed(key).read(em) }))

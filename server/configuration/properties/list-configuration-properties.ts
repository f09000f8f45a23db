/** Lists the configuration properties: `GET /configuration/properties`. */
import { ConfigurationPropertyListDocument } from '../../../schema/documents/configuration-property.ts'
import { operation } from '../../http/operation.ts'
import { PROPERTIES } from './property.ts'

export default operation({
  title: 'List configuration properties',
  description: 'As text/plain: one line per property, with its value after a tab.',
  method: 'GET',
  path: '/configuration/properties',
  role: '_administrator',
  produces: ConfigurationPropertyListDocument,
  plain: ({ property }) => property.map(({ key, value }) => [key, value]),
}).answer(async ({ em }) => ({
  property: await Promise.all(
    Object.entries(PROPERTIES).map(async ([key, { read }]) => ({ key, value: await read(em) })),
  ),
}))

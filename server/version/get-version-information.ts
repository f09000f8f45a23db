/** Reports the version of the server: `GET /version`. */
import { VersionDocument } from '../../schema/documents/version.ts'
import { operation } from '../http/operation.ts'

export default operation({
  title: 'Get version information',
  method: 'GET',
  path: '/version',
  produces: VersionDocument,
}).answer(async ({ settings }) => ({ component: [{ name: 'API', version: settings.version }] }))

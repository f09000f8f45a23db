/** The job type AUTO_IMPORT: imports a file that was found on a storage. */

import { importType } from '../import/import-type.ts'

export default importType('AUTO_IMPORT', 'Automatic import.')

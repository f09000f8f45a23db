/** The job type PLACEHOLDER_IMPORT: imports content into an item that exists, a placeholder or a new one. */

import { importType } from '../import/import-type.ts'

export default importType('PLACEHOLDER_IMPORT', 'Import of placeholder.')

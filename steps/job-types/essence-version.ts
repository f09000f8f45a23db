/** The job type ESSENCE_VERSION: imports content as a new version of the essence of an item. */

import { importType } from '../import/import-type.ts'

export default importType('ESSENCE_VERSION', 'Import of essence version.')

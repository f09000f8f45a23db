/** The job type SHAPE_IMPORT: adds content to an item as another shape. */

import { importType } from '../import/import-type.ts'

export default importType('SHAPE_IMPORT', 'Import of shape.')

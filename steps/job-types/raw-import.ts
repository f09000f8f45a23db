/** The job type RAW_IMPORT: imports content that a client has uploaded. */

import { importType } from '../import/import-type.ts'

export default importType('RAW_IMPORT', 'Import of raw data.')

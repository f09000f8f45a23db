/** All operations that take uploads, and those that show them. */
import type { Operation } from '../http/operation.ts'
import { PASSKEYS } from './passkey-operations.ts'
import { RAW_IMPORTS } from './raw-imports.ts'
import { TRANSFERS } from './transfers.ts'
import { FILE_DATA } from './write-file-data.ts'

export const UPLOAD_OPERATIONS: readonly Operation[] = [
  ...RAW_IMPORTS,
  ...PASSKEYS,
  ...FILE_DATA,
  ...TRANSFERS,
]

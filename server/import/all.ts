/** All operations that import content. */
import type { Operation } from '../http/operation.ts'
import { AUTO_IMPORT_OPERATIONS } from './auto/rules.ts'
import importAUri from './import-a-uri.ts'
import { IMPORT_SETTINGS } from './import-settings.ts'
import { INTO_ITEMS } from './into-items.ts'
import { PLACEHOLDER_OPERATIONS } from './placeholders.ts'
import { SIDECARS } from './sidecars.ts'

export const IMPORT_OPERATIONS: readonly Operation[] = [
  importAUri,
  ...PLACEHOLDER_OPERATIONS,
  ...INTO_ITEMS,
  ...IMPORT_SETTINGS,
  ...SIDECARS,
  ...AUTO_IMPORT_OPERATIONS,
]

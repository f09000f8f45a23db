/** All operations on items that create jobs, besides imports. */

import { COLLECTION_EXPORTS } from '../../collection/export-collection.ts'
import type { Operation } from '../../http/operation.ts'
import { CONFORM_OPERATIONS } from '../sequence/conform.ts'
import { SEQUENCE_OPERATIONS } from '../sequence/sequences.ts'
import { TIMELINE_OPERATIONS } from '../sequence/timelines.ts'
import { ANALYZE_OPERATIONS } from './analyze.ts'
import { EXPORT_OPERATIONS } from './export.ts'
import { LISTS_OF_ITEMS } from './list-items.ts'
import { TRANSCODE_OPERATIONS } from './transcode.ts'
import { FILE_TRANSCODES } from './transcode-files.ts'
import { RANGE_OPERATIONS } from './transcode-range.ts'
import { UPDATE_OPERATIONS } from './update-shape.ts'

export const ITEM_JOBS: readonly Operation[] = [
  ...TRANSCODE_OPERATIONS,
  ...RANGE_OPERATIONS,
  ...FILE_TRANSCODES,
  ...CONFORM_OPERATIONS,
  ...SEQUENCE_OPERATIONS,
  ...TIMELINE_OPERATIONS,
  ...EXPORT_OPERATIONS,
  ...COLLECTION_EXPORTS,
  ...ANALYZE_OPERATIONS,
  ...UPDATE_OPERATIONS,
  ...LISTS_OF_ITEMS,
]

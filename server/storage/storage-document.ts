/** Converts storages and their methods between rows and documents. Pure. */
import type {
  StorageDocument,
  StorageMethodListDocument,
  StorageMethodPart,
} from '../../schema/documents/storage.ts'
import { siteId } from '../../schema/ids.ts'
import { keyValuesOf, simpleMetadataOf } from '../../schema/metadata/key-values.ts'
import type { StorageMethod, StorageRow } from '../../schema/tables/storage.ts'

/** The room of a storage as its document shows it. */
export interface ShownUse {
  /** What its known files take, bytes. */
  readonly bytes: number
}

export function storageDocument(
  row: StorageRow,
  methods: readonly StorageMethod[],
  { bytes }: ShownUse,
): StorageDocument {
  const { id, state, type, document, metadata, autoDetect, scanInterval, checked } = row
  const capacity = row.capacity ?? undefined
  const freeCapacity = autoDetect && row.free !== null ? row.free : capacity && Math.max(0, capacity - bytes)
  const kept = document as StorageDocument
  return {
    ...kept,
    ...{ id: siteId(id), state, type, capacity, freeCapacity, autoDetect, scanInterval },
    ...(checked && { timestamp: checked }),
    method: methods.map(methodPart),
    metadata: simpleMetadataOf(metadata),
    ...watermarks(kept, capacity),
  }
}

/** The watermarks in bytes, which follow from the percentages (wire-media.md §1.2). */
function watermarks(
  { lowWatermarkPercentage: low, highWatermarkPercentage: high, ...kept }: StorageDocument,
  capacity: number | undefined,
): Pick<StorageDocument, 'lowWatermark' | 'highWatermark'> {
  const share = (percentage: number) => Math.floor(((capacity ?? 0) * percentage) / 100)
  return {
    lowWatermark: low !== undefined && capacity !== undefined ? share(low) : kept.lowWatermark,
    highWatermark: high !== undefined && capacity !== undefined ? share(high) : kept.highWatermark,
  }
}

export function methodPart(row: StorageMethod): StorageMethodPart {
  const { id, uri, read, write, browse, type, bandwidth, lastSuccess, lastFailure, failureMessage } = row
  return {
    ...{ id: siteId(id), uri, read, write, browse, type },
    ...(bandwidth !== null && { bandwidth }),
    ...(lastSuccess && { lastSuccess }),
    ...(lastFailure && { lastFailure }),
    ...(failureMessage !== null && { failureMessage }),
    ...(Object.keys(row.metadata).length > 0 && { metadata: simpleMetadataOf(row.metadata) }),
  }
}

export function methodList(methods: readonly StorageMethod[]): StorageMethodListDocument {
  return { method: methods.map(methodPart) }
}

/** The columns that a document sets. What it does not have gets its default: a PUT replaces the whole. */
export function storageColumns(document: StorageDocument) {
  const { capacity, autoDetect = false, scanInterval = DEFAULT_SCAN_S, type = 'LOCAL', ...rest } = document
  const {
    id: _id,
    state: _state,
    freeCapacity: _free,
    timestamp: _time,
    method: _method,
    metadata,
    ...kept
  } = rest
  return {
    ...{ type, autoDetect, scanInterval },
    capacity: capacity ?? null,
    document: kept as Readonly<Record<string, unknown>>,
    metadata: keyValuesOf(metadata?.field ?? []),
  }
}

const DEFAULT_SCAN_S = 60

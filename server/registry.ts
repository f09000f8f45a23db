/** All operations on items, their shapes and metadata, collections and searches. */
import { COLLECTIONS } from './collection/collections.ts'
import { ENTRIES_OF_COLLECTIONS } from './collection/entries.ts'
import { COLLECTION_METADATA } from './collection/metadata.ts'
import { EXPORT_LOCATIONS } from './export-location/export-locations.ts'
import type { Operation } from './http/operation.ts'
import { DELETIONS } from './item/delete-items.ts'
import { EXTERNAL_IDS } from './item/external-id/external-ids.ts'
import { CHANGES } from './item/metadata/changes.ts'
import { ENTRIES } from './item/metadata/entry.ts'
import { ITEM_METADATA } from './item/metadata/item-metadata.ts'
import { ONE_ITEM } from './item/one-item.ts'
import { COMPONENTS } from './item/shape/components.ts'
import { NEW_SHAPES } from './item/shape/create-shapes.ts'
import { PACKAGES } from './item/shape/packages.ts'
import { SHAPE_METADATA } from './item/shape/shape-metadata.ts'
import { SHAPES } from './item/shape/shapes.ts'
import { SHAPE_TAGS_OF_SHAPES } from './item/shape/tags.ts'
import { VERSIONS } from './item/shape/versions.ts'
import { FIELD_GROUPS } from './metadata-field/field-groups.ts'
import { METADATA_FIELDS } from './metadata-field/fields.ts'
import { EMPTY_LIST_OPERATIONS } from './not-implemented/operations.ts'
import { REINDEXING } from './search/reindex.ts'
import { ITEM_SEARCHES } from './search/search-for-items.ts'
import { PART_SEARCHES } from './search/search-for-parts.ts'

export const REGISTRY_OPERATIONS: readonly Operation[] = [
  ...ITEM_SEARCHES,
  ...PART_SEARCHES,
  ...ONE_ITEM,
  ...DELETIONS,
  ...ITEM_METADATA,
  ...CHANGES,
  ...ENTRIES,
  ...EXTERNAL_IDS,
  ...SHAPES,
  ...PACKAGES,
  ...NEW_SHAPES,
  ...SHAPE_TAGS_OF_SHAPES,
  ...COMPONENTS,
  ...SHAPE_METADATA,
  ...VERSIONS,
  ...COLLECTIONS,
  ...ENTRIES_OF_COLLECTIONS,
  ...COLLECTION_METADATA,
  ...METADATA_FIELDS,
  ...FIELD_GROUPS,
  ...REINDEXING,
  ...EXPORT_LOCATIONS,
  ...EMPTY_LIST_OPERATIONS,
]

/** The closed sets of the media registry: states, types and kinds (wire-media.md §§1.3, 4). */

export const STORAGE_TYPES = ['LOCAL', 'SHARED', 'REMOTE', 'EXTERNAL', 'ARCHIVE', 'EXPORT'] as const
export type StorageType = (typeof STORAGE_TYPES)[number]

export const STORAGE_STATES = [
  'NONE',
  'READY',
  'OFFLINE',
  'FAILED',
  'DISABLED',
  'EVACUATING',
  'EVACUATED',
] as const
export type StorageState = (typeof STORAGE_STATES)[number]

export const FILE_STATES = [
  'NONE',
  'OPEN',
  'CLOSED',
  'LOST',
  'TO_APPEAR',
  'TO_BE_DELETED',
  'BEING_READ',
  'ARCHIVED',
  'AWAITING_SYNC',
] as const
export type FileState = (typeof FILE_STATES)[number]

/** In the order of a ShapeDocument. */
export const COMPONENT_KINDS = ['binary', 'container', 'descriptor', 'audio', 'video', 'subtitle'] as const
export type ComponentKind = (typeof COMPONENT_KINDS)[number]

/** Key-value metadata of a storage, a file, a shape: a SimpleMetadataDocument. */
export type KeyValues = Readonly<Record<string, string>>

/** Values by field name that the server finds out about an item. */
export type Facts = Readonly<Record<string, string | readonly string[]>>

/** The change that a part of the metadata comes from. */
export interface Stamp {
  readonly uuid: string
  readonly user: string
  /** ISO 8601. */
  readonly timestamp: string
  /** The change it came with. */
  readonly change: string
}

export interface FieldValue extends Stamp {
  readonly value: string
  readonly lang?: string
}

export interface MetadataField extends Stamp {
  readonly name: string
  readonly track?: string
  readonly value: readonly FieldValue[]
}

export interface MetadataGroup extends Stamp {
  readonly name: string
  readonly field: readonly MetadataField[]
  readonly group: readonly MetadataGroup[]
}

/** The metadata of an item for a part of its time. */
export interface Timespan {
  /** A time code such as `30@25`, or `-INF`. */
  readonly start: string
  /** A time code, or `+INF`. */
  readonly end: string
  readonly field: readonly MetadataField[]
  readonly group: readonly MetadataGroup[]
}

/** The tables of storages and of the ways to reach them. */

import { defineEntity, p } from '@mikro-orm/core'
import type { KeyValues, StorageState, StorageType } from '../media.ts'

/** A place where files are: a root that methods lead to. */
const StorageSchema = defineEntity({
  name: 'StorageRow',
  tableName: 'storage',
  properties: {
    id: p.integer().primary().autoincrement(),
    type: p.string().$type<StorageType>().columnType('text'),
    state: p.string().$type<StorageState>().columnType('text'),
    /** The members of its document that are given back as they came. */
    document: p.json<Readonly<Record<string, unknown>>>(),
    /** Bytes; null: not limited. */
    capacity: p.bigint('number').nullable(),
    /** Whether capacity and room are read from the file system. */
    autoDetect: p.boolean().fieldName('auto_detect'),
    /** Room at the last look, bytes. */
    free: p.bigint('number').nullable(),
    checked: p.datetime().nullable(),
    /** s; -1: never scanned by itself. */
    scanInterval: p.integer().fieldName('scan_interval'),
    scanned: p.datetime().nullable(),
    scanWanted: p.boolean().fieldName('scan_wanted'),
    /** When the node that scans it was last known to go on; null: none scans it. */
    scanning: p.datetime().nullable(),
    metadata: p.json<KeyValues>(),
    /** The user who asked for its files to be moved elsewhere; null: none. */
    evacuatedBy: p.text().fieldName('evacuated_by').nullable(),
    created: p.datetime().defaultRaw('callsheet.now()'),
  },
})

export class StorageRow extends StorageSchema.class {}
StorageSchema.setClass(StorageRow)

/** One way to reach a storage. */
const StorageMethodSchema = defineEntity({
  name: 'StorageMethod',
  tableName: 'storage_method',
  properties: {
    id: p.integer().primary().autoincrement(),
    storageId: p.integer().fieldName('storage_id'),
    /** Ends with a slash. */
    uri: p.text(),
    read: p.boolean(),
    write: p.boolean(),
    browse: p.boolean(),
    bandwidth: p.bigint('number').nullable(),
    type: p.text(),
    lastSuccess: p.datetime().fieldName('last_success').nullable(),
    lastFailure: p.datetime().fieldName('last_failure').nullable(),
    failureMessage: p.text().fieldName('failure_message').nullable(),
    metadata: p.json<KeyValues>(),
  },
})

export class StorageMethod extends StorageMethodSchema.class {}
StorageMethodSchema.setClass(StorageMethod)

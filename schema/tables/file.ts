/** The table of files. */

import { defineEntity, p } from '@mikro-orm/core'
import type { FileState, KeyValues } from '../media.ts'

/**
 * A file that the server keeps track of: of a storage, or one that a job made elsewhere. Its `VX-n` are
 * counted apart from those of jobs.
 */
const FileSchema = defineEntity({
  name: 'File',
  tableName: 'file',
  properties: {
    id: p.integer().primary().autoincrement(),
    uri: p.text(),
    /** Bytes; -1: unknown. */
    size: p.bigint('number'),
    sha256: p.text().nullable(),
    /** The name of the preset it was made with. */
    tag: p.text().nullable(),
    jobId: p.integer().fieldName('job_id').nullable(),
    /** The output of ffprobe. */
    media: p.json<unknown>().nullable(),
    registered: p.datetime().defaultRaw('callsheet.now()'),
    /** Null: on no storage. */
    storageId: p.integer().fieldName('storage_id').nullable(),
    /** Below the root of its storage, with `/`, not encoded. */
    path: p.text().nullable(),
    state: p.string().$type<FileState>().columnType('text'),
    /** Vidispine's `hash`. */
    sha1: p.text().nullable(),
    /** When its size and time were last looked at, and when they last changed. */
    checked: p.datetime().nullable(),
    changed: p.datetime().nullable(),
    /** Modification time at the last look. */
    modified: p.datetime().nullable(),
    /** The content that a rule has imported it with. */
    autoImport: p.text().fieldName('auto_import').nullable(),
    metadata: p.json<KeyValues>(),
    /** The last job that was to move it off its storage. */
    evacuation: p.integer().nullable(),
  },
})

export class File extends FileSchema.class {}
FileSchema.setClass(File)

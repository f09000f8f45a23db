/** The table of files. */

import { defineEntity, p } from '@mikro-orm/core'

/** A file that a job made and the server keeps track of. Its `VX-n` are counted apart from those of jobs. */
const FileSchema = defineEntity({
  name: 'File',
  tableName: 'file',
  properties: {
    id: p.integer().primary().autoincrement(),
    uri: p.text(),
    /** Bytes. */
    size: p.bigint('number'),
    sha256: p.text().nullable(),
    /** The name of the preset it was made with. */
    tag: p.text().nullable(),
    jobId: p.integer().fieldName('job_id').nullable(),
    /** The output of ffprobe. */
    media: p.json<unknown>().nullable(),
    registered: p.datetime(),
  },
})

export class File extends FileSchema.class {}
FileSchema.setClass(File)

import { defineEntity, p } from '@mikro-orm/core'

/** A file a job made and the server keeps track of: `VX-n` of its own count. */
const FileSchema = defineEntity({
  name: 'File',
  tableName: 'file',
  properties: {
    id: p.integer().primary().autoincrement(),
    uri: p.text(),
    /** Bytes. */
    size: p.bigint('number'),
    sha256: p.text().nullable(),
    /** The preset it was made with. */
    tag: p.text().nullable(),
    jobId: p.integer().fieldName('job_id').nullable(),
    /** What ffprobe said of it. */
    media: p.json<unknown>().nullable(),
    registered: p.datetime(),
  },
})

export class File extends FileSchema.class {}
FileSchema.setClass(File)

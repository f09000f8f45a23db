/** The form of a bundle: one file with all that is known of a job, for the report of a bug. */

import type { AuditRow } from '../../schema/queries/access/audit.ts'
import type { SourceJob } from '../../schema/queries/jobs/read-source.ts'
import type { JobRecords } from '../../schema/queries/records/job-records.ts'
import type { Probed } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import type { Preset } from '../../tasks/ffmpeg/plan/preset.ts'
import type { Finding } from '../doctor/finding.ts'

/** A change that older readers cannot read takes another number. */
export const BUNDLE_FORMAT = 1

/** A file is this as JSON, compressed by gzip. */
export interface JobBundle extends Pick<JobRecords, 'steps' | 'attempts' | 'nodes' | 'hosts'> {
  readonly callsheetBundle: typeof BUNDLE_FORMAT
  readonly jobId: string
  readonly jobType: string
  /** ISO 8601. */
  readonly made: string
  /** Of Callsheet, its schema, Node, PostgreSQL, ffmpeg, ffprobe and the system. */
  readonly versions: Readonly<Record<string, string>>
  /** The settings that are not the defaults, by variable. */
  readonly settings: Readonly<Record<string, string>>
  /** Each in JSON and XML, as the API writes it. */
  readonly documents: {
    readonly job: Written
    readonly history: Written
    readonly problems: Written
    readonly reason: Written
    readonly outputs: Written
    readonly jobType: Written
    /** Absent for built-in types. */
    readonly definition?: Written
  }
  /** What the client asked for. */
  readonly request: Omit<SourceJob, 'steps'>
  readonly log: { readonly lines: readonly string[]; readonly note?: string }
  /** The commands of ffmpeg, the oldest first. */
  readonly commands: readonly string[]
  /** The source and the outputs: as the job saw them, and as they are now. */
  readonly media: readonly MediaRecord[]
  readonly presets: readonly Preset[]
  readonly audit: readonly AuditRow[]
  /** The findings of `npm run doctor` where the bundle was made. */
  readonly doctor: readonly Finding[]
  /** The places of secrets that were masked. */
  readonly masked: readonly string[]
}

/** A document of the API. */
export interface Written {
  readonly json: unknown
  readonly xml: string
}

export interface MediaRecord {
  readonly is: 'source' | 'output'
  readonly uri: string
  /** What the job found by its own analysis. */
  readonly seen?: Media
  /** Absent if the file is not there now, or is outside the media roots. */
  readonly now?: { readonly sizeBytes: number; readonly modified: string; readonly probed: Probed }
}

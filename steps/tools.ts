/** The tools that the steps of all job types use. */

import type { Preset } from '../tasks/ffmpeg/plan/preset.ts'
import type { Programs } from '../tasks/ffmpeg/programs.ts'
import type { Storage } from '../tasks/files/storages.ts'
import type { Confinement } from '../tasks/program/confinement.ts'
import type { Tasks } from '../tasks/task.ts'
import type { Rate } from '../tasks/transfer/rate.ts'
import type { Access } from '../tasks/transfer/stored-file.ts'

export interface Tools {
  /** ffmpeg and ffprobe, searched for once; `missing`: one message for each that was not found. */
  programs(): Promise<Programs | { readonly missing: readonly string[] }>
  /** What this machine keeps from these programs, found out once. */
  confinement(): Promise<Confinement>
  readonly tasks: Tasks
  readonly transfers: Transfers
  /** Largest picture that may be decoded, pixels; 0: no limit. */
  readonly maxPixels: number
  /** Share of a stream that its rendition may lack, 0 … 1. */
  readonly maxMissing: number
  readonly presets: readonly Preset[]
  /** The folders that `file:` URIs may touch. Outputs of jobs without a destination go to the first. */
  readonly mediaRoots: readonly string[]
  /** All storages; each media root lies on one. */
  readonly storages: readonly Storage[]
  /**
   * Time without progress of a program, or a response of a file system, that counts as a stall, ms; 0: never.
   */
  readonly stallMs: number
  /** Time after the last write from which a source counts as whole, ms; 0: immediately. */
  readonly settledMs: number
}

/** What transfers between storages need. */
export interface Transfers {
  /** Threads of their own: a transfer can take hours. */
  readonly tasks: Tasks
  readonly access: Access
  /** The bandwidth that all of them share; none: no limit. */
  readonly rates: readonly Rate[]
}

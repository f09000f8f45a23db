/** The tools that the steps of all job types use. */

import type { TranscodePresetDocument } from '../schema/documents/transcode-preset.ts'
import type { Preset } from '../tasks/ffmpeg/plan/preset.ts'
import type { Programs } from '../tasks/ffmpeg/programs.ts'
import type { Storage } from '../tasks/files/storages.ts'
import type { Confinement } from '../tasks/program/confinement.ts'
import type { ScriptLimits } from '../tasks/script/ended.ts'
import type { Scripts } from '../tasks/script/scripts.ts'
import type { Tasks } from '../tasks/task.ts'
import type { Rate } from '../tasks/transfer/rate.ts'
import type { Access } from '../tasks/transfer/stored-file.ts'
import type { PresetFile } from './preset/preset-file.ts'

/** Runs the scripts of presets. */
export interface PresetScripts {
  readonly scripts: Scripts
  readonly limits: ScriptLimits
}

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
  /** Those of the job; without a job, those of files. */
  readonly presets: readonly Preset[]
  readonly presetFiles: readonly PresetFile[]
  readonly presetScripts: PresetScripts
  /** The documents of the presets that have scripts, in a question about a job. */
  readonly documents?: readonly { readonly name: string; readonly document: TranscodePresetDocument }[]
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

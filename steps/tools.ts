import type { Preset } from '../tasks/ffmpeg/preset.ts'
import type { Programs } from '../tasks/ffmpeg/programs.ts'
import type { Storage } from '../tasks/files/storages.ts'
import type { Tasks } from '../tasks/task.ts'

/** What steps work with. */
export interface Tools {
  /** ffmpeg and ffprobe, looked for once; `missing` says where in vain. */
  programs(): Promise<Programs | { readonly missing: readonly string[] }>
  readonly tasks: Tasks
  readonly presets: readonly Preset[]
  /** The folders `file:` URIs may touch. The first takes what names no place of its own. */
  readonly mediaRoots: readonly string[]
  /** What the media lies on; each media root lies on one. */
  readonly storages: readonly Storage[]
  /** Time a program may go without making anything, and a file system without an answer, ms; 0: for ever. */
  readonly stallMs: number
  /** Time since a source was last written to from which it counts as whole, ms; 0: at once. */
  readonly settledMs: number
}

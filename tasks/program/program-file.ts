/** A program as it was found on this machine. */

import type { Confinement } from './confinement.ts'
import type { ProgramEnvironment } from './environment.ts'

export interface ProgramFile {
  readonly path: string
  /** Its whole environment. Default: a bare one. */
  readonly env?: ProgramEnvironment
  /** Default: not confined. */
  readonly confinement?: Confinement
}

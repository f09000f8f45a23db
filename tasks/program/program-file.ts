/** A program as it was found on this machine, and what its runs may use. */

import type { Confinement, Reach } from './confinement.ts'
import type { Environment } from './environment.ts'

export interface ProgramFile {
  readonly path: string
  /** Its whole environment. Default: a bare one. */
  readonly env?: Environment
  /** Default: not confined. */
  readonly confinement?: Confinement
}

/** The options of a run of the program that needs these files. Pure. */
export function surroundingsOf({ env, confinement }: ProgramFile, reach: Reach) {
  return { ...(env && { env }), ...(confinement && { within: { confinement, reach } }) }
}

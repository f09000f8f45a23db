/** What scripts can reach, apart from the job that they run in. */

import type { ScriptRequest, ScriptResponse } from '../../tasks/script/calls.ts'
import type { ScriptLimits } from '../../tasks/script/ended.ts'
import type { Scripts } from '../../tasks/script/scripts.ts'
import type { Metadata } from '../engine/declare/step.ts'

export interface ScriptEnvironment {
  readonly scripts: Scripts
  /**
   * The limits by the settings and the metadata of a definition; `flaw`: which metadata is wrong, as a
   * clause.
   */
  readonly limits: (metadata: Metadata) => ScriptLimits | { readonly flaw: string }
  /** The hosts that scripts may send requests to: the setting SCRIPT_HOSTS. */
  readonly hosts: readonly string[]
  /**
   * Makes a request to the API of this server as a user. Rejects with ScriptCallRefused without a response.
   */
  readonly api: (user: string, request: ScriptRequest, signal: AbortSignal) => Promise<ScriptResponse>
}

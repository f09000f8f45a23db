/** The problem of a script that waits (wire.md §11.4). */
import { beginningOf } from '../../schema/codec/storable-text.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

/** `resource`: the job and the step, so that each script has a problem of its own. */
export function scriptToGoOn(resource: string, reason: string): Condition {
  return {
    ...{ type: javascript.type, resource, requirement: beginningOf(reason, LONGEST_REQUIREMENT) },
    ...{ words: `its script: ${reason}`, checkS: CHECK_S },
  }
}

export const javascript: ProblemKind<Tools> = {
  type: 'JAVASCRIPT',
  description: 'A script has called `job.wait`. Each check runs it again, a minute apart.',
  check: async () => true,
}

const CHECK_S = 60
/** Characters. An index has it, whose entries have a limit. */
const LONGEST_REQUIREMENT = 500

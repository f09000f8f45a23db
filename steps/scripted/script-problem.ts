/** The problem TEST: a marker file that a script waits for. */

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

/** The condition for the marker file `test-<name>` in the first media root. */
export function markerToExist(name: string): Condition {
  return { type: markerProblem.type, resource: `test-${name}`, requirement: 'to exist', checkS: 1 }
}

export const markerProblem: ProblemKind<Tools> = {
  type: 'TEST',
  description: 'The marker file of a TEST job is required to exist.',
  check: async ({ resource }, { mediaRoots }) =>
    access(join(mediaRoots[0] ?? '.', resource)).then(
      () => true,
      () => false,
    ),
}

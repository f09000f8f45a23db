import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

/** The file `test-<name>` in the first media root. */
export function markerToExist(name: string): Condition {
  return { type: markerProblem.type, resource: `test-${name}`, requirement: 'to be there', checkS: 1 }
}

export const markerProblem: ProblemKind<Tools> = {
  type: 'TEST',
  description: 'What a step of a TEST job was told to wait for.',
  check: async ({ resource }, { mediaRoots }) =>
    access(join(mediaRoots[0] ?? '.', resource)).then(
      () => true,
      () => false,
    ),
}

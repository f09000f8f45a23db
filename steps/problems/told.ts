import { isThere, TOLD } from '../do-as-told.ts'
import type { ProblemKind } from '../engine/problem.ts'
import type { Tools } from '../tools.ts'

export const told: ProblemKind<Tools> = {
  type: TOLD,
  description: 'What a step of a TEST job was told to wait for.',
  check: isThere,
}

/** The problem SERVICE: a web service that does not answer. */

import { answers } from '../../tasks/http/answers.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

/** The condition for a web service that answered 5xx or did not answer. */
export function toAnswer(url: string): Condition {
  return { type: service.type, resource: url, requirement: 'to answer' }
}

export const service: ProblemKind<Tools> = {
  type: 'SERVICE',
  description:
    'A web service is required to answer with a status below 500. Link-local addresses are never contacted.',
  // `refused` counts as passed: the step runs again and fails with the reason.
  check: async ({ resource }, _tools, signal) => (await answers(resource, signal)) !== 'no',
}

import { answers } from '../../tasks/answers.ts'
import type { Condition, ProblemKind } from '../engine/declare/problem.ts'
import type { Tools } from '../tools.ts'

/** A web service that answered 5xx, or did not answer. */
export function toAnswer(url: string): Condition {
  return { type: service.type, resource: url, requirement: 'to answer' }
}

export const service: ProblemKind<Tools> = {
  type: 'SERVICE',
  description:
    'A web service is wanted to answer, with anything but 5xx. One at a link-local address is never asked.',
  // One that is not to be asked is left to the step, which says why it does not ask either.
  check: async ({ resource }, _tools, signal) => (await answers(resource, signal)) !== 'no',
}

/** Answers a request that starts a job: with its short document, or with the fault of a refusal. */
import type { JobDocument } from '../../../schema/documents/job.ts'
import { siteId } from '../../../schema/ids.ts'
import { oneOfNearest } from '../../../schema/nearest.ts'
import type { NotStarted, StartAnswer } from '../../../steps/engine/submit/start-request.ts'
import { conflict, type Fault, invalidInput, notFound } from '../../http/answer/fault.ts'

/** The short document of a job that was just created (wire.md §6.1). Throws the fault of a refusal. */
export function startedDocument(answer: StartAnswer): JobDocument {
  if ('refused' in answer) throw refusal(answer)
  const { id, user, started, state, type, priority, keep } = answer.job
  return { jobId: siteId(id), user, started, status: state, type, priority, ...(keep && { keep }) }
}

/** The fault for a job that was not created. */
export function refusal(answer: NotStarted): Fault {
  switch (answer.refused) {
    case 'unknown-type':
      return invalidInput(
        'type',
        `Invalid job type: expected ${oneOfNearest(answer.known, answer.type)}`,
        answer.type,
      )
    case 'invalid':
      return invalidInput(answer.key, answer.explanation, answer.value)
    case 'not-found':
      return notFound(answer.type, answer.id, answer.known)
    case 'made-before':
      return conflict('Idempotency-Key', answer.key, 'another request is using this key')
  }
}

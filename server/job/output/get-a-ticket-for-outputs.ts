/** Issues tickets for the outputs of a job: `POST /job/{jobId}/output/ticket`. */
import { StreamTicketDocument } from '../../../schema/documents/stream-ticket.ts'
import { keepTicket } from '../../../schema/queries/access/stream-tickets.ts'
import { hashOfSecret, newSecret } from '../../auth/token-secret.ts'
import { operation } from '../../http/operation.ts'
import { findJob } from '../request/find-job.ts'

/**
 * A `<video>` cannot set headers, and asks for many ranges of one file: hence tickets that are not used up.
 */
export default operation({
  title: 'Get a ticket for the outputs of a job',
  description:
    'The ticket serves the outputs of this job, and nothing else, as `?ticket=…` in their links. It is valid for ' +
    'an hour, for any number of requests, while its user may read jobs. As text/plain: only the ticket. ' +
    '(Callsheet extension)',
  method: 'POST',
  path: '/job/:jobId/output/ticket',
  role: '_job_read',
  produces: StreamTicketDocument,
  plain: ({ ticket }) => ticket,
}).answer(async ({ path, em, user }) => {
  const { id } = await findJob(em, path.jobId, { metadata: false, steps: false })
  const ticket = newSecret()
  await keepTicket(em, {
    hash: hashForOutputs(hashOfSecret(ticket), id),
    user: user.name,
    validS: VALID_S,
  })
  return { ticket }
})

/** Bound to the job: the ticket neither opens the live stream nor serves the outputs of another job. */
export function hashForOutputs(hash: string, jobId: number): string {
  return hashOfSecret(`outputs of job ${jobId} ${hash}`)
}

const VALID_S = 3_600

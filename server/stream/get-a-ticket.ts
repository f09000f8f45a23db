/** Issues tickets for the live stream: `POST /stream/ticket`. */
import { StreamTicketDocument } from '../../schema/documents/stream-ticket.ts'
import { keepTicket } from '../../schema/queries/access/stream-tickets.ts'
import { hashOfSecret, newSecret } from '../auth/token-secret.ts'
import { operation } from '../http/operation.ts'

/** Pages cannot set headers on a WebSocket, and tokens in URLs end up in logs: hence single-use tickets. */
export default operation({
  title: 'Get a ticket for the live stream',
  description:
    'The ticket opens `GET /stream?ticket=…`: a WebSocket or, with `Accept: text/event-stream`, ' +
    'server-sent events. It is valid once, within 30 seconds, for the user who requested it. A stream ends with the token ' +
    'that its ticket was requested with. ' +
    'As text/plain: only the ticket. (Callsheet extension)',
  method: 'POST',
  path: '/stream/ticket',
  role: '_job_read',
  produces: StreamTicketDocument,
  plain: ({ ticket }) => ticket,
}).answer(async ({ em, user, signIn }) => {
  const ticket = newSecret()
  const token = signIn.by === 'token' ? signIn.hash : undefined
  await keepTicket(em, { hash: hashOfSecret(ticket), user: user.name, token })
  return { ticket }
})

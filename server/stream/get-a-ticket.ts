import { StreamTicketDocument } from '../../schema/documents/stream-ticket.ts'
import { keepTicket } from '../../schema/queries/access/stream-tickets.ts'
import { hashOfSecret, newSecret } from '../auth/token-secret.ts'
import { operation } from '../http/operation.ts'

/** A page cannot give its socket a header, and a token in a URL would end up in logs: so a ticket, good once. */
export default operation({
  title: 'Get a ticket for the live stream',
  description:
    'Opens `GET /stream?ticket=…` (ours), a WebSocket or, with `Accept: text/event-stream`, server-sent events: once, within 30 seconds, for the user who asked. As text/plain it is the ticket alone.',
  method: 'POST',
  path: '/stream/ticket',
  role: '_job_read',
  produces: StreamTicketDocument,
  plain: ({ ticket }) => ticket,
}).answer(async ({ em, user }) => {
  const ticket = newSecret()
  await keepTicket(em, hashOfSecret(ticket), user.name)
  return { ticket }
})

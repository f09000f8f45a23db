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
    'server-sent events. It is valid once, within 30 seconds, for the user who requested it. A stream ends when what it, ' +
    'or its ticket, was requested with ends: when the token expires or is revoked, the access key is deactivated or deleted, ' +
    'the JSON Web Token expires, or the password is changed. ' +
    'As text/plain: only the ticket. (Callsheet extension)',
  method: 'POST',
  path: '/stream/ticket',
  role: '_job_read',
  produces: StreamTicketDocument,
  plain: ({ ticket }) => ticket,
}).answer(async ({ em, user, signIn }) => {
  const ticket = newSecret()
  await keepTicket(em, {
    ...{ hash: hashOfSecret(ticket), user: user.name, signer: user.impersonatedBy ?? user.name },
    ...(signIn.by === 'token' && { token: signIn.hash }),
    ...(signIn.by === 'key' && { accessKey: signIn.id }),
    ...(signIn.by === 'jwt' && { ends: signIn.expires }),
  })
  return { ticket }
})

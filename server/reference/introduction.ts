/** What holds for all operations, as the reference says it first. */
import { LONGEST_IDEMPOTENCY_KEY } from '../http/idempotency.ts'

/** Paragraphs in Markdown. */
export const INTRODUCTION = [
  `All paths are under \`/API\`; except for those under \`/APInoauth\`, they also work
without that prefix. A trailing slash changes nothing. Parameters go into the query, or into the path as
matrix parameters: \`/API/job;user=false;first=1\`. Unknown parameters are ignored unless an operation says
otherwise.`,

  `Clients authenticate with HTTP Basic, by user and password or by the id and secret of an access key, or with
\`Authorization: token …\`. With the settings JWT_KEY or JWT_JWKS_URL, a JSON Web Token of another server signs in as
\`Authorization: Bearer …\`. An administrator can act as another user with the header \`RunAs\`. The formats of an operation are listed with the default first; a client gets
it if its \`Accept\` names no format. A body is XML or JSON, according to its \`Content-Type\`.`,

  `A web page of another origin makes changes only with a token: browsers add a remembered password to requests of
any page, so that anything but GET, HEAD and OPTIONS with HTTP Basic is refused with 403 if \`Origin\` is not
the address of this server or, without \`Origin\`, if \`Sec-Fetch-Site\` is neither \`same-origin\` nor
\`none\`. Programs send neither header.`,

  `Operations that start a job take the header \`Idempotency-Key\`: 1 to ${LONGEST_IDEMPOTENCY_KEY} visible ASCII
characters that the client chooses, such as a UUID. A client that got no answer repeats the request with the
same key, and no second job is started. The answer is then the short document of the job in its current state,
or 404 if the job has been deleted. The same key with a different request is 409. A key belongs to its user
and is kept for a day. \`POST /job/bulk\` takes it too: a repeated request skips the jobs that it has already
changed, and lists them together with the new ones.`,
] as const

/** Issues tokens: `GET /token` for oneself, `GET /user/{user}/token` for any user (wire.md §2.2). */
import { AuthenticationTokenDocument } from '../../../schema/documents/authentication-token.ts'
import { readAccount } from '../../../schema/queries/access/accounts.ts'
import { keepToken, lifeOfToken, type NewToken } from '../../../schema/queries/access/tokens.ts'
import { holds } from '../../auth/roles.ts'
import { refuseStranger } from '../../auth/self-or-administrator.ts'
import { hashOfSecret, newSecret } from '../../auth/token-secret.ts'
import {
  conflict,
  type Fault,
  forbidden,
  invalidInput,
  notAuthorized,
  notFound,
} from '../../http/answer/fault.ts'
import type { Context } from '../../http/context.ts'
import { operation } from '../../http/operation.ts'
import { boolean, integer } from '../../http/request/parameter-kinds.ts'
import { parameter, type ValuesOf } from '../../http/request/parameters.ts'

/** Seconds; Vidispine's `userTokenDefaultInterval` and `userTokenMaxInterval` (wire.md §2.2). */
const DEFAULT_SECONDS = 60
const MOST_SECONDS = 60

const QUERY = {
  seconds: parameter(
    integer,
    DEFAULT_SECONDS,
    `Lifetime in seconds, capped at ${MOST_SECONDS} unless the caller has the role _administrator.`,
  ),
  autoRefresh: parameter(
    boolean,
    false,
    'Restart the lifetime with each use. Requires a password, an access key, or a token that has `autoRefresh` itself.',
  ),
} as const

const DESCRIPTION =
  'The token is sent as `Authorization: token …`. It is revoked when its user is disabled or gets another ' +
  'password. A token that is requested with another token does not outlive it, unless that one was requested ' +
  'with `autoRefresh`. As text/plain: only the token.'

export const getAToken = operation({
  title: 'Get an authentication token',
  description: DESCRIPTION,
  method: 'GET',
  audited: true,
  path: '/token',
  query: QUERY,
  produces: AuthenticationTokenDocument,
  plain: ({ token }) => token,
}).answer(async (given) => tokenFor(given.user.name, given))

export const getATokenOfAUser = operation({
  title: 'Get an authentication token of a user',
  description: `${DESCRIPTION} A token of another user needs the role _administrator.`,
  method: 'GET',
  audited: true,
  path: '/user/:user/token',
  query: QUERY,
  produces: AuthenticationTokenDocument,
  plain: ({ token }) => token,
}).answer(async (given) => tokenFor(given.path.user, given))

type TokenRequest = Pick<Context, 'em' | 'user' | 'signIn'> & { readonly query: ValuesOf<typeof QUERY> }

/** Throws 403 for another user without the role, 404 for an unknown user, and 409 for a disabled one. */
async function tokenFor(name: string, given: TokenRequest): Promise<AuthenticationTokenDocument> {
  const { em, user, query } = given
  const { seconds, autoRefresh } = query
  const isAdministrator = holds(user, '_administrator')
  refuseStranger(user, name, 'a token of another user needs')
  const bounds = await boundsOf(given)
  if (seconds < 1) throw invalidInput('seconds', `expected at least 1, got “${seconds}”`, String(seconds))
  if (!(await readAccount(em, name))) throw notFound('User', name)
  const token = newSecret()
  const isKept = await keepToken(em, {
    ...{ hash: hashOfSecret(token), user: name, autoRefresh },
    ...bounds,
    seconds: isAdministrator ? seconds : Math.min(seconds, MOST_SECONDS),
  })
  if (!isKept) throw conflict('user', name, 'the user is disabled')
  return { token, user: name }
}

function noRefresh(what: string, id: string): Fault {
  return forbidden(`${what} cannot request one with it`, { context: 'autoRefresh', id })
}

/** Until when the token can live, and the access key that it ends with. */
type Bounds = Pick<NewToken, 'notAfter' | 'accessKey'>

/** A token is not outlived by one that it requests, unless its `autoRefresh` can postpone its end. */
async function boundsOf({ em, user, signIn, query }: TokenRequest): Promise<Bounds> {
  if (signIn.by === 'key') return { accessKey: signIn.id }
  if (signIn.by === 'jwt') {
    if (query.autoRefresh) throw noRefresh('a JSON Web Token', user.name)
    return { notAfter: signIn.expires.toISOString() }
  }
  if (signIn.by !== 'token') return {}
  const life = await lifeOfToken(em, signIn.hash)
  if (!life) throw notAuthorized('The token is invalid or has expired')
  const accessKey = life.accessKey ?? undefined
  if (life.autoRefresh) return { accessKey }
  if (query.autoRefresh) throw noRefresh('a token without autoRefresh', user.name)
  return { accessKey, notAfter: life.expires }
}

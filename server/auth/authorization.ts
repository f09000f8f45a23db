/** Reads the header `Authorization` (wire.md §2.1). Pure. */
import { decodeJwt } from 'jose'
import { hashOfSecret } from './token-secret.ts'

/** What a request signs in with. */
export type Authorization =
  | { readonly by: 'password'; readonly name: string; readonly password: string }
  | { readonly by: 'key'; readonly id: string; readonly secret: string }
  | { readonly by: 'token'; readonly token: string }
  | { readonly by: 'jwt'; readonly jwt: string }
  | { readonly by: 'nothing' }

/** The same without its secret, as handlers see it. */
export type SignIn =
  | { readonly by: 'password' | 'nothing' }
  | { readonly by: 'key'; readonly id: string }
  /** `hash`: the SHA-256 of the token, in hexadecimal. */
  | { readonly by: 'token'; readonly hash: string }
  | { readonly by: 'jwt'; readonly expires: Date }

/**
 * Schemes are case-insensitive. `Bearer` is a JSON Web Token, or one of our tokens, for clients that
 * know no other scheme.
 */
export function readAuthorization(header: string | undefined): Authorization {
  const [, scheme = '', rest = ''] = /^([a-z]+) +(.*?) *$/i.exec(header ?? '') ?? []
  switch (scheme.toLowerCase()) {
    case 'basic':
      return readBasic(rest)
    case 'token':
      return { by: 'token', token: rest }
    case 'bearer':
      return rest.includes('.') ? { by: 'jwt', jwt: rest } : { by: 'token', token: rest }
    default:
      return { by: 'nothing' }
  }
}

export function signInOf(header: string | undefined): SignIn {
  return withoutSecret(readAuthorization(header))
}

export function withoutSecret(read: Authorization): SignIn {
  switch (read.by) {
    case 'password':
    case 'nothing':
      return { by: read.by }
    case 'key':
      return { by: 'key', id: read.id }
    case 'token':
      return { by: 'token', hash: hashOfSecret(read.token) }
    case 'jwt':
      return { by: 'jwt', expires: expiryOf(read.jwt) }
  }
}

/** The end of a verified token, which always has one. PostgreSQL cannot read years of five digits. */
function expiryOf(jwt: string): Date {
  return new Date(Math.min((decodeJwt(jwt).exp ?? 0) * 1_000, END_OF_9999))
}

const END_OF_9999 = Date.UTC(9999, 11, 31)

/** Whether the name is that of an access key, which no user can have. */
export function isKeyId(name: string): boolean {
  return /^VSID[A-Z2-7]{16}$/.test(name)
}

/** The user name ends at the first colon. */
function readBasic(encoded: string): Authorization {
  if (!/^[A-Za-z0-9+/_-]+=*$/.test(encoded)) return { by: 'nothing' }
  const text = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = text.indexOf(':')
  if (colon < 1 || text.includes('\0')) return { by: 'nothing' }
  const [name, password] = [text.slice(0, colon), text.slice(colon + 1)]
  return isKeyId(name) ? { by: 'key', id: name, secret: password } : { by: 'password', name, password }
}

/** Settings of access: JSON Web Tokens. */
import { optional, setting } from '../kinds.ts'

export const ACCESS = {
  jwtKey: setting(
    'JWT_KEY',
    'Key of the JSON Web Tokens that users may sign in with (`Authorization: Bearer …`): a public key or certificate in ' +
      'PEM, or a secret of at least 32 characters. The user must exist, and has the roles that it has here. If neither ' +
      'this nor JWT_JWKS_URL is set: no JSON Web Token is accepted.',
    // Checked where it is used: the message about a wrong value would show it.
    optional(/./, 'a key'),
  ),
  jwtJwksUrl: setting(
    'JWT_JWKS_URL',
    'Where the public keys of JSON Web Tokens are read instead, as a JSON Web Key Set.',
    optional(/^https:\/\/.+|^http:\/\/(localhost|127\.0\.0\.1|\[::1\])[:/].*/, 'an https URL'),
  ),
  jwtIssuer: setting(
    'JWT_ISSUER',
    'The issuer (`iss`) that a JSON Web Token must have. Required with JWT_KEY and JWT_JWKS_URL.',
    optional(/./, 'an issuer'),
  ),
  jwtAudience: setting(
    'JWT_AUDIENCE',
    'The audience (`aud`) that a JSON Web Token must have, so that a token for another application is refused. Required ' +
      'with JWT_KEY and JWT_JWKS_URL.',
    optional(/./, 'an audience'),
  ),
  jwtUserClaim: setting(
    'JWT_USER_CLAIM',
    'The claim of a JSON Web Token that names the user. Users must not be able to choose its value at the issuer. If ' +
      'not set: `preferred_username`, or else `sub`.',
    optional(/./, 'the name of a claim'),
  ),
} as const

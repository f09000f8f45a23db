/** Verifies JSON Web Tokens that another server issues for our users. */
import { createPublicKey, type KeyObject } from 'node:crypto'
import { createRemoteJWKSet, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import type { Config } from '../../config/config.ts'
import { internalServer } from '../http/answer/fault.ts'

type JwtConfig = Pick<Config, 'jwtKey' | 'jwtJwksUrl' | 'jwtIssuer' | 'jwtAudience' | 'jwtUserClaim'>

/**
 * The user that a token names; undefined if the token is invalid. Throws 503 if the keys of JWT_JWKS_URL
 * cannot be read.
 */
export type NameInJwt = (jwt: string) => Promise<string | undefined>

/** Undefined if the settings name no key: then no JSON Web Token is valid. */
export function nameInJwtWith(config: JwtConfig): NameInJwt | undefined {
  const { jwtIssuer: issuer, jwtAudience: audience, jwtUserClaim } = config
  const keys = keysOf(config)
  if (!keys || issuer === undefined || audience === undefined) return undefined
  const expected = {
    issuer,
    audience,
    algorithms: [...keys.algorithms],
    requiredClaims: ['exp'],
    clockTolerance: SKEW_S,
  }
  const verified =
    'key' in keys
      ? (jwt: string) => jwtVerify(jwt, keys.key, expected)
      : (jwt: string) => jwtVerify(jwt, keys.remote, expected)
  return async (jwt) => {
    try {
      return nameIn((await verified(jwt)).payload, jwtUserClaim)
    } catch (error) {
      if ('key' in keys || isRefusal(error)) return undefined
      throw internalServer('The keys at JWT_JWKS_URL cannot be read', 503, { 'Retry-After': '5' })
    }
  }
}

/** The secret or public key of JWT_KEY. Throws if it is neither. In one line, `\n` stands for a line end. */
function keyOf(text: string): KeyObject | Uint8Array {
  const pem = text.replaceAll('\\n', '\n')
  return pem.includes('-----BEGIN ') ? createPublicKey(pem) : new TextEncoder().encode(text)
}

/** Whether JWT_KEY can be read, and verifies tokens. */
export function isKey(text: string): boolean {
  try {
    return algorithmsOf(keyOf(text)).length > 0
  } catch {
    return false
  }
}

type Keys = { readonly algorithms: readonly string[] } & (
  | { readonly key: KeyObject | Uint8Array }
  | { readonly remote: JWTVerifyGetKey }
)

function keysOf({ jwtKey, jwtJwksUrl }: JwtConfig): Keys | undefined {
  if (jwtJwksUrl !== undefined)
    return { remote: createRemoteJWKSet(new URL(jwtJwksUrl)), algorithms: Object.values(ASYMMETRIC).flat() }
  if (jwtKey === undefined) return undefined
  const key = keyOf(jwtKey)
  return { key, algorithms: algorithmsOf(key) }
}

/** Those of the kind of the key, so that a public key is never taken for a secret. */
function algorithmsOf(key: KeyObject | Uint8Array): readonly string[] {
  if (key instanceof Uint8Array) return key.length < SHORTEST_SECRET ? [] : ['HS256', 'HS384', 'HS512']
  return ASYMMETRIC[key.asymmetricKeyType ?? ''] ?? []
}

/** Bytes; the least that RFC 7518 permits with HS256. */
const SHORTEST_SECRET = 32

const ASYMMETRIC: Readonly<Record<string, readonly string[]>> = {
  rsa: ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ec: ['ES256', 'ES384', 'ES512'],
  ed25519: ['EdDSA', 'Ed25519'],
}

/** Default: `preferred_username`, or else `sub`. */
function nameIn(payload: JWTPayload, claim: string | undefined): string | undefined {
  const values = (claim === undefined ? ['preferred_username', 'sub'] : [claim]).map((name) => payload[name])
  return values.find((value) => typeof value === 'string' && value !== '') as string | undefined
}

/** Whether the token is at fault rather than the server with the keys. */
function isRefusal(error: unknown): boolean {
  return error instanceof errors.JOSEError && !NO_KEYS.has(error.code)
}

const NO_KEYS: ReadonlySet<string> = new Set(['ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID', 'ERR_JOSE_GENERIC'])

/** How far the clocks of two servers may be apart. */
const SKEW_S = 30

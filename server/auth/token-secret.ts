/** Creates and hashes the secrets of tokens, tickets and keys: 32 random bytes, stored only as SHA-256. */
import { createHash, randomBytes } from 'node:crypto'

/** 43 characters that need no escaping in a URL or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** SHA-256 in hexadecimal. A fast hash is safe because a secret has 256 random bits. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Whether a text has the form of a secret; any other need not be looked up. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}

/** The id of an access key: `VSID` and 80 random bits in base 32, as in Vidispine. */
export function newKeyId(): string {
  return `VSID${Array.from(randomBytes(16), (byte) => BASE_32[byte & 31]).join('')}`
}

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

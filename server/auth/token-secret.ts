/** The text of tokens and tickets: 32 random bytes, which nobody guesses. Only their SHA-256 is kept. */
import { createHash, randomBytes } from 'node:crypto'

/** 43 characters that need no escaping in a URL or a header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** In hexadecimal. A fast hash is enough: there is nothing short to try. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** What is no such text is looked up nowhere. */
export function isSecret(text: string): boolean {
  return /^[A-Za-z0-9_-]{43}$/.test(text)
}

/** The token of `Authorization: token …`; undefined when the header says something else. The scheme word may have any case. */
export function readToken(authorization: string | undefined): string | undefined {
  return /^token +(\S*) *$/i.exec(authorization ?? '')?.[1]
}

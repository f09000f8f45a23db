/** Generates idempotency keys for requests. */

/** Returns a random key. `crypto.randomUUID` is unavailable when the console is served without TLS. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join('')
}

/** Signs in: exchanges a name and a password for a token (wire.md §2.2). */
import { call } from './call.ts'

const WEEK = 604_800

/**
 * Returns the `Authorization` value for later requests. Throws a `Refusal` of 401 if the credentials are
 * wrong.
 */
export async function getToken(user: string, password: string): Promise<string> {
  const response = await call({
    method: 'GET',
    path: `user/${encodeURIComponent(user)}/token`,
    query: { seconds: WEEK, autoRefresh: true },
    accept: 'text/plain',
    authorization: basic(user, password),
  })
  return `token ${(await response.text()).trim()}`
}

/** Encodes as UTF-8 (RFC 7617), because `btoa` alone rejects characters outside Latin-1. */
function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

/** Signing in: a name and a password for a token (wire.md §2.2). */
import { call } from './call.ts'

const WEEK = 604_800

/** The value of `Authorization` for everything that follows. Throws a `Refusal` of 401 when the credentials are wrong. */
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

/** As UTF-8 (RFC 7617); `btoa` alone refuses what is not Latin-1. */
function basic(user: string, password: string): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

/** Reads DATABASE_URL. */
import type { Connection } from '../../../schema/sql/database.ts'
import { CannotStart } from '../cannot-start.ts'

/**
 * Accepts `postgres://user@host/database` and, as PostgreSQL's own programs do, the folder of a socket as the
 * parameter `host`: `postgres://user@localhost/database?host=/run/postgresql`. Throws CannotStart for an
 * invalid URL. Pure.
 */
export function connectionOf(url: string): Connection {
  const parsed = URL.parse(url)
  if (!parsed)
    throw new CannotStart(
      'DATABASE_URL is not a valid URL: percent-encode special characters in the password, such as %40 for @',
    )
  const host = parsed.searchParams.get('host')
  if (host === null || !host.startsWith('/')) return { url }
  const user = decodeURIComponent(parsed.username) || 'postgres'
  return {
    host,
    port: Number(parsed.port || 5432),
    user,
    database: decodeURIComponent(parsed.pathname.slice(1)) || user,
  }
}

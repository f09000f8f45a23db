/** Requests tokens, uses them, and lets time pass for them. */
import { createHash } from 'node:crypto'
import type { How, Serving } from '../../serving.ts'

export function tokenUse({ ask, rows }: Pick<Serving, 'ask' | 'rows'>) {
  const tokenOf = async (line: string, how: How = {}) =>
    (await ask(line, { accept: 'text/plain', ...how })).text
  /** The user that the token authenticates, or the status of the refusal. */
  const who = async (token: string, headers: Readonly<Record<string, string>> = {}) => {
    const authorization = { Authorization: `token ${token}`, ...headers }
    const { status, text } = await ask('GET /API/whoami', {
      by: 'nobody',
      accept: 'text/plain',
      headers: authorization,
    })
    return status === 200 ? text : status
  }
  /** Ages all tokens by so many seconds. */
  const passes = (seconds: number) =>
    rows(
      `update callsheet.token set used = used - ? * interval '1 second', expires = expires - ? * interval '1 second'
          returning hash`,
      [seconds, seconds],
    )
  const secondsOf = async (token: string) => {
    const [row] = await rows<{ left: number }>(
      'select extract(epoch from expires - callsheet.now())::float8 as left from callsheet.token where hash = ?',
      [sha256(token)],
    )
    return row?.left ?? 0
  }
  return { tokenOf, who, passes, secondsOf }
}

export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

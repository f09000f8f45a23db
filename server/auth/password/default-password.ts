/** Restricts the default password to requests from this machine (design.md §5). */
import type { IncomingHttpHeaders } from 'node:http'
import { forbidden } from '../../http/answer/fault.ts'

/**
 * Throws 403 for a request through a proxy or from a page of another site: such a page runs in a browser on
 * this machine, but is not trusted.
 */
export function refuseDefaultPassword(user: string, headers: IncomingHttpHeaders): void {
  const reason = whyNotLocal(headers)
  if (reason === undefined) return
  throw forbidden(
    `the default password is accepted only from this machine, but the request ${reason}: set ADMIN_PASSWORD`,
    {
      context: 'password',
      id: user,
    },
  )
}

function whyNotLocal(headers: IncomingHttpHeaders): string | undefined {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined)
    return 'came through a proxy'
  if (headers.host !== undefined && !isLoopback(`http://${headers.host}`))
    return `was sent to ${headers.host}`
  if (headers.origin !== undefined && !isLoopback(headers.origin)) return `came from ${headers.origin}`
  return undefined
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname)
}

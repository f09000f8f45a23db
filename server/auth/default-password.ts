/**
 * The password every installation starts with is good on this machine only (design.md §5): not through a proxy, and not
 * from a page of another site, which a browser on this machine would let send it to us.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { forbidden } from '../http/answer/fault.ts'

export function refuseDefaultPassword(user: string, headers: IncomingHttpHeaders): void {
  const reason = whyNotHere(headers)
  if (reason === undefined) return
  throw forbidden(
    `the default password is accepted on this machine only, and ${reason}: set ADMIN_PASSWORD`,
    {
      context: 'password',
      id: user,
    },
  )
}

function whyNotHere(headers: IncomingHttpHeaders): string | undefined {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined)
    return 'this came through a proxy'
  if (headers.host !== undefined && !isLoopback(`http://${headers.host}`))
    return `this was sent to ${headers.host}`
  if (headers.origin !== undefined && !isLoopback(headers.origin)) return `this came from ${headers.origin}`
  return undefined
}

function isLoopback(origin: string): boolean {
  return URL.canParse(origin) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(origin).hostname)
}

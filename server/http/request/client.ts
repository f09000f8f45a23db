/** Finds out who sent a request and to which host, also behind proxies. Pure. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

export interface Client {
  /** The IP address, without a port. Empty if the connection is already closed. */
  readonly address: string
  /** The host and port that the client sent the request to: `callsheet.example:8080`. */
  readonly host: string
  readonly protocol: 'http' | 'https'
}

/**
 * Trusts the `X-Forwarded-*` headers as far as `proxies` proxies have written them: each appends one value,
 * so values further left come from the client and may be invented.
 */
export function clientOf(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  proxies: number,
): Client {
  const forwarded = (name: string) => valueFromRight(headers[`x-forwarded-${name}`], proxies)
  return {
    address: addressIn(forwarded('for')) ?? addressIn(socket.remoteAddress) ?? '',
    host: hostIn(forwarded('host') ?? headers.host ?? ''),
    protocol: forwarded('proto')?.toLowerCase() === 'https' ? 'https' : 'http',
  }
}

/** The value at this position from the right; of a shorter list, which some proxies replace, the first. */
function valueFromRight(
  header: string | readonly string[] | undefined,
  position: number,
): string | undefined {
  if (position === 0 || header === undefined) return undefined
  const values = String(header).split(',').slice(-position)
  return values[0]?.trim() || undefined
}

/** `203.0.113.9` of `203.0.113.9:4711` or `::ffff:203.0.113.9`; undefined for anything but an address. */
function addressIn(text: string | undefined): string | undefined {
  const [, bracketed, beforePort] = /^(?:\[([^\]]*)\](?::\d+)?|([\d.]+):\d+)$/.exec(text ?? '') ?? []
  const address = (bracketed ?? beforePort ?? text ?? '').replace(/^::ffff:(?=[\d.]+$)/i, '')
  return isIP(address) === 0 ? undefined : address
}

/** Drops the user information that a `Host` may not have: `evil@farm`. */
function hostIn(text: string): string {
  if (!text.includes('@')) return text
  return URL.canParse(`http://${text}`) ? new URL(`http://${text}`).host : ''
}

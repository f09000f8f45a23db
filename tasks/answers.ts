/** Checks whether a web service answers. */

import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * `no`: no answer within 5 s, or a 5xx status. `refused`, without a request: not HTTP, or a link-local
 * address.
 */
export type Answers = 'yes' | 'no' | 'refused'

/**
 * Sends one HEAD request and follows no redirects. Never connects to a link-local address, not even through a
 * host name: the metadata services of clouds, which hand out credentials, have such addresses.
 */
export async function answers(url: string, signal: AbortSignal): Promise<Answers> {
  const target = URL.parse(url)
  if (!target || !['http:', 'https:'].includes(target.protocol)) return 'refused'
  if (isLinkLocal(target.hostname.replace(/^\[|\]$/g, ''))) return 'refused'
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  try {
    const { statusCode = 0 } = await head(target, limited)
    return statusCode < 500 ? 'yes' : 'no'
  } catch (error) {
    return error instanceof LinkLocal ? 'refused' : 'no'
  }
}

class LinkLocal extends Error {}

function head(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'HEAD', signal, lookup: lookupAllowed, agent: false })
    outgoing.on('error', reject)
    outgoing.on('response', (response) => {
      response.resume()
      resolve(response)
    })
    outgoing.end()
  })
}

/** Checks the very addresses that the connection then uses: a second lookup could return others. */
const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, options, (error, address, family) => {
    const found = Array.isArray(address) ? address.map((one) => one.address) : [address]
    const failure = error ?? (found.some(isLinkLocal) ? new LinkLocal(`${hostname} is link-local`) : null)
    callback(failure, address, family)
  })
}

function isLinkLocal(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && LINK_LOCAL.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

const LINK_LOCAL = new BlockList()
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4')
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6')
// Not in a link-local range, but serves the same purpose: EC2 instance metadata.
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6')

const TIMEOUT_MS = 5_000

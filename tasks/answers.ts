/** Asks whether a web service is there. */

import { lookup as resolve } from 'node:dns'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** `no`: nobody is there, or it answers 5xx. `refused`: it is not asked, as its address is not for us to ask. */
export type Answers = 'yes' | 'no' | 'refused'

/**
 * Asks with one HEAD request and follows no redirect. Link-local addresses are never asked, whatever name leads to them: there the
 * machines of a cloud tell their secrets. Gives up after 5 s.
 */
export async function answers(url: string, signal: AbortSignal): Promise<Answers> {
  const asked = URL.parse(url)
  if (!asked || !['http:', 'https:'].includes(asked.protocol)) return 'refused'
  if (isLinkLocal(asked.hostname.replace(/^\[|\]$/g, ''))) return 'refused'
  const late = AbortSignal.any([signal, AbortSignal.timeout(WITHIN_MS)])
  try {
    const { statusCode = 0 } = await head(asked, late)
    return statusCode < 500 ? 'yes' : 'no'
  } catch (error) {
    return error instanceof LinkLocal ? 'refused' : 'no'
  }
}

class LinkLocal extends Error {}

function head(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  return new Promise((resolve, reject) => {
    const asking = request(url, { method: 'HEAD', signal, lookup: lookupOthers, agent: false })
    asking.on('error', reject)
    asking.on('response', (response) => {
      response.resume()
      resolve(response)
    })
    asking.end()
  })
}

/** The address that was looked at is the one that is connected to. */
const lookupOthers: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, options, (error, address, family) => {
    const found = Array.isArray(address) ? address.map((one) => one.address) : [address]
    const wrong = error ?? (found.some(isLinkLocal) ? new LinkLocal(`${hostname} is link-local`) : null)
    callback(wrong, address, family)
  })
}

function isLinkLocal(address: string): boolean {
  const family = isIP(address)
  return family !== 0 && LINK_LOCAL.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

const LINK_LOCAL = new BlockList()
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4')
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6')
// Not link-local by its number, but the same thing: the metadata of an EC2 instance.
LINK_LOCAL.addAddress('fd00:ec2::254', 'ipv6')

const WITHIN_MS = 5_000

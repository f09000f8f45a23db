/** Keeps requests from link-local addresses: metadata services of clouds, which hand out credentials. */

import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

export class LinkLocal extends Error {}

/** Checks the very addresses that the connection then uses: a second lookup could return others. */
export const lookupAllowed: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, options, (error, address, family) => {
    const found = Array.isArray(address) ? address.map((one) => one.address) : [address]
    const failure = error ?? (found.some(isLinkLocal) ? new LinkLocal(`${hostname} is link-local`) : null)
    callback(failure, address, family)
  })
}

/** Of an address; an IPv6 one may have the brackets that it has in a URL. */
export function isLinkLocal(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '')
  const family = isIP(address)
  return family !== 0 && LINK_LOCAL.check(address, family === 6 ? 'ipv6' : 'ipv4')
}

const LINK_LOCAL = new BlockList()
LINK_LOCAL.addSubnet('169.254.0.0', 16, 'ipv4')
LINK_LOCAL.addSubnet('fe80::', 10, 'ipv6')
// IPv4 addresses within IPv6: compatible, and translated by NAT64.
LINK_LOCAL.addSubnet('::169.254.0.0', 112, 'ipv6')
LINK_LOCAL.addSubnet('64:ff9b::169.254.0.0', 112, 'ipv6')
// Not in a link-local range, but with the same purpose at Amazon, Google, Alibaba and Microsoft.
LINK_LOCAL.addSubnet('fd00:ec2::', 32, 'ipv6')
LINK_LOCAL.addAddress('fd20:ce::254', 'ipv6')
LINK_LOCAL.addAddress('100.100.100.200', 'ipv4')
LINK_LOCAL.addAddress('168.63.129.16', 'ipv4')

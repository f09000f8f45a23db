/** Connects to the allowed hosts only, and to the very addresses that were checked. */

import { isIP, connect as open, type Socket } from 'node:net'
import { lookupAllowed } from '../../http/link-local.ts'
import { NotSent, refuseUnlessAllowed } from '../../http/send.ts'
import type { Location } from '../location.ts'
import { type Access, Failed } from '../stored-file.ts'

export const TRANSFER_HOSTS = 'TRANSFER_HOSTS'

/** Throws unless the host is allowed. Link-local addresses never are. */
export function refuseUnlessReachable({ host, port, scheme }: Location, { hosts }: Access): void {
  const url = { hostname: host, host, port: String(port), protocol: `${scheme}:` }
  try {
    refuseUnlessAllowed(url, { hosts, setting: TRANSFER_HOSTS })
  } catch (error) {
    throw error instanceof NotSent ? new Failed('refused', error.message) : error
  }
}

/** An address of the host; a link-local one is an error. To connect to it takes no further look-up. */
export function addressOf({ host }: Location): Promise<string> {
  const name = bare(host)
  if (isIP(name)) return Promise.resolve(name)
  return new Promise((resolve, reject) => {
    lookupAllowed(name, {}, (error, address) => {
      if (error) reject(error)
      else resolve(typeof address === 'string' ? address : (address[0]?.address ?? name))
    })
  })
}

/** A connection to the host. */
export function connectTo({ host, port }: Location): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = open({ host: bare(host), port, lookup: lookupAllowed, noDelay: true })
    socket.setTimeout(CONNECT_MS, () => socket.destroy(new Error(`${host}: no connection within 20 s`)))
    socket.once('error', reject)
    socket.once('connect', () => {
      socket.setTimeout(0)
      socket.off('error', reject)
      resolve(socket)
    })
  })
}

/** Without the brackets of an IPv6 address. */
export function bare(host: string): string {
  return host.replace(/^\[|\]$/g, '')
}

const CONNECT_MS = 20_000

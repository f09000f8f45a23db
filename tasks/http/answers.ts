/** Checks whether a web service answers. */

import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isLinkLocal, LinkLocal, lookupAllowed } from './link-local.ts'

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
  if (isLinkLocal(target.hostname)) return 'refused'
  const limited = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)])
  try {
    const { statusCode = 0 } = await head(target, limited)
    return statusCode < 500 ? 'yes' : 'no'
  } catch (error) {
    return error instanceof LinkLocal ? 'refused' : 'no'
  }
}

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

const TIMEOUT_MS = 5_000

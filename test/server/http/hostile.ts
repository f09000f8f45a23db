/** Sends hostile requests to the real API and checks the answers. */
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import fc from 'fast-check'
import { close, listen } from '../../../server/http/api.ts'
import type { Api } from '../../api.ts'
import { as } from '../../factory.ts'
import { type Hostile, hostileRequest } from './hostile-requests.ts'

/** The number of concurrent requests. */
const AT_ONCE = 10

/**
 * Sends `count` requests over persistent connections. Throws at the first 5xx but 501, and at the first stack
 * trace.
 */
export async function sendHostile(api: Api, count: number): Promise<void> {
  const { server, url } = await listen(api.app, '127.0.0.1', 0)
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })
  const together = fc.array(hostileRequest, { minLength: AT_ONCE, maxLength: AT_ONCE })
  try {
    await fc.assert(
      fc.asyncProperty(together, async (requests) => {
        await Promise.all(
          requests.map((one) =>
            survives(url, agent, { ...one, target: one.target.replace('MEDIA', api.mediaRoot) }),
          ),
        )
      }),
      { numRuns: Math.ceil(count / AT_ONCE), endOnFailure: true },
    )
    const last = await answerTo(url, agent, {
      method: 'GET',
      target: '/API/job',
      headers: { Authorization: as('bob') },
    })
    assert.equal(last.status, 200, last.text)
  } finally {
    agent.destroy()
    await close(server)
  }
}

async function survives(url: string, agent: Agent, hostile: Hostile): Promise<void> {
  const { status, text } = await answerTo(url, agent, hostile)
  // 501 names what Callsheet does not do.
  assert.ok((status >= 200 && status < 500) || status === 501, `${status}: ${text}`)
  assert.doesNotMatch(text, /\bat \S+ \(|node_modules|\.ts:\d|select .* from|callsheet\./)
}

interface Answer {
  readonly status: number
  readonly text: string
}

function answerTo(url: string, agent: Agent, { method, target, headers, body }: Hostile): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) }
  const asking = request(
    url,
    { method, path: target, headers: { ...headers, ...length }, agent },
    (response) => {
      const parts: Buffer[] = []
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('error', reject)
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text: String(Buffer.concat(parts)) }),
      )
    },
  )
  asking.on('error', reject)
  asking.end(body)
  return promise
}

/** Serves what a Vidispine answers, for tests of imports. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface StandIn extends AsyncDisposable {
  /** With the user and password that it accepts. */
  readonly url: string
  /** Without them. */
  readonly openUrl: string
}

/**
 * Answers GET of these paths below `/API` with these bodies, or with a status alone, and any other with 404.
 */
export async function vidispine(answers: Readonly<Record<string, string | number>>): Promise<StandIn> {
  const server = createServer(({ url = '', headers }, response) => {
    const isKnown = headers.authorization === `Basic ${btoa('reader:s3cret')}`
    const answer = isKnown ? (answers[url.replace(/^\/API/, '')] ?? 404) : 401
    const body = typeof answer === 'string' ? answer : ''
    const type = body.startsWith('<') ? 'application/xml' : 'application/json'
    response.writeHead(typeof answer === 'string' ? 200 : answer, { 'content-type': type }).end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://reader:s3cret@127.0.0.1:${port}/API`,
    openUrl: `http://127.0.0.1:${port}/API`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

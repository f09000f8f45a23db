/** A page of another origin uses the API, as a client of Vidispine in a browser does (wire.md §17). */
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PASSWORD } from '../../../factory.ts'
import { browsing } from '../browsing.ts'

interface Seen {
  readonly status: number
  readonly text: string
  readonly warning: string | null
  readonly last: string | null
}

describe('a page of another origin', function () {
  this.timeout(60_000)
  const { open, server, createUser } = browsing()
  let elsewhere: Server
  before(async () => {
    await createUser('ann', ['_job_read', '_job_write'])
    elsewhere = createServer((_, response) =>
      response.setHeader('Content-Type', 'text/html').end('<p>A client'),
    )
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  })
  after(() => void elsewhere?.close())

  async function client() {
    const { port } = elsewhere.address() as AddressInfo
    const page = await open(`http://127.0.0.1:${port}/`)
    const ask = (path: string, init: RequestInit): Promise<Seen | string> =>
      page.evaluate(`fetch(${JSON.stringify(`${server().url}/API${path}`)}, ${JSON.stringify(init)}).then(
        async (answer) => ({
          status: answer.status,
          text: await answer.text(),
          warning: answer.headers.get('x-callsheet-warning'),
          last: answer.headers.get('x-last'),
        }),
        (error) => String(error),
      )`)
    return async (path: string, init: RequestInit) => {
      const seen = await ask(path, init)
      assert.ok(typeof seen === 'object', String(seen))
      return seen
    }
  }
  const basic = `Basic ${btoa(`ann:${PASSWORD}`)}`

  it('signs in for a token, starts, reads and changes jobs with it, and reads the headers', async () => {
    const ask = await client()
    const { status, text: token } = await ask('/user/ann/token?seconds=60&autoRefresh=true', {
      headers: { Authorization: basic, Accept: 'text/plain' },
    })
    assert.deepEqual([status, /^[\w-]{43}$/.test(token)], [200, true])
    const headers = { Authorization: `token ${token}`, Accept: 'application/json' }
    const started = await ask('/job?type=TEST', {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify({ field: [{ key: 'colour', value: 'red' }] }),
    })
    assert.equal(started.status, 200, started.text)
    assert.match(started.warning ?? '', /colour/)
    const { jobId } = JSON.parse(started.text) as { readonly jobId: string }
    const read = await ask(`/job/${jobId}?metadata=true`, { headers })
    assert.match(read.text, /"key":"colour","value":"red"/)
    assert.equal((await ask(`/job/${jobId}?priority=HIGH`, { method: 'PUT', headers })).status, 200)
    assert.equal((await ask(`/job/${jobId}`, { method: 'DELETE', headers })).status, 200)
    assert.equal((await ask('/token', { method: 'DELETE', headers })).status, 200)
    assert.equal((await ask('/job', { headers })).status, 401, 'readable, though refused')
  })

  it('cannot change anything with a password, which the browser may have remembered', async () => {
    const ask = await client()
    const refused = await ask('/job?type=TEST', {
      method: 'POST',
      headers: { Authorization: basic, Accept: 'application/json' },
    })
    assert.equal(refused.status, 403)
    assert.match(refused.text, /cannot make changes with a password; use a token/)
  })

  it('is permitted no cookies or other credentials of the browser, and told so without any', async () => {
    const answer = await fetch(`${server().url}/API/job`, {
      method: 'OPTIONS',
      headers: { Origin: 'http://a.example' },
    })
    assert.equal(answer.status, 204)
    assert.equal(answer.headers.get('access-control-allow-origin'), '*')
    assert.equal(answer.headers.get('access-control-allow-credentials'), null)
    assert.match(answer.headers.get('access-control-allow-headers') ?? '', /authorization.*runas/)
    assert.equal(answer.headers.get('access-control-max-age'), '600')
  })
})

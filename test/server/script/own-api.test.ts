import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import type { AccountRow } from '../../../schema/queries/access/accounts.ts'
import { hashOfSecret } from '../../../server/auth/token-secret.ts'
import { ownApi, urlOf } from '../../../server/script/own-api.ts'
import { ScriptTokens } from '../../../server/script/script-tokens.ts'
import { ScriptCallRefused, type ScriptRequest } from '../../../tasks/script/calls.ts'

const ANN: AccountRow = { name: 'ann', roles: [], passwordHash: '', disabled: false, defaultPassword: true }

function tokenIn(authorization = ''): string {
  return authorization.replace(/^token /, '')
}

describe('The API, as scripts call it', () => {
  const tokens = new ScriptTokens()
  const accounts: Readonly<Record<string, AccountRow>> = { ann: ANN, gone: { ...ANN, disabled: true } }
  /** Resolves when the response of a request that is not answered has been closed. */
  let closed = Promise.withResolvers<void>()
  beforeEach(() => {
    closed = Promise.withResolvers()
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { url = '', method, headers, socket } = request
    const body = await text(request)
    if (url === '/API/never') return void once(response, 'close').then(() => closed.resolve())
    if (url === '/API/large') return void response.end(Buffer.alloc(9 * 1024 * 1024, 'x'))
    if (url === '/API/endless') {
      const more = () =>
        response.write('x'.repeat(65_536), () => void (response.destroyed || setImmediate(more)))
      more()
      return void once(response, 'close').then(() => closed.resolve())
    }
    const user = tokens.bearer(hashOfSecret(tokenIn(headers.authorization)))?.name
    response.setHeader('X-Two', ['a', 'b'])
    response.end(JSON.stringify({ url, method, body, user, headers, address: socket.remoteAddress }))
  }
  const api = ownApi({
    handle: (request, response) => void handle(request, response),
    find: async (name) => accounts[name] ?? null,
    tokens,
    host: 'callsheet:8080',
  })
  const ask = (
    path: string,
    more: Partial<ScriptRequest> = {},
    user = 'ann',
    signal = new AbortController().signal,
  ) => api(user, { method: 'GET', path: [path], query: [], headers: [], ...more }, signal)

  it('is called as the user of the job, from this machine, whatever the script says', async () => {
    const headers = [
      ['Authorization', 'Basic eDp5'],
      ['X-Forwarded-For', '1.2.3.4'],
      ['Host', 'elsewhere'],
      ['RunAs', 'bob'],
    ] as const
    const { status, headers: answered, body } = await ask('job', { method: 'POST', headers, body: '{}' })
    const seen = JSON.parse(body)
    assert.deepEqual([status, answered['x-two']], [200, 'a, b'])
    assert.deepEqual([seen.method, seen.body, seen.user, seen.address], ['POST', '{}', 'ann', '127.0.0.1'])
    assert.deepEqual(
      [seen.headers.host, seen.headers['x-forwarded-for'], seen.headers.runas],
      ['callsheet:8080', undefined, 'bob'],
    )
  })

  it('accepts the token of a call only during the call', async () => {
    const { body } = await ask('job')
    const token = tokenIn(JSON.parse(body).headers.authorization)
    assert.equal(tokens.bearer(hashOfSecret(token)), undefined)
  })

  // biome-ignore format: a table
  const REFUSED: readonly (readonly [what: string, path: string, message: RegExp, more?: Partial<ScriptRequest>, user?: string])[] = [
    ['an answer that is too large',       'large',      /^api: GET \/API\/large: the answer has more than 8388608 bytes$/],
    ['an answer without an end',          'endless',    /the answer has more than 8388608 bytes$/],
    ['no answer within the timeout',      'never',      /^api: GET \/API\/never: no response within 50 ms$/, { timeoutMs: 50 }],
    ['the same to a request with a body', 'never',      /no response within 50 ms$/, { timeoutMs: 50, method: 'POST', body: 'x'.repeat(100_000) }],
    ['a trial within a script',           'task-definition/script/try', /^api: a script cannot try scripts$/, { method: 'POST' }],
    ['a disguised one',                   'task-definition/scr%69pt/%74ry', /cannot try scripts$/, { method: 'POST' }],
    ['a disabled user',                   'job',        /^api: the user gone does not exist or is disabled$/, {}, 'gone'],
    ['an unknown user',                   'job',        /^api: the user nobody does not exist/, {}, 'nobody'],
  ]
  for (const [what, path, message, more = {}, user = 'ann'] of REFUSED)
    it(`refuses ${what}`, () =>
      assert.rejects(ask(path, more, user), (error: unknown) => {
        assert.ok(error instanceof ScriptCallRefused, String(error))
        assert.match(error.message, message)
        return true
      }))

  for (const body of [undefined, 'x'])
    it(`ends a request ${body ? 'with' : 'without'} a body when the script ends`, async () => {
      const stop = new AbortController()
      const asking = ask('never', { method: 'POST', ...(body && { body }) }, 'ann', stop.signal)
      setTimeout(() => stop.abort(), 50)
      await assert.rejects(asking, (error: unknown) => !(error instanceof ScriptCallRefused))
      await closed.promise
    })

  // biome-ignore format: a table
  for (const [path, query, url] of [
    [['job'],                 [],                     '/API/job'],
    [['/job/', 'VX-1/'],      [],                     '/API/job/VX-1'],
    [['job'],                 [['a b', '1&2']],       '/API/job?a+b=1%262'],
    [['job?number=1'],        [['first', '2']],       '/API/job?number=1&first=2'],
    [['job?number=1'],        [],                     '/API/job?number=1'],
    [['a b'],                 [],                     '/API/a%20b'],
    [['../console'],          [],                     '/console'],
    [['job#x'],               [],                     '/API/job'],
  ] as const)
    it(`has the URL ${url} for ${path.join(' + ')}`, () => assert.equal(urlOf({ path, query }), url))
})

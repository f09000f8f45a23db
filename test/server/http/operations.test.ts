import assert from 'node:assert/strict'
import { OPERATIONS } from '../../../server/operations.ts'
import { type Api, api } from '../../api.ts'
import { as, user } from '../../factory.ts'

describe('the small operations', () => {
  let served: Api
  before(async () => {
    served = await api()
    await user(served.test.database, { name: 'ann', roles: ['_job_read'] })
    await user(served.test.database, { name: 'operator', roles: ['_administrator'] })
  })
  after(() => served[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [path, headers, status, text] of [
    ['/API/whoami',            { Authorization: as('ann') },                                     200, 'ann'],
    ['/API/whoami',            { Authorization: as('operator'), RunAs: 'ann' },                  200, 'ann'],
    ['/API/whoami',            { Authorization: as('ann'), Accept: 'application/xml' },          406, '{"code":406,"message":"HTTP 406 Not Acceptable: expected text/plain in Accept, got “application/xml”"}'],
    ['/API/whoami',            { Authorization: as('ann', 'x'), Accept: 'text/plain' },          401, '401 Not authorized\r\nMessage: Valid credentials are required\r\n'],
    ['/API/whoami',            { Authorization: as('ann'), RunAs: 'bob', Accept: 'text/plain' }, 403, '403 The operation is not permitted\r\nContext: _administrator\r\nID: ann\r\nReason: RunAs needs the role _administrator\r\n'],
    ['/APInoauth/is-online',   {},                                                               200, ''],
    ['/API/version',           { Authorization: as('ann'), Accept: 'application/json' },         200, '{"component":[{"name":"API","version":"0.0.0"}]}'],
    ['/API/version',           { Accept: 'application/json' },                                   401, undefined],
  ] as const)
    it(`GET ${path} with ${Object.keys(headers).join(', ') || 'nothing'} → ${status}`, async () => {
      const answer = await served.request.get(path).set(headers)
      assert.equal(answer.status, status)
      if (text !== undefined) assert.equal(answer.text, text)
    })

  it('challenge programs, but not scripts in a browser', async () => {
    const program = await served.request.get('/API/whoami')
    const page = await served.request.get('/API/whoami').set('Sec-Fetch-Mode', 'cors')
    assert.equal(program.headers['www-authenticate'], 'Basic realm="callsheet"')
    assert.equal(page.headers['www-authenticate'], undefined)
  })
})

describe('the list of operations', () => {
  it('has each combination of method and path once', () => {
    const routes = OPERATIONS.map(
      ({ declaration: { method, path } }) => `${method} ${path.replaceAll(/:[^/]+/g, ':')}`,
    )
    assert.deepEqual(routes, [...new Set(routes)])
  })

  for (const { declaration } of OPERATIONS)
    it(`requires credentials except under /APInoauth: ${declaration.method} ${declaration.path}`, () =>
      assert.equal(declaration.auth === 'none', declaration.path.startsWith('/APInoauth/')))
})

/** Writes that a page of another origin makes with the password its browser remembers. */
import assert from 'node:assert/strict'
import { refuseForeignWrite } from '../../../server/auth/foreign-page.ts'
import { Fault } from '../../../server/http/answer/fault.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { as } from '../../factory.ts'
import { serving } from '../../serving.ts'

const BASIC = { authorization: as('ann') }
const FORM = 'application/x-www-form-urlencoded'
/** What a browser sends with a form, apart from the headers that reveal the page. */
const BROWSER = { accept: 'text/html,application/xml;q=0.9,*/*;q=0.8', 'accept-language': 'en-US' }

describe('A write with a password', () => {
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, host: string, headers: Record<string, string>, named: string | undefined])[] = [
    ['a page of another site',                   'farm:8080', { origin: 'http://evil.example' },                      'Origin'],
    ['a page of another port',                   'farm:8080', { origin: 'http://farm:9000' },                         'Origin'],
    ['a page of a longer name',                  'farm',      { origin: 'http://farm.evil.example' },                 'Origin'],
    ['a page of the host as user information',   'farm',      { origin: 'http://farm@evil.example' },                 'Origin'],
    ['a page without an origin',                 'farm:8080', { origin: 'null' },                                     'Origin'],
    ['a page with an empty origin',              'farm:8080', { origin: '' },                                         'Origin'],
    ['a page of another scheme',                 'farm:8080', { origin: 'ftp://farm:8080' },                          'Origin'],
    ['a browser extension',                      'farm:8080', { origin: 'chrome-extension://farm:8080' },             'Origin'],
    ['a page of another site that says it is ours', 'farm',   { origin: 'http://evil.example', 'sec-fetch-site': 'same-origin' }, 'Origin'],
    ['a page of another site by fetch metadata', 'farm:8080', { 'sec-fetch-site': 'cross-site' },                     'Sec-Fetch-Site'],
    ['a page of the same site',                  'farm:8080', { 'sec-fetch-site': 'same-site' },                      'Sec-Fetch-Site'],
    ['a form of an old browser',                 'farm:8080', { ...BROWSER, 'content-type': FORM },                   'Content-Type'],
    ['an upload of an old browser',              'farm:8080', { ...BROWSER, 'content-type': 'multipart/form-data; boundary=x' }, 'Content-Type'],
    ['a text form of an old browser',            'farm:8080', { ...BROWSER, 'content-type': 'text/plain' },           'Content-Type'],
    ['a page of this server',                    'farm:8080', { origin: 'http://farm:8080' },                         undefined],
    ['a page of this server behind TLS',         'farm',      { origin: 'https://farm' },                             undefined],
    ['a page of this server, in another case',   'Farm:8080', { origin: 'http://farm:8080' },                         undefined],
    ['a page of this server that names port 80', 'farm:80',   { origin: 'http://farm' },                              undefined],
    ['a page of this server that names port 443', 'farm:443', { origin: 'https://farm' },                             undefined],
    ['a page of this server at [::1]',           '[::1]:8080', { origin: 'http://[::1]:8080' },                       undefined],
    ['a page of this server by fetch metadata',  'farm:8080', { 'sec-fetch-site': 'same-origin' },                    undefined],
    ['the address bar',                          'farm:8080', { 'sec-fetch-site': 'none' },                           undefined],
    ['curl -d',                                  'farm:8080', { accept: '*/*', 'content-type': FORM },                undefined],
    ['curl -F',                                  'farm:8080', { accept: '*/*', 'content-type': 'multipart/form-data; boundary=x' }, undefined],
    ['java.net',                                 'farm:8080', { accept: 'text/html, image/gif, image/jpeg, */*; q=0.2', 'content-type': FORM }, undefined],
    ['the fetch of Node',                        'farm:8080', { accept: '*/*', 'accept-language': '*', 'sec-fetch-mode': 'cors', 'content-type': 'text/plain;charset=UTF-8' }, undefined],
    ['a program without headers',                'farm:8080', {},                                                     undefined],
  ]
  for (const [what, host, headers, named] of CASES)
    it(`of ${what} is ${named ? `refused and names ${named}` : 'permitted'}`, () =>
      assert.equal(
        namedIn(() => refuseForeignWrite('POST', { ...BASIC, ...headers }, host)),
        named,
      ))

  it('is recognized by its method', () => {
    const named = (method: string) =>
      namedIn(() => refuseForeignWrite(method, { ...BASIC, origin: 'http://evil.example' }, 'farm'))
    assert.deepEqual(['GET', 'HEAD', 'OPTIONS'].map(named), [undefined, undefined, undefined])
    assert.deepEqual(['POST', 'PUT', 'DELETE'].map(named), ['Origin', 'Origin', 'Origin'])
  })
})

describe('Every write of a page of another origin', () => {
  const { ask, job, rows } = serving()
  const WRITES = OPERATIONS.map(({ declaration }) => declaration).filter(({ method }) => method !== 'GET')
  const FOREIGN = { Origin: 'http://evil.example' }

  for (const { method, path } of WRITES) {
    const line = `${method} /API${path.replaceAll(/:[^/]+/g, 'VX-999')}`
    it(`is 403 with a password: ${method} ${path}`, async () => {
      const { status, body } = await ask(line, { by: 'root', headers: FOREIGN })
      assert.equal(status, 403)
      assert.deepEqual(body.forbidden, {
        context: 'Origin',
        id: 'http://evil.example',
        explanation: 'a page of another origin cannot make changes with a password; use a token',
      })
    })
  }

  it('is 403 in the format that the client accepts', async () => {
    const asked = (accept: string) => ask('POST /API/job/bulk', { accept, headers: FOREIGN })
    assert.match(
      (await asked('text/plain')).text,
      /^403 .+\r\nContext: Origin\r\nID: http:\/\/evil\.example\r\n/,
    )
    assert.match((await asked('application/xml')).text, /<forbidden><context>Origin<\/context>/)
  })

  it('changes nothing and does not count as a failed sign-in', async () => {
    const id = await job({ user: 'root' })
    for (let guess = 0; guess < 12; guess += 1) {
      const headers = { ...FOREIGN, Authorization: as('root', `guess ${guess}`) }
      assert.equal((await ask(`DELETE /API/job/VX-${id}`, { headers })).status, 403)
    }
    assert.equal((await ask(`GET /API/job/VX-${id}`, { by: 'root', accept: 'text/plain' })).text, 'READY')
  })

  it('is permitted with a token, which no browser adds by itself', async () => {
    const id = await job({ user: 'root' })
    const { text: token } = await ask('GET /API/token', {
      by: 'root',
      accept: 'text/plain',
      headers: FOREIGN,
    })
    const headers = { ...FOREIGN, Authorization: `token ${token}` }
    assert.equal((await ask(`DELETE /API/job/VX-${id}`, { by: 'nobody', headers })).status, 200)
    assert.equal((await rows('select from callsheet.job where id = ?', [id])).length, 1)
  })

  it('is permitted for pages of this server', async () => {
    const id = await job({ user: 'root' })
    const headers = { Host: 'farm:8080', Origin: 'http://farm:8080' }
    assert.equal((await ask(`DELETE /API/job/VX-${id}`, { by: 'root', headers })).status, 200)
  })

  it('is 401 without credentials, as any other request', async () => {
    const { status, headers } = await ask('POST /API/job', { by: 'nobody', headers: FOREIGN })
    assert.deepEqual([status, headers['www-authenticate']], [401, undefined])
  })
})

function namedIn(act: () => void): string | null | undefined {
  try {
    act()
    return undefined
  } catch (error) {
    assert.ok(error instanceof Fault)
    return error.document.forbidden?.context
  }
}

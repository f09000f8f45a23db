/** Who sent a request, and to which host, behind a number of proxies. */
import assert from 'node:assert/strict'
import { clientOf } from '../../../../server/http/request/client.ts'
import { serving } from '../../../serving.ts'

describe('The address of a client', () => {
  // biome-ignore format: a table
  for (const [proxies, remote, forwardedFor, address] of [
    [0, '192.0.2.1',          undefined,                                   '192.0.2.1'],
    [0, '192.0.2.1',          '203.0.113.9',                               '192.0.2.1'],
    [1, '192.0.2.1',          undefined,                                   '192.0.2.1'],
    [1, '192.0.2.1',          '203.0.113.9',                               '203.0.113.9'],
    [1, '192.0.2.1',          '10.0.0.1, 203.0.113.9',                     '203.0.113.9'],
    [1, '192.0.2.1',          '10.0.0.1,203.0.113.9 ',                     '203.0.113.9'],
    [2, '192.0.2.1',          '10.0.0.1, 203.0.113.9, 192.0.2.7',          '203.0.113.9'],
    [2, '192.0.2.1',          '203.0.113.9',                               '203.0.113.9'],
    [1, '192.0.2.1',          '203.0.113.9:4711',                          '203.0.113.9'],
    [1, '192.0.2.1',          '[2001:db8::1]:4711',                        '2001:db8::1'],
    [1, '192.0.2.1',          '2001:db8::1',                               '2001:db8::1'],
    [1, '192.0.2.1',          '::ffff:203.0.113.9',                        '203.0.113.9'],
    [1, '192.0.2.1',          'unknown',                                   '192.0.2.1'],
    [1, '192.0.2.1',          '',                                          '192.0.2.1'],
    [1, '192.0.2.1',          ',',                                         '192.0.2.1'],
    [0, '::ffff:192.0.2.1',   undefined,                                   '192.0.2.1'],
    [0, undefined,            undefined,                                   ''],
  ] as const)
    it(`is ${address || 'empty'} for ${forwardedFor ?? 'nothing'} from ${remote} through ${proxies} proxies`, () =>
      assert.equal(of(proxies, { 'x-forwarded-for': forwardedFor }, remote).address, address))
})

describe('The host and protocol of a request', () => {
  // biome-ignore format: a table
  for (const [proxies, headers, url] of [
    [0, { host: 'farm:8080' },                                                                       'http://farm:8080'],
    [0, { host: 'farm', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' },          'http://farm'],
    [1, { host: 'farm', 'x-forwarded-host': 'jobs.example', 'x-forwarded-proto': 'https' },          'https://jobs.example'],
    [1, { host: 'farm', 'x-forwarded-host': 'evil.example, jobs.example', 'x-forwarded-proto': 'gopher, HTTPS' }, 'https://jobs.example'],
    [2, { host: 'farm', 'x-forwarded-host': 'evil.example, jobs.example, inner' },                   'http://jobs.example'],
    [1, { host: 'farm', 'x-forwarded-proto': 'gopher' },                                             'http://farm'],
    [0, { host: 'evil@farm:8080' },                                                                  'http://farm:8080'],
    [0, {},                                                                                          'http://'],
  ] as const)
    it(`are ${url} for ${JSON.stringify(headers)} through ${proxies} proxies`, () => {
      const { protocol, host } = of(proxies, headers)
      assert.equal(`${protocol}://${host}`, url)
    })
})

describe('Behind two proxies, the API', () => {
  const { ask, job } = serving({ TRUST_PROXY: '2' })
  const through = (client: string) => ({ 'X-Forwarded-For': `${client}, 203.0.113.1, 192.0.2.2` })

  it('counts failed sign-ins by the address that the outer proxy saw, whatever the client writes', async () => {
    const guess = async (number: number) => {
      const Authorization = `Basic ${Buffer.from(`wim:guess ${number}`).toString('base64')}`
      const headers = { Authorization, ...through(`10.0.0.${number}`) }
      return (await ask('GET /API/whoami', { by: 'nobody', headers })).headers['retry-after']
    }
    for (let number = 1; number <= 10; number += 1) assert.equal(await guess(number), undefined)
    assert.ok(Number(await guess(11)) > 0)
    const elsewhere = { 'X-Forwarded-For': '203.0.113.2, 192.0.2.2' }
    assert.equal(
      (await ask('GET /API/whoami', { by: 'wim', headers: elsewhere, accept: 'text/plain' })).text,
      'wim',
    )
  })

  it('permits writes of its own pages, and refuses those of any other', async () => {
    const id = await job({ user: 'bob' })
    const from = async (Origin: string) => {
      const headers = {
        Origin,
        'X-Forwarded-Host': 'evil.example, jobs.example, inner',
        'X-Forwarded-Proto': 'https',
      }
      return (await ask(`PUT /API/job/VX-${id}?priority=HIGH`, { headers })).status
    }
    assert.deepEqual([await from('https://jobs.example'), await from('https://evil.example')], [200, 403])
  })
})

function of(proxies: number, headers: Readonly<Record<string, string | undefined>>, remoteAddress?: string) {
  return clientOf(
    { headers, socket: { remoteAddress } } as unknown as Parameters<typeof clientOf>[0],
    proxies,
  )
}

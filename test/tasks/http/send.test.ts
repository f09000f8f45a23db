import assert from 'node:assert/strict'
import { type AddressInfo, createServer } from 'node:net'
import { isAllowed, NotSent, send } from '../../../tasks/http/send.ts'

describe('a setting of hosts', () => {
  // biome-ignore format: a table
  for (const [hosts, uri, allowed] of [
    ['mam.example.com',        'https://mam.example.com/a',      true],
    ['mam.example.com',        'https://mam.example.com:8443/',  true],
    ['MAM.example.com',        'https://mam.EXAMPLE.com/',       true],
    ['mam.example.com:8443',   'https://mam.example.com:8443/',  true],
    ['mam.example.com:8443',   'https://mam.example.com/',       false],
    ['mam.example.com',        'https://example.com/',           false],
    ['mam.example.com',        'https://xmam.example.com/',      false],
    ['*.example.com',          'https://a.b.example.com/',       true],
    ['*.example.com',          'https://example.com/',           false],
    ['*.example.com',          'https://evilexample.com/',       false],
    ['*.example.com:81',       'http://a.example.com:81/',       true],
    ['mam.example.com:443',    'https://mam.example.com/',       true],
    ['mam.example.com:80',     'http://mam.example.com/',        true],
    ['mam.example.com:443',    'http://mam.example.com/',        false],
    ['::1',                    'http://[::1]:8080/',             true],
    ['müller.example',         'https://xn--mller-kva.example/', true],
    ['a.com b.com',            'http://b.com/',                  true],
    ['10.0.0.5',               'http://10.0.0.5:9/',             true],
    ['10.0.0.5',               'http://10.0.0.55/',              false],
    ['[::1]',                  'http://[::1]:8080/',             true],
    ['a.com',                  'http://a.com@b.com/',            false],
    ['*',                      'http://anything/',               true],
    ['',                       'http://anything/',               false],
  ] as const)
    it(`${hosts || '(empty)'} ${allowed ? 'allows' : 'refuses'} ${uri}`, () =>
      assert.equal(isAllowed(new URL(uri), hosts.split(' ').filter(Boolean)), allowed))
})

it('a request ends with its timeout, also while the other side does not complete the connection', async () => {
  const silent = createServer(() => undefined)
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const since = performance.now()
  await assert.rejects(
    send(
      { method: 'GET', url: new URL(`https://127.0.0.1:${port}/`), headers: [], timeoutMs: 200 },
      { hosts: ['*'], setting: 'HOSTS', redirects: 0, mostBytes: 1 },
      new AbortController().signal,
    ),
    new NotSent(`https://127.0.0.1:${port}: no response within 200 ms`),
  )
  assert.ok(performance.now() - since < 2_000)
  silent.close()
})

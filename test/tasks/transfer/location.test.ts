import assert from 'node:assert/strict'
import { isRemote, locationOf, nameAt, uriAt, withoutSecrets } from '../../../tasks/transfer/location.ts'
import { refusedBy } from '../../../tasks/transfer/open.ts'
import { temporaryPath } from '../../../tasks/transfer/places/temporary.ts'
import { credentialFor } from '../../../tasks/transfer/stored-file.ts'

describe('the URI of a file on another host', () => {
  // biome-ignore format: a table
  for (const [uri, host, port, path] of [
    ['http://mam.example.com/a%20b.mov',    'mam.example.com',      80,   '/a b.mov'],
    ['https://mam.example.com:8443/a?b=c',  'mam.example.com',      8443, '/a'],
    ['HTTPS://MAM.example.com/A',           'mam.example.com',      443,  '/A'],
    ['s3://media/in/clip.mov',              'media',                0,    '/in/clip.mov'],
    ['ftp://ann@10.0.0.5/100%25.mov',       '10.0.0.5',             21,   '/100%.mov'],
    ['ftps://host:990/x',                   'host',                 990,  '/x'],
    ['sftp://müller.example/%E2%82%AC.mov', 'xn--mller-kva.example', 22,  '/€.mov'],
    ['sftp://[::1]:2222/-rf',               '[::1]',                2222, '/-rf'],
    ['http://host',                         'host',                 80,   '/'],
  ] as const)
    it(`${uri} is the path ${path} at ${host}, port ${port}`, () => {
      const location = locationOf(uri)
      assert.ok(!('refused' in location), JSON.stringify(location))
      assert.deepEqual([location.host, location.port, location.path], [host, port, path])
      assert.deepEqual(locationOf(uriAt(location)), { ...location, query: '' })
    })

  // biome-ignore format: a table
  for (const [uri, reason] of [
    ['gopher://host/a',                 'has none of the schemes file, http, https, s3, ftp, ftps, sftp'],
    ['ftp://ann:secret@host/a',         'has a password; passwords belong in TRANSFER_CREDENTIALS'],
    ['ftp:///a',                        'names no valid host'],
    ['ftp://ho st/a',                   'names no valid host'],
    ['ftp://host:99999/a',              'names no valid port'],
    ['ftp://host/a/../b',               'contains “.” or “..”'],
    ['http://host/a/%2e%2e/b',          'contains “.” or “..”'],
    ['sftp://host/a%2Fb',               'contains an encoded slash'],
    ['ftp://host/a%0D%0ADELE%20b',      'contains a control character'],
    ['sftp://host/a?b',                 'contains an unescaped ? or #; write %3F or %23'],
    ['http://host/a#b',                 'contains an unescaped ? or #; write %3F or %23'],
    ['ftp://host/100%.mov',             'contains a percent sign that two hexadecimal digits do not follow'],
    ['ftp://host/%FF.mov',              'is not UTF-8: the names of files must be UTF-8'],
  ] as const)
    it(`${uri} is refused: it ${reason}`, () => {
      const location = locationOf(uri)
      assert.ok('refused' in location)
      assert.equal(location.refused, `“${withoutSecrets(uri)}” ${reason}`)
      assert.doesNotMatch(location.refused, /secret/)
    })

  it('is told from a local one by its scheme', () => {
    assert.deepEqual(['/a', 'file:///a', 'C:/a', 'S3://b/a', undefined].map(isRemote), [
      false,
      false,
      false,
      true,
      false,
    ])
  })

  it('is shown without what can be a secret', () => {
    assert.equal(withoutSecrets('ftp://ann:p@ss@host/a'), 'ftp://ann:***@host/a')
    assert.equal(withoutSecrets('https://host/a?X-Amz-Signature=1'), 'https://host/a?…')
  })

  it('has a temporary name beside it, which no file system finds too long', () => {
    const unfinished = { writer: 'VX-1.200', run: 7 }
    assert.equal(temporaryPath('/in/a b.mov', unfinished), '/in/.a b.mov.VX-1.200.7.partial')
    const long = temporaryPath(`/${'é'.repeat(120)}.mov`, unfinished)
    assert.ok(Buffer.byteLength(nameAt({ path: long })) <= 255)
  })
})

describe('TRANSFER_CREDENTIALS and TRANSFER_HOSTS', () => {
  const one = (scheme: string, host: string, user: string, more = {}) => ({
    scheme,
    host,
    user,
    password: '',
    ...more,
  })
  const access = {
    hosts: ['*.example.com', '[::1]'],
    credentials: [
      one('sftp', '*', 'any'),
      one('sftp', 'a.example.com', 'ann'),
      one('sftp', 'a.example.com', 'ben'),
      one('s3', 'media', 'key'),
    ],
  }
  const at = (uri: string) => {
    const location = locationOf(uri)
    assert.ok(!('refused' in location))
    return location
  }

  // biome-ignore format: a table
  for (const [uri, user] of [
    ['sftp://a.example.com/x',     'ann'],
    ['sftp://ben@a.example.com/x', 'ben'],
    ['sftp://b.example.com/x',     'any'],
    ['sftp://eve@b.example.com/x', undefined],
    ['ftp://a.example.com/x',      undefined],
    ['s3://media/x',               'key'],
  ] as const)
    it(`${uri} signs in ${user ?? 'without credentials'}`, () =>
      assert.equal(credentialFor(at(uri), access.credentials)?.user, user))

  // biome-ignore format: a table
  for (const [uri, refused] of [
    ['https://a.example.com/x',  undefined],
    ['https://example.org/x',    'example.org is not one of the hosts in the setting TRANSFER_HOSTS'],
    ['ftp://10.0.0.5/x',         '10.0.0.5 is not one of the hosts in the setting TRANSFER_HOSTS'],
    ['s3://media/x',             undefined],
    ['s3://other/x',             'TRANSFER_CREDENTIALS has no credentials for s3://other/x'],
    ['sftp://eve@a.example.com/x', 'TRANSFER_CREDENTIALS has no credentials for sftp://eve@a.example.com/x'],
  ] as const)
    it(`${uri} is ${refused === undefined ? 'allowed' : `refused: ${refused}`}`, () =>
      assert.equal(refusedBy(at(uri), access), refused))

  for (const address of ['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '2852039166'])
    it(`http://${address}/ is never contacted`, () => {
      const location = locationOf(`http://${address}/latest`)
      const refused =
        'refused' in location ? location.refused : refusedBy(location, { hosts: ['*'], credentials: [] })
      assert.match(refused ?? '', /link-local|names no valid host/)
    })
})

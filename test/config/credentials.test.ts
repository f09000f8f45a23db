import assert from 'node:assert/strict'
import { readConfig } from '../../config/config.ts'
import { readCredentials } from '../../config/credentials.ts'

describe('TRANSFER_CREDENTIALS', () => {
  const KEY = `SHA256:${'a'.repeat(43)}`
  // biome-ignore format: a table
  for (const [text, expected] of [
    ['',                                   []],
    ['ftp://ann:p%40ss@nas.example.com',   [{ scheme: 'ftp', host: 'nas.example.com', user: 'ann', password: 'p@ss' }]],
    ['https://ann:x@[::1]:8443/',          [{ scheme: 'https', host: '[::1]', port: 8443, user: 'ann', password: 'x' }]],
    [`sftp://ann@*?key=/etc/id&hostKey=${KEY}`, [{ scheme: 'sftp', host: '*', user: 'ann', password: '', key: '/etc/id', hostKey: KEY }]],
    ['s3://KEY:a%2Fb+c@media?endpoint=http://10.0.0.5:9000&region=eu',
      [{ scheme: 's3', host: 'media', user: 'KEY', password: 'a/b+c', endpoint: 'http://10.0.0.5:9000', region: 'eu' }]],
  ] as const)
    it(`${text || '(empty)'} is read`, () => assert.deepEqual(readCredentials(text), { value: expected }))

  // biome-ignore format: a table
  for (const text of [
    'nas.example.com', 'gopher://a:b@c', 'ftp://nas', 'ftp://a:b@c?key=d', 's3://a:b@c?endpoint=ftp://d',
    'sftp://a:b@c?hostKey=MD5:00', 'ftp://a:%FF@c', 'ftp://a:b@c/folder',
  ])
    it(`${text} is refused, and not repeated`, () => {
      const read = readConfig({ TRANSFER_CREDENTIALS: `ftp://ok:fine@host ${text}` })
      assert.ok('wrong' in read)
      assert.match(read.wrong.join(), /^TRANSFER_CREDENTIALS: expected URIs such as .*; word 2 is not$/)
      assert.ok(!read.wrong.join().includes(text))
    })
})

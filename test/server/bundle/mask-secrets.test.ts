/** Which texts are secrets, and what becomes of them. */
import assert from 'node:assert/strict'
import { maskSecrets } from '../../../server/bundle/mask/mask-secrets.ts'
import { isSecretName } from '../../../server/bundle/mask/secret-names.ts'
import { withoutSecrets } from '../../../server/bundle/mask/secrets-in-text.ts'

describe('The name of a secret', () => {
  for (const [names, expected] of [
    ['password app_password ADMIN_PASSWORD userPasswd passphrase apiKey api_key X-Api-Key accessKeyId', true],
    [
      'token authToken secret clientSecret JWT_KEY authorization Cookie signature license-key credentials',
      true,
    ],
    ['key sourceUri tags keyframe monkey title description transcodeProgress author compass pinned', false],
  ] as const)
    for (const name of names.split(' '))
      it(`${name}: ${expected ? 'is one' : 'is none'}`, () => assert.equal(isSecretName(name), expected))
})

describe('A text in a bundle', () => {
  // biome-ignore format: a table
  for (const [text, expected, isScript] of [
    ['ftp://ann:geheim@host/a.mov',                     'ftp://ann:***@host/a.mov'],
    ['postgres://u:p@ss:w@db:5432/x?host=/run',         'postgres://u:***@db:5432/x?host=/run'],
    ['https://ghp_abcdef@github.com/x',                 'https://***@github.com/x'],
    ['file:///media/a@b.mov',                           'file:///media/a@b.mov'],
    ['http://h/x?token=abc&page=2&X-Amz-Signature=99',  'http://h/x?token=***&page=2&X-Amz-Signature=***'],
    ['Authorization: Basic YW5uOmdlaGVpbQ==',           'Authorization: Basic ***'],
    ['sent authorization: geheim-7',                    'sent authorization: ***'],
    ['Bearer abcdefgh.1234',                            'Bearer ***'],
    ['Basic information about the file',                'Basic information about the file'],
    ['got eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.c2ln back', 'got *** back'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----', '***'],
    ['AKIAIOSFODNN7EXAMPLE',                            '***'],
    ['curl --password geheim -o x',                     'curl --password *** -o x'],
    ['login with password=geheim, user=ann',            'login with password=***, user=ann'],
    ['{"apiKey": "geheim", "page": 2}',                 '{"apiKey": "***", "page": 2}'],
    ['ffmpeg -pass 1 -i file:/m/a.mov -c:v libx264',    'ffmpeg -pass 1 -i file:/m/a.mov -c:v libx264'],
    ["const apiToken = 'geheim'; go(job.getData('token'))", "const apiToken = '***'; go(job.getData('token'))", true],
    ["password = read('x'); token=y",                   "password = read('x'); token=y", true],
    ["headers: [['authorization', 'geheim']]",          "headers: [['authorization', '***']]", true],
  ] as const)
    it(`${text.split('\n', 1)[0]}${isScript ? ' (script)' : ''}`, () =>
      assert.equal(withoutSecrets(text, isScript), expected))
})

describe('A bundle', () => {
  it('masks values by the name of their property, or the key beside them', () => {
    const { value, places } = maskSecrets({
      data: [{ key: 'apiKey', value: 'geheim' }],
      pin: 1234,
      auth: { user: 'ann' },
    })
    assert.deepEqual(value, { data: [{ key: 'apiKey', value: '***' }], pin: '***', auth: { user: '***' } })
    assert.deepEqual(
      places,
      ['data[0].value (apiKey)', 'pin', 'auth.user (user)'].map((place) => place.replace(' (user)', '')),
    )
  })

  it('masks a secret that is known from one place in all others, encoded as well', () => {
    const { value } = maskSecrets({ password: 'ge/heim 1', log: ['said ge/heim 1', 'GET /?q=ge%2Fheim%201'] })
    assert.deepEqual(value.log, ['said ***', 'GET /?q=***'])
    const { value: other } = maskSecrets({ uri: 'ftp://ann:p%40ss1@host', log: ['p@ss1', 'p%40ss1'] })
    assert.deepEqual(other.log, ['***', '***'])
  })

  it('keeps the words of states, and short texts elsewhere', () => {
    const { value } = maskSecrets(
      { password: 'FINISHED', token: 'abc', state: 'FINISHED', text: 'abc' },
      new Set(['FINISHED']),
    )
    assert.deepEqual(value, { password: '***', token: '***', state: 'FINISHED', text: 'abc' })
  })
})

/** `Authorization: Bearer …` with a JSON Web Token of another issuer. */
import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { SignJWT } from 'jose'
import { type Serving, serving } from '../../serving.ts'

const SECRET = 'a secret that only the issuer has, and we'
const HERE = { JWT_ISSUER: 'https://id.example', JWT_AUDIENCE: 'callsheet' }
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 })
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const PEM = RSA.publicKey.export({ type: 'spki', format: 'pem' }) as string

interface Wanted {
  readonly claims?: Readonly<Record<string, unknown>>
  readonly key?: KeyObject
  readonly alg?: string
  readonly kid?: string
}

/** Seconds since 1970. */
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

function jwt({
  claims = {},
  key = createSecretKey(Buffer.from(SECRET)),
  alg = 'HS256',
  kid,
}: Wanted = {}): Promise<string> {
  const usual = {
    iss: HERE.JWT_ISSUER,
    aud: HERE.JWT_AUDIENCE,
    exp: inSeconds(300),
    preferred_username: 'ann',
  }
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(key)
}

/** The user that it signs in, or the status of the refusal. */
async function who({ ask }: Serving, token: string, headers: Readonly<Record<string, string>> = {}) {
  const how = {
    by: 'nobody',
    accept: 'text/plain',
    headers: { Authorization: `Bearer ${token}`, ...headers },
  } as const
  const { status, text } = await ask('GET /whoami', how)
  return status === 200 ? text : status
}

describe('A JSON Web Token', () => {
  const served = serving({ ...HERE, JWT_KEY: SECRET })

  // biome-ignore format: a table
  for (const [what, wanted, expected] of [
    ['names its user by preferred_username',       {},                                                                       'ann'],
    ['names its user by sub otherwise',            { claims: { preferred_username: undefined, sub: 'bob' } },                'bob'],
    ['has several audiences',                      { claims: { aud: ['other', 'callsheet'] } },                              'ann'],
    ['is for another audience',                    { claims: { aud: 'other' } },                                             401],
    ['has no audience',                            { claims: { aud: undefined } },                                           401],
    ['is of another issuer',                       { claims: { iss: 'https://evil.example' } },                              401],
    ['has expired',                                { claims: { exp: inSeconds(-60) } },                                      401],
    ['never expires',                              { claims: { exp: undefined } },                                           401],
    ['is not valid yet',                           { claims: { nbf: inSeconds(300) } },                                      401],
    ['is signed with another secret',              { key: createSecretKey(Buffer.from('another secret of thirty-two letters')) }, 401],
    ['is signed with a key of another kind',       { key: RSA.privateKey, alg: 'RS256' },                                    401],
    ['names no user',                              { claims: { preferred_username: '' } },                                   401],
    ['names an unknown user',                      { claims: { preferred_username: 'nobody' } },                             401],
    ['names a disabled user',                      { claims: { preferred_username: 'gone' } },                               401],
    ['names roles, which are ignored',             { claims: { preferred_username: 'zoe', roles: ['_administrator'] } },     'zoe'],
  ] as const satisfies readonly (readonly [string, Wanted, string | number])[])
    it(`that ${what} → ${expected}`, async () => assert.equal(await who(served, await jwt(wanted)), expected))

  // biome-ignore format: a table
  for (const [what, token] of [
    ['unsigned', `${part({ alg: 'none' })}.${part({ iss: HERE.JWT_ISSUER, aud: 'callsheet', exp: inSeconds(300), sub: 'root' })}.`],
    ['damaged',  'a.b.c'],
  ] as const)
    it(`that is ${what} → 401`, async () => assert.equal(await who(served, token), 401))

  it('gives its user the roles that the user has here', async () => {
    const headers = { Authorization: `Bearer ${await jwt({ claims: { preferred_username: 'zoe' } })}` }
    assert.equal((await served.ask('GET /job', { by: 'nobody', headers })).status, 403)
  })

  it('allows RunAs to an administrator, and writes to pages of other origins', async () => {
    const root = await jwt({ claims: { preferred_username: 'root' } })
    assert.equal(await who(served, root, { RunAs: 'bob' }), 'bob')
    const headers = { Authorization: `Bearer ${root}`, Origin: 'https://mam.example' }
    assert.equal((await served.ask('POST /job/pause', { by: 'nobody', headers })).status, 200)
  })

  it('requests no token that outlives it', async () => {
    const headers = {
      Authorization: `Bearer ${await jwt({ claims: { preferred_username: 'root', exp: inSeconds(100) } })}`,
    }
    const ask = (query: string) =>
      served.ask(`GET /token${query}`, { by: 'nobody', accept: 'text/plain', headers })
    const { status } = await ask('?seconds=604800')
    assert.equal(status, 200)
    const [row] = await served.rows<{ left: number }>(
      'select extract(epoch from max(expires) - callsheet.now())::float8 as left from callsheet.token',
    )
    assert.ok(row && row.left <= 101, String(row?.left))
    assert.equal((await ask('?autoRefresh=true')).status, 403)
  })

  it('does not change the password of its user', async () => {
    const headers = { Authorization: `Bearer ${await jwt({ claims: { preferred_username: 'bob' } })}` }
    const how = { by: 'nobody', headers, type: 'text/plain', body: 'correct horse' } as const
    assert.equal((await served.ask('PUT /user/bob/password', how)).status, 403)
  })

  it('is refused at most ten times a minute, but a valid one is always accepted', async () => {
    const { ask } = served
    const answers = []
    for (let at = 0; at < 12; at += 1)
      answers.push(await ask('GET /job', { by: 'nobody', headers: { Authorization: `Bearer a.b.${at}` } }))
    assert.ok(Number(answers.at(-1)?.headers['retry-after']) > 0)
    assert.equal(answers[0]?.headers['www-authenticate'], undefined)
    assert.equal(await who(served, await jwt()), 'ann')
  })
})

describe('A JSON Web Token, if JWT_KEY is a public key', () => {
  const served = serving({ ...HERE, JWT_KEY: PEM.replaceAll('\n', '\\n'), JWT_USER_CLAIM: 'email' })
  const claims = { email: 'ann' }

  it('is valid with a signature of its private key', async () =>
    assert.equal(await who(served, await jwt({ key: RSA.privateKey, alg: 'RS256', claims })), 'ann'))

  it('is not valid with the public key as the secret', async () =>
    assert.equal(await who(served, await jwt({ key: createSecretKey(Buffer.from(PEM)), claims })), 401))

  it('is not valid with a key of another kind', async () =>
    assert.equal(await who(served, await jwt({ key: EC.privateKey, alg: 'ES256', claims })), 401))

  it('names its user by JWT_USER_CLAIM alone', async () =>
    assert.equal(await who(served, await jwt({ key: RSA.privateKey, alg: 'RS256' })), 401))
})

describe('A JSON Web Token, if JWT_JWKS_URL is set', () => {
  let keys: Server | undefined
  let isDown = false
  before(async () => {
    const jwk = { ...EC.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }
    keys = createServer((_, response) =>
      isDown ? response.writeHead(500).end() : response.end(JSON.stringify({ keys: [jwk] })),
    )
    await once(keys.listen(PORT, '127.0.0.1'), 'listening')
  })
  after(() => keys?.close())
  const PORT = 20_000 + (process.pid % 20_000)
  const served = serving({ ...HERE, JWT_JWKS_URL: `http://127.0.0.1:${PORT}/keys` })
  const signed = (kid: string) => jwt({ key: EC.privateKey, alg: 'ES256', kid })

  it('is 503 while the keys cannot be read, and accepted afterwards', async () => {
    isDown = true
    assert.equal(await who(served, await signed('one')), 503)
    isDown = false
    assert.equal(await who(served, await signed('one')), 'ann')
  })

  it('is refused if no key has its kid', async () =>
    assert.equal(await who(served, await signed('two')), 401))

  it('is not accepted with a secret', async () =>
    assert.equal(await who(served, await jwt({ kid: 'one' })), 401))
})

describe('A JSON Web Token, if no key is set', () => {
  const served = serving()
  it('is refused', async () => assert.equal(await who(served, await jwt()), 401))
})

/** A part of a token, unsigned. */
function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

import assert from 'node:assert/strict'
import type { AccountRow } from '../../../schema/queries/access/accounts.ts'
import { Credentials } from '../../../server/auth/credentials.ts'
import { hashPassword, verifyPassword } from '../../../server/auth/password/password.ts'
import { Fault, type FaultKind } from '../../../server/http/answer/fault.ts'
import { as } from '../../factory.ts'

const HERE = '127.0.0.1'

describe('credentials', () => {
  let clock = 0
  let credentials: Credentials
  let accounts: Map<string, AccountRow>

  before(async () => {
    const passwordHash = await hashPassword('secret')
    const user = (name: string, more: Partial<AccountRow>): AccountRow => {
      return { name, roles: ['_job_read'], passwordHash, disabled: false, defaultPassword: false, ...more }
    }
    accounts = new Map(
      [
        user('ann', {}),
        user('Zoë', {}),
        user('gone', { disabled: true }),
        user('admin', { roles: ['_super_access_user'], defaultPassword: true }),
        user('operator', { roles: ['_administrator'] }),
        user('keyless', { passwordHash: '' }),
      ].map((account) => [account.name, account]),
    )
  })

  beforeEach(() => {
    clock = 0
    credentials = new Credentials(() => clock, { account: async (name) => accounts.get(name) ?? null })
  })

  // biome-ignore format: a table
  const CASES: readonly (readonly [string, Record<string, string>, string | FaultKind])[] = [
    ['the right password',                  { authorization: as('ann', 'secret') },                                 'ann'],
    ['the scheme in upper case',            { authorization: as('ann', 'secret').replace('Basic', 'BASIC') },       'ann'],
    ['a wrong password',                    { authorization: as('ann', 'Secret') },                                 'notAuthorized'],
    ['an unknown user',                     { authorization: as('nobody', 'secret') },                              'notAuthorized'],
    ['the user name in another case',       { authorization: as('Ann', 'secret') },                                 'notAuthorized'],
    ['a disabled user',                     { authorization: as('gone', 'secret') },                                'notAuthorized'],
    ['a user without a password',           { authorization: as('keyless', '') },                                   'notAuthorized'],
    ['nothing',                             {},                                                                     'notAuthorized'],
    ['something that is not base64',        { authorization: 'Basic ???' },                                         'notAuthorized'],
    ['no colon',                            { authorization: 'Basic YW5u' },                                        'notAuthorized'],
    ['another scheme',                      { authorization: 'Digest YW5uOnNlY3JldA==' },                           'notAuthorized'],
    ['RunAs by an administrator',           { authorization: as('operator', 'secret'), runas: 'ann' },              'ann'],
    ['RunAs by a super user',               { authorization: as('admin', 'secret'), runas: 'ann' },                 'ann'],
    ['RunAs oneself',                       { authorization: as('ann', 'secret'), runas: 'ann' },                   'ann'],
    ['RunAs in UTF-8',                      { authorization: as('operator', 'secret'), runas: latin1('Zoë') },      'Zoë'],
    ['RunAs in Latin-1',                    { authorization: as('operator', 'secret'), runas: 'Zoë' },              'Zoë'],
    ['RunAs by any other user',             { authorization: as('ann', 'secret'), runas: 'admin' },                 'forbidden'],
    ['RunAs an unknown user',               { authorization: as('operator', 'secret'), runas: 'nobody' },           'notFound'],
    ['RunAs a disabled user',               { authorization: as('operator', 'secret'), runas: 'gone' },             'forbidden'],
    ['the default password from this machine', { authorization: as('admin', 'secret'), host: 'localhost:8080', origin: 'http://127.0.0.1:5173' }, 'admin'],
    ['the default password at [::1]',       { authorization: as('admin', 'secret'), host: '[::1]:8080' },           'admin'],
    ['the default password through a proxy', { authorization: as('admin', 'secret'), 'x-forwarded-for': '10.0.0.1' }, 'forbidden'],
    ['the default password at another host', { authorization: as('admin', 'secret'), host: 'evil.example:8080' },   'forbidden'],
    ['the default password from a web page', { authorization: as('admin', 'secret'), host: 'localhost', origin: 'https://evil.example' }, 'forbidden'],
    ['another password through a proxy',    { authorization: as('ann', 'secret'), 'x-forwarded-for': '10.0.0.1' },  'ann'],
  ]
  for (const [what, headers, expected] of CASES)
    it(`${what} → ${expected}`, async () => {
      const outcome = await credentials.identify(headers, HERE).then(({ name }) => name, kindOf)
      assert.equal(outcome, expected)
    })

  it('are resolved to a caller without the password hash', async () =>
    assert.deepEqual(await credentials.identify({ authorization: as('ann', 'secret') }, HERE), {
      name: 'ann',
      roles: ['_job_read'],
    }))

  const identify = (password = 'secret') =>
    credentials.identify({ authorization: as('ann', password) }, HERE).then(({ name }) => name, kindOf)

  it('are verified again after a minute', async () => {
    assert.equal(await identify(), 'ann')
    clock = 30_000
    for (let guess = 0; guess < 10; guess += 1) await identify(`guess ${guess}`)
    clock = 59_999
    assert.equal(await identify(), 'ann', 'remembered, and so not a further try')
    clock = 60_000
    assert.equal(await identify(), 'notAuthorized', 'a further try, of which there were too many')
  })

  it('are looked up with each use, so that a change counts at once', async () => {
    const ann = accounts.get('ann')
    assert.ok(ann)
    try {
      await identify()
      accounts.set('ann', { ...ann, roles: ['_job_write'] })
      const { roles } = await credentials.identify({ authorization: as('ann', 'secret') }, HERE)
      assert.deepEqual(roles, ['_job_write'])
      for (const change of [{ disabled: true }, { passwordHash: await hashPassword('another') }]) {
        accounts.set('ann', { ...ann, ...change })
        assert.equal(await identify(), 'notAuthorized')
      }
      assert.equal(await identify('another'), 'ann')
      accounts.delete('ann')
      assert.equal(await identify('another'), 'notAuthorized')
    } finally {
      accounts.set('ann', ann)
    }
  })

  it('are verified once for any number of concurrent requests', async () => {
    // Each verification beyond the 32nd at once would be refused.
    const many = await Promise.all(Array.from({ length: 100 }, () => identify()))
    assert.deepEqual(new Set(many), new Set(['ann']))
  })

  it('are verified at most ten times a minute if they fail, even concurrently', async () => {
    const guesses = Array.from({ length: 30 }, (_, index) =>
      credentials
        .identify({ authorization: as('ann', `guess ${index}`) }, HERE)
        .catch((error: unknown) => error),
    )
    const refusals = (await Promise.all(guesses)).filter((error) => error instanceof Fault)
    assert.equal(refusals.length, 30)
    const late = refusals.filter(({ headers }) => headers['Retry-After'] === '60')
    const message = 'Too many failed sign-ins; try again in 60 s'
    assert.deepEqual(
      late.map(({ document }) => document),
      Array.from({ length: 20 }, () => ({ notAuthorized: { message } })),
    )

    const right = () =>
      credentials.identify({ authorization: as('ann', 'secret') }, HERE).then(({ name }) => name, kindOf)
    assert.equal(await right(), 'notAuthorized')
    clock = 60_000
    assert.equal(await right(), 'ann')
  })

  it('of one address and user do not count against another', async () => {
    for (let guess = 0; guess < 11; guess += 1)
      await credentials
        .identify({ authorization: as('ann', `guess ${guess}`) }, '10.0.0.9')
        .catch(() => undefined)
    const here = await credentials.identify({ authorization: as('ann', 'secret') }, HERE)
    assert.equal(here.name, 'ann')
  })

  it('that cannot be looked up do not count as a failed sign-in', async () => {
    const broken = new Credentials(() => clock, {
      account: async () => {
        throw new Error('no database')
      },
    })
    for (let attempt = 0; attempt < 12; attempt += 1)
      await assert.rejects(broken.identify({ authorization: as('ann', 'secret') }, HERE), /no database/)
  })
})

describe('a password', () => {
  it('is stored as a PHC string of argon2id, with a unique salt', async () => {
    const [one, other] = await Promise.all([hashPassword('é'), hashPassword('é')])
    assert.match(one, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    assert.notEqual(one, other)
    assert.deepEqual([await verifyPassword('é', one), await verifyPassword('e', one)], [true, false])
  })

  it('never matches a string that is not an argon2id hash', async () => {
    const stored = await hashPassword('password')
    for (const text of [
      '',
      'password',
      stored.replace('v=19', 'v=16'),
      stored.replace('argon2id', 'argon2i'),
    ])
      assert.equal(await verifyPassword('password', text), false)
  })
})

function kindOf(error: unknown): string {
  return error instanceof Fault ? error.kind : String(error)
}

/** As Node gives a header that holds the bytes of UTF-8. */
function latin1(text: string): string {
  return Buffer.from(text).toString('latin1')
}

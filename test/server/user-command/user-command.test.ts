/** `npm run user`, as a process. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type Api, api } from '../../api.ts'
import { as } from '../../factory.ts'

describe('npm run user', function () {
  this.timeout(20_000)
  let served: Api
  before(async () => {
    served = await api()
  })
  after(() => served[Symbol.asyncDispose]())

  const run = (args: readonly string[], input = '') => {
    const { host, port, database } = served.test.connection
    const DATABASE_URL = `postgres://postgres@localhost:${port}/${database}?host=${host}`
    const { stdout, stderr, status } = spawnSync(
      process.execPath,
      [join(process.cwd(), 'server/start.mjs'), '--user', ...args],
      { input, encoding: 'utf8', env: { PATH: process.env['PATH'], DATABASE_URL } },
    )
    return { said: stdout + stderr, status }
  }
  const signsIn = async (name: string, password: string) =>
    (await served.request.get('/API/whoami').set('Authorization', as(name, password))).status

  // biome-ignore format: a table
  for (const [args, input, status, said] of [
    [['list'],                                             '',                    0, /^admin\tenabled\t_super_access_user,_administrator\t\t\n$/],
    [['add', 'ann', '--role', '_job_read', '--role=_job_write'], 'correct horse\n', 0, /^The user ann can sign in\.\n$/],
    [['add', 'ann'],                                       'correct horse\n',     1, /^a user with this name exists\n$/],
    [['add', 'bob'],                                       'short\n',             1, /^password: expected at least 8 characters, got 5\n$/],
    [['add', 'a:b'],                                       'correct horse\n',     1, /^UserDocument\.userName: expected 1 to 100 characters, .*, and no “:”, got “a:b”\n$/],
    [['password', 'nobody'],                               'correct horse\n',     1, /^There is no user nobody\.\n$/],
    [['role', 'ann', '_job_read', '_administrator'],       '',                    0, /^The user ann has _job_read, _administrator\.\n$/],
    [['role', 'ann', '_job_raed'],                         '',                    2, /^expected one of _job_read, .*, got “_job_raed”\n\nUsage: /],
    [['disable', 'admin'],                                 '',                    0, /^The user admin cannot sign in\.\n$/],
    [['disable', 'ann'],                                   '',                    1, /^no administrator would be left who can sign in with a password\n$/],
    [['enable', 'admin'],                                  '',                    0, /^The user admin can sign in\.\n$/],
    [['disable', 'ann'],                                   '',                    0, /^The user ann cannot sign in\.\n$/],
    [['role', 'ann'],                                      '',                    0, /^The user ann has no roles\.\n$/],
    [['list'],                                             '',                    0, /^admin\t.*\nann\tdisabled\t\t\t\n$/],
    [['--help'],                                           '',                    0, /^Usage: npm run user/],
    [[],                                                   '',                    2, /^expected add, password, role, disable, enable or list\n\nUsage: /],
    [['password'],                                         '',                    2, /^password: expected a name\n\nUsage: /],
    [['password', 'ann', 'secret'],                        '',                    2, /^password: expected one name, got “secret” too\n\nUsage: /],
    [['list', '--role', '_job_read'],                      '',                    2, /^--role: expected only with add\n\nUsage: /],
  ] as const)
    it(`-- ${args.join(' ')} exits with ${status}`, () => {
      const ran = run(args, input)
      assert.match(ran.said, said)
      assert.equal(ran.status, status)
      if (input !== '') assert.ok(!ran.said.includes(input.trim()))
    })

  it('counts at once on a running server', async () => {
    run(['add', 'zoe'], 'correct horse\n')
    assert.equal(await signsIn('zoe', 'correct horse'), 200)
    run(['password', 'zoe'], 'battery staple\n')
    assert.deepEqual(
      [await signsIn('zoe', 'correct horse'), await signsIn('zoe', 'battery staple')],
      [401, 200],
    )
    run(['disable', 'zoe'])
    assert.equal(await signsIn('zoe', 'battery staple'), 401)
  })

  it('is in the audit, without an address', async () => {
    const { body } = await served.request
      .get('/API/audit?number=1')
      .query({ operation: 'npm run user -- disable' })
      .set({ Authorization: as('admin', 'admin'), Accept: 'application/json' })
    assert.partialDeepStrictEqual(body.entry[0], { address: '', path: '/user/zoe', status: 200 })
  })
})

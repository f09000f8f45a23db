/** Changes to a user count at once on every server of one database. */
import assert from 'node:assert/strict'
import { type Api, api } from '../../api.ts'
import { as, user } from '../../factory.ts'

describe('On another server, a user', () => {
  let here: Api
  let there: Api
  before(async () => {
    here = await api()
    there = await api({}, here.test)
    await user(here.test.database, { name: 'root', roles: ['_super_access_user'] })
  })
  after(async () => {
    await there[Symbol.asyncDispose]()
    await here[Symbol.asyncDispose]()
  })

  const change = async (method: 'put' | 'delete', path: string, body?: string, type = 'application/json') => {
    const asked = here.request[method](path).set('Authorization', as('root'))
    const { status, text } = await (body === undefined
      ? asked
      : asked.set('Content-Type', type).serialize(String).send(body))
    assert.equal(status, 200, text)
  }
  const jobs = async (authorization: string) =>
    (await there.request.get('/API/job').set('Authorization', authorization)).status

  it('is signed in by an access key until the key is inactive, or the user is disabled', async () => {
    await change('put', '/API/user/kim', '{"groupList":{"group":[{"groupName":"_job_read"}]}}')
    const made = () =>
      here.request.post('/API/user/kim/key').set({ Authorization: as('root'), Accept: 'text/plain' })
    const [one = '', other = ''] = [(await made()).text, (await made()).text]
    const both = async () => [await jobs(basic(one)), await jobs(basic(other))]
    assert.deepEqual(await both(), [200, 200])
    await change('put', `/API/user/kim/key/${one.split(':', 1)[0]}`, '{"status":"INACTIVE"}')
    assert.deepEqual(await both(), [401, 200])
    await change('delete', '/API/user/kim')
    assert.deepEqual(await both(), [401, 401])
  })

  // biome-ignore format: a table
  for (const [what, group, changing, status] of [
    ['who gets another password', '_job_read', () => change('put', '/API/user/ann/password', 'battery staple', 'text/plain'),  401],
    ['who is disabled',           '_job_read', () => change('delete', '/API/user/ann'),                                       401],
    ['who is deleted',            '_job_read', () => change('delete', '/API/user/ann?hard=true'),                             401],
    ['who loses a role',          '_job_read', () => change('delete', '/API/group/_job_read/user/ann'),                       403],
    ['who loses a group',         'readers',   () => change('delete', '/API/user/ann/groups/readers'),                        403],
    ['whose group loses a role',  'readers',   () => change('put', '/API/group/readers?clear=true', '{"description":"No."}'), 403],
    ['whose group is deleted',    'readers',   () => change('delete', '/API/group/readers'),                                  403],
  ] as const)
    it(`${what} is ${status} with the next request, with a password as with a token`, async () => {
      await change('put', '/API/group/readers', '{"parentGroupList":{"group":[{"groupName":"_job_read"}]}}')
      const ann = { password: 'correct horse', disabled: false, groupList: { group: [{ groupName: group }] } }
      await change('put', '/API/user/ann', JSON.stringify(ann))
      const secret = await here.request
        .get('/API/user/ann/token')
        .set({ Authorization: as('root'), Accept: 'text/plain' })
      const both = async () => [await jobs(as('ann', 'correct horse')), await jobs(`token ${secret.text}`)]
      assert.deepEqual(await both(), [200, 200])
      assert.deepEqual(await both(), [200, 200], 'remembered')
      await changing()
      assert.deepEqual(await both(), [status, status])
    })
})

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString('base64')}`
}

/** `GET /user/{user}/roles`: what a user may do. */
import assert from 'node:assert/strict'
import { ROLES } from '../../../server/auth/roles.ts'
import { user } from '../../factory.ts'
import { serving } from '../../serving.ts'

describe('GET /user/{user}/roles', () => {
  const { api, ask } = serving()
  before(async () => {
    await user(api().test.database, {
      name: 'operator',
      roles: ['_administrator', 'a role of another version'],
    })
  })

  // biome-ignore format: a table
  for (const [by, roles] of [
    ['bob',  ['_job_read', '_job_write']],
    ['zoe',  []],
    ['root', ROLES],
  ] as const)
    it(`of ${by}, by themselves, are ${roles.length}`, async () => {
      const { status, body } = await ask(`GET /API/user/${by}/roles`, { by })
      assert.deepEqual([status, [...(body.uri ?? [])].toSorted()], [200, [...roles].toSorted()])
    })

  it('are one a line as text', async () => {
    const { text } = await ask('GET /API/user/bob/roles', { accept: 'text/plain' })
    assert.equal(text, '_job_read\r\n_job_write\r\n')
  })

  it('of another user are 403 without the role _administrator', async () => {
    const { status, body } = await ask('GET /API/user/ann/roles')
    assert.deepEqual([status, body.forbidden.context, body.forbidden.id], [403, '_administrator', 'ann'])
  })

  it('of another user are told to an administrator, without those this version does not know', async () => {
    assert.deepEqual((await ask('GET /API/user/bob/roles', { by: 'root' })).body.uri, [
      '_job_read',
      '_job_write',
    ])
    assert.deepEqual((await ask('GET /API/user/operator/roles', { by: 'root' })).body.uri, ['_administrator'])
  })

  it('of a user who is not there are 404', async () => {
    const { status, body } = await ask('GET /API/user/nobody/roles', { by: 'root' })
    assert.deepEqual([status, body.notFound.type, body.notFound.id], [404, 'User', 'nobody'])
  })
})

/** `GET /user/{user}/roles`: the roles of a user. */
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
    it(`lists the ${roles.length} roles of ${by} to ${by}`, async () => {
      const { status, body } = await ask(`GET /API/user/${by}/roles`, { by })
      assert.deepEqual([status, [...(body.uri ?? [])].toSorted()], [200, [...roles].toSorted()])
    })

  it('lists one role per line as text/plain', async () => {
    const { text } = await ask('GET /API/user/bob/roles', { accept: 'text/plain' })
    assert.equal(text, '_job_read\r\n_job_write\r\n')
  })

  it('is 403 for another user without the role _administrator', async () => {
    const { status, body } = await ask('GET /API/user/ann/roles')
    assert.deepEqual([status, body.forbidden.context, body.forbidden.id], [403, '_administrator', 'ann'])
  })

  it('lists the roles of another user to an administrator, without unknown roles', async () => {
    assert.deepEqual((await ask('GET /API/user/bob/roles', { by: 'root' })).body.uri, [
      '_job_read',
      '_job_write',
    ])
    assert.deepEqual((await ask('GET /API/user/operator/roles', { by: 'root' })).body.uri, ['_administrator'])
  })

  it('is 404 for an unknown user', async () => {
    const { status, body } = await ask('GET /API/user/nobody/roles', { by: 'root' })
    assert.deepEqual([status, body.notFound.type, body.notFound.id], [404, 'User', 'nobody'])
  })
})

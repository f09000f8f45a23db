/** Groups in groups, what they pass on, and the searches and metadata of groups. */
import assert from 'node:assert/strict'
import { type How, serving } from '../../serving.ts'

describe('Groups in groups', () => {
  const { ask } = serving()
  const root = (line: string, body?: object | string, more: How = {}) =>
    ask(line, {
      ...{ by: 'root', type: typeof body === 'string' ? 'text/plain' : 'application/json', ...more },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const names = async (line: string): Promise<readonly string[]> =>
    (await root(line)).body.group.map((one: { groupName: string }) => one.groupName)
  const rolesOf = async (name: string) => (await root(`GET /user/${name}/roles`)).body.uri ?? []
  before(async () => {
    for (const name of ['staff', 'editors', 'trainees']) await root('POST /group', { groupName: name })
    await root('PUT /group/staff', { parentGroupList: { group: [{ groupName: '_job_read' }] } })
    await root('PUT /group/trainees/user/zoe')
  })

  it('pass on the roles of every group above, with the next request', async () => {
    assert.equal((await ask('GET /job', { by: 'zoe' })).status, 403)
    for (const line of ['PUT /group/staff/group/editors', 'PUT /group/editors/group/trainees'])
      assert.equal((await root(line)).status, 200)
    assert.deepEqual(await rolesOf('zoe'), ['_job_read'])
    assert.equal((await ask('GET /job', { by: 'zoe' })).status, 200)
    assert.deepEqual(await names('GET /user/zoe/groups'), ['trainees'])
    assert.deepEqual(await names('GET /user/zoe/allgroups'), ['editors', 'staff', 'trainees', '_job_read'])
  })

  it('list their parents and children, with traverse all of them', async () => {
    assert.deepEqual(await names('GET /group/staff/children'), ['editors'])
    assert.deepEqual(await names('GET /group/staff/children?traverse=true'), ['editors', 'trainees'])
    assert.deepEqual(await names('GET /group/trainees/parents'), ['editors'])
    assert.deepEqual(await names('GET /group/trainees/parents?traverse=true'), [
      'editors',
      'staff',
      '_job_read',
    ])
    assert.deepEqual(await names('GET /group/_job_read/children?traverse=true'), [
      'editors',
      'staff',
      'trainees',
    ])
    assert.deepEqual(await names('GET /group/_job_read/parents'), [])
    const users = async (query: string) =>
      (await root(`GET /group/staff/users${query}`, undefined, { accept: 'text/plain' })).text
    assert.deepEqual([await users(''), await users('?traverse=true')], ['', 'zoe\r\n'])
    const { body } = await root('GET /group/editors')
    assert.deepEqual(body.parentGroupList.group, [{ groupName: 'staff', role: false }])
    assert.deepEqual(body.childGroupList.group, [{ groupName: 'trainees', role: false }])
  })

  it('are in no circle', async () => {
    for (const line of ['PUT /group/trainees/group/staff', 'PUT /group/staff/group/staff']) {
      const { status, body } = await root(line)
      assert.deepEqual([status, body.conflict.id], [409, 'staff'])
    }
    const { status } = await root('PUT /group/staff', {
      parentGroupList: { group: [{ groupName: 'trainees' }] },
    })
    assert.equal(status, 409)
  })

  it('no longer pass anything on once they are taken out, or the group between is deleted', async () => {
    assert.equal((await root('DELETE /group/staff/group/editors')).status, 200)
    assert.deepEqual(await rolesOf('zoe'), [])
    await root('PUT /group/staff', { childGroupList: { group: [{ groupName: 'editors' }] } })
    assert.deepEqual(await rolesOf('zoe'), ['_job_read'])
    assert.equal((await root('DELETE /group?name=editors')).status, 200)
    assert.deepEqual(await rolesOf('zoe'), [])
  })

  it('of which one is a role give it to the other', async () => {
    await root('PUT /group/_job_write/group/trainees')
    assert.deepEqual(await rolesOf('zoe'), ['_job_write'])
    await root('DELETE /group/_job_write/group/trainees')
    assert.deepEqual(await rolesOf('zoe'), [])
  })

  // biome-ignore format: a table
  for (const [line, status, type] of [
    ['PUT /group/no-such/group/staff',       404, 'Group'],
    ['PUT /group/staff/group/no-such',       404, 'Group'],
    ['PUT /group/_no_such/group/staff',      404, 'Group'],
    ['DELETE /group/staff/group/no-such',    404, 'Group'],
    ['GET /group/no-such/children',          404, 'Group'],
    ['DELETE /group?name=staff,no-such',     404, 'Group'],
    ['GET /group/no-such/metadata',          404, 'Group'],
    ['GET /group/staff/metadata/no-such',    404, 'Metadata'],
  ] as const)
    it(`${line} → ${status}`, async () => {
      const { status: got, body } = await root(line)
      assert.deepEqual([got, body.notFound.type], [status, type])
    })

  it('have a description and metadata, and are found by them', async () => {
    await root('PUT /group/staff/description', 'All who work here')
    const text = await root('GET /group/staff/description', undefined, { accept: 'text/plain' })
    assert.equal(text.text, 'All who work here')
    await root('PUT /group/staff/metadata/floor', '2')
    await root('PUT /group/staff/metadata', { field: [{ key: 'room', value: 'é' }] })
    assert.deepEqual((await root('GET /group/staff/metadata')).body.field, [
      { key: 'floor', value: '2' },
      { key: 'room', value: 'é' },
    ])
    const search = async (field: object, query = '') =>
      (await root(`PUT /group${query}`, { field: [field] })).body.group.map(
        (one: { groupName: string }) => one.groupName,
      )
    assert.deepEqual(await search({ name: 'description', value: ['WORK'] }), ['staff'])
    assert.deepEqual(await search({ name: 'floor', value: ['2'] }), ['staff'])
    assert.deepEqual(await search({ name: 'groupname', value: ['*t*'] }, '?role=false'), [
      'staff',
      'trainees',
    ])
    assert.deepEqual(await search({ name: 'groupname', value: ['_job_wr*'] }), ['_job_write'])
    assert.equal((await root('DELETE /group/staff/metadata/room')).status, 200)
    assert.deepEqual((await root('GET /group/staff')).body.metadata.field, [{ key: 'floor', value: '2' }])
  })
})

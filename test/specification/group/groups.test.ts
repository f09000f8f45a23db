/** `/group`: groups of users, and roles, which are built-in groups. */
import assert from 'node:assert/strict'
import { ROLES } from '../../../server/auth/roles.ts'
import { type How, serving } from '../../serving.ts'

const MONITOR = `<GroupDocument xmlns="http://xml.vidispine.com/schema/vidispine">
  <groupName>StorageCheck</groupName><description>Checks storages</description><role>false</role>
  <parentGroupList><group><groupName>_license_read</groupName><role>true</role></group>
    <group><groupName>_job_read</groupName><role>true</role></group></parentGroupList>
</GroupDocument>`

describe('Groups', () => {
  const { ask } = serving()
  const json = (line: string, body: object, how: How = {}) =>
    ask(line, { by: 'root', type: 'application/json', body: JSON.stringify(body), ...how })
  const asked = async (line: string) => (await ask(line, { by: 'root' })).status
  const rolesOf = async (name: string) =>
    (await ask(`GET /user/${name}/roles`, { by: 'root' })).body.uri ?? []

  it('are created by PUT with the document of a client of Vidispine', async () => {
    const { status, body, headers } = await ask('PUT /group/StorageCheck', {
      ...{ by: 'root', type: 'application/xml', body: MONITOR },
    })
    assert.equal(status, 200)
    assert.match(String(headers['x-callsheet-warning']), /_license_read is unknown and grants nothing/)
    assert.deepEqual(
      [body.groupName, body.description, body.role, body.parentGroupList.group],
      [
        'StorageCheck',
        'Checks storages',
        false,
        [
          { groupName: '_license_read', role: true },
          { groupName: '_job_read', role: true },
        ],
      ],
    )
  })

  it('pass their roles on to their users, with the next request', async () => {
    assert.equal((await ask('GET /job', { by: 'zoe' })).status, 403)
    assert.equal(await asked('PUT /group/StorageCheck/user/zoe'), 200)
    assert.deepEqual(await rolesOf('zoe'), ['_job_read'])
    assert.equal((await ask('GET /job', { by: 'zoe' })).status, 200)
    assert.equal(await asked('DELETE /group/StorageCheck/user/zoe'), 200)
    assert.equal((await ask('GET /job', { by: 'zoe' })).status, 403)
  })

  it('that are roles give themselves', async () => {
    assert.equal(await asked('PUT /group/_job_search/user/zoe'), 200)
    assert.deepEqual(await rolesOf('zoe'), ['_job_search'])
    const { text } = await ask('GET /group/_job_search/users', { by: 'root', accept: 'text/plain' })
    assert.equal(text, 'zoe\r\n')
    assert.equal(await asked('DELETE /user/zoe/groups/_job_search'), 200)
    assert.deepEqual(await rolesOf('zoe'), [])
  })

  it('are added to a user by PUT /user/{user}/groups, which removes the others only with move', async () => {
    await json('POST /group', { groupName: 'editors', userList: { user: [{ userName: 'zoe' }] } })
    const group = [{ groupName: 'StorageCheck' }, { groupName: '_transcode' }]
    const { body } = await json('PUT /user/zoe/groups', { group })
    const names = (one: { group: { groupName: string }[] }) => one.group.map(({ groupName }) => groupName)
    assert.deepEqual(names(body), ['StorageCheck', 'editors'].toSorted())
    const all = (await ask('GET /user/zoe/allgroups', { by: 'zoe' })).body
    assert.deepEqual(names(all), ['StorageCheck', 'editors', '_job_read', '_license_read', '_transcode'])
    const moved = (await json('PUT /user/zoe/groups?move=true', { group: [{ groupName: 'editors' }] })).body
    assert.deepEqual(names(moved), ['editors'])
    assert.deepEqual(await rolesOf('zoe'), [])
  })

  it('keep the roles and users that a document does not have, unless clear=true', async () => {
    await json('PUT /group/editors', { parentGroupList: { group: [{ groupName: '_job_read' }] } })
    const { body } = await json('PUT /group/editors', {
      parentGroupList: { group: [{ groupName: '_job_write' }] },
      userList: { user: [{ userName: 'ann' }] },
    })
    assert.equal(body.parentGroupList.group.length, 2)
    const users = async () =>
      (await ask('GET /group/editors/users', { by: 'root', accept: 'text/plain' })).text
    assert.equal(await users(), 'ann\r\nzoe\r\n')
    const cleared = await json('PUT /group/editors?clear=true', { userList: { user: [{ userName: 'ann' }] } })
    assert.deepEqual(cleared.body.parentGroupList, {})
    assert.equal(await users(), 'ann\r\n')
  })

  it('are listed before the roles, or without them', async () => {
    const names = async (query: string) =>
      (await ask(`GET /group${query}`, { by: 'root' })).body.group.map(
        (one: { groupName: string }) => one.groupName,
      )
    assert.deepEqual(await names('?role=false'), ['StorageCheck', 'editors'])
    assert.deepEqual(await names('?role=true'), ROLES.toSorted())
    assert.deepEqual(await names('?first=2&number=2'), ['editors', ROLES.toSorted()[0]])
    const { text } = await ask('GET /group?role=false', { by: 'root', accept: 'text/plain' })
    assert.match(
      text,
      /^http:\/\/[^/]+\/API\/group\/StorageCheck\r\nhttp:\/\/[^/]+\/API\/group\/editors\r\n$/,
    )
  })

  // biome-ignore format: a table
  for (const [line, status] of [
    ['GET /group/editors',                200],
    ['GET /group/_job_read',              200],
    ['GET /group/no-such',                404],
    ['GET /group/_no_such',               404],
    ['GET /group/no-such/users',          404],
    ['PUT /group/no-such/user/zoe',       404],
    ['PUT /group/_no_such/user/zoe',      404],
    ['PUT /group/editors/user/no-such',   404],
    ['DELETE /group/editors/user/no-such', 404],
    ['PUT /group/editors',                409],
    ['PUT /group/_mine',                  400],
    ['DELETE /group/_job_read',           404],
    ['DELETE /group/editors',             200],
    ['DELETE /group/editors',             404],
  ] as const)
    it(`${line} → ${status}`, async () => assert.equal(await asked(line), status))

  it('say as bare text whether they are roles', async () => {
    const status = async (name: string) =>
      (await ask(`GET /group/${name}/role`, { by: 'root', accept: '*/*' })).text
    assert.deepEqual([await status('_job_read'), await status('StorageCheck')], ['1', '0'])
  })

  // biome-ignore format: a table
  for (const [what, body, context] of [
    ['a role',                     { groupName: 'a', role: true },                                                  'GroupDocument.role'],
    ['the name of a role',         { groupName: '_a' },                                                             'GroupDocument.groupName'],
    ['no name',                    {},                                                                              'GroupDocument.groupName'],
    ['a group with a role in it',  { groupName: 'a', childGroupList: { group: [{ groupName: '_job_read' }] } },     'GroupDocument.childGroupList.group.groupName'],
  ] as const)
    it(`are refused with 400 as ${what}`, async () => {
      const { status, body: answer } = await json('POST /group', body)
      assert.deepEqual([status, answer.invalidInput.context], [400, context])
    })
})

/** `/user`: creating, reading, changing, disabling and deleting users. */
import assert from 'node:assert/strict'
import { as } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'

const XML = 'xmlns="http://xml.vidispine.com/schema/vidispine"'

describe('Users', () => {
  const { ask, rows } = serving()
  const json = (line: string, body: object, how: How = {}) =>
    ask(line, { by: 'root', type: 'application/json', body: JSON.stringify(body), ...how })
  const signsIn = async (name: string, password: string) =>
    (
      await ask('GET /whoami', {
        by: 'nobody',
        accept: '*/*',
        headers: { Authorization: as(name, password) },
      })
    ).status

  it('are created from the document of Vidispine, in XML', async () => {
    await json('POST /group', { groupName: 'mygroup' })
    const body = `<UserDocument ${XML}><userName>myuser</userName><realName>My User</realName><password>qwertyuiop</password>
      <groupList><group><groupName>mygroup</groupName></group><group><groupName>_job_read</groupName></group></groupList></UserDocument>`
    const how = { by: 'root', accept: 'application/xml', type: 'application/xml' } as const
    const { status, text } = await ask('POST /user?passwordType=raw', { ...how, body })
    assert.equal(status, 200, text)
    assert.match(
      text,
      /<userName>myuser<\/userName><realName>My User<\/realName><groupList><group><groupName>mygroup<\/groupName><role>false<\/role><\/group><group><groupName>_job_read<\/groupName><role>true<\/role><\/group><\/groupList><\/UserDocument>/,
    )
    assert.doesNotMatch(text, /qwertyuiop/)
    assert.equal(await signsIn('myuser', 'qwertyuiop'), 200)
  })

  it('are created from JSON, and a second one of the same name is 409', async () => {
    const body = {
      userName: 'jo',
      password: 'correct horse',
      groupList: { group: [{ groupName: '_job_read' }] },
    }
    const { body: created } = await json('POST /user', body)
    assert.deepEqual(Object.keys(created), ['loc', 'userName', 'groupList', 'disabled'])
    assert.match(created.loc, /\/API\/user\/jo$/)
    const again = await json('POST /user', body)
    assert.deepEqual([again.status, again.body.conflict.context, again.body.conflict.id], [409, 'user', 'jo'])
  })

  // biome-ignore format: a table
  for (const [what, body, context, explanation] of [
    ['no name',                        {},                                                   'UserDocument.userName', 'missing'],
    ['a name with a colon',            { userName: 'a:b' },                                  'UserDocument.userName', 'expected 1 to 100 characters, none of them a control character, and no blank at an end, and no “:”, got “a:b”'],
    ['a name with a blank at its end', { userName: 'a ' },                                   'UserDocument.userName', /^expected 1 to 100 characters/],
    ['a name with a line end',         { userName: 'a\nb' },                                 'UserDocument.userName', /^expected 1 to 100 characters/],
    ['a role with a blank',            { userName: 'a', groupList: { group: [{ groupName: '_a b' }] } }, 'groupName',      'expected a role such as _job_read, got “_a b”'],
    ['a short password',               { userName: 'a', password: '1234567' },               'password',              'expected at least 8 characters, got 7'],
    ['the name as password',           { userName: 'longenough', password: 'LongEnough' },   'password',              'expected anything but the name of the user'],
    ['a password with a line end',     { userName: 'a', password: '12345678\n9' },           'password',              'expected no control characters'],
    ['a password that is an MD5 hash', { userName: 'a', password: 'd8578edf8458ce06fbc5bb76a58c5ca4' }, 'password',   /^expected passwordType=raw for 32 hexadecimal digits/],
  ] as const)
    it(`are refused with 400 for ${what}, which is named without the password`, async () => {
      const { status, body: answer, text } = await json('POST /user', body)
      assert.deepEqual([status, answer.invalidInput.context], [400, context])
      if (typeof explanation === 'string') assert.equal(answer.invalidInput.explanation, explanation)
      else assert.match(answer.invalidInput.explanation, explanation)
      if ('password' in body) assert.ok(!text.includes(body.password))
    })

  it('are refused with passwordType=md5, which cannot be kept safely', async () => {
    const { status, body } = await json('POST /user?passwordType=md5', {
      userName: 'a',
      password: 'whatever it is',
    })
    assert.deepEqual(
      [status, body.invalidInput.context, body.invalidInput.value],
      [400, 'passwordType', 'md5'],
    )
  })

  it('are refused with 404 for an unknown group, and then not created', async () => {
    const { status, body } = await json('POST /user', {
      userName: 'kim',
      groupList: { group: [{ groupName: 'mygruop' }] },
    })
    assert.deepEqual([status, body.notFound.type, body.notFound.id], [404, 'Group', 'mygruop'])
    assert.equal((await ask('GET /user/kim', { by: 'root' })).status, 404)
  })

  it('keep an unknown role with a warning', async () => {
    const { status, headers } = await json('POST /user', {
      userName: 'lee',
      groupList: { group: [{ groupName: '_job_raed' }] },
    })
    assert.equal(status, 200)
    assert.match(
      String(headers['x-callsheet-warning']),
      /_job_raed is unknown and grants nothing: did you mean _job_read\?/,
    )
  })

  it('are changed by PUT: what the document has, and no more', async () => {
    await json('PUT /user/max', {
      realName: 'Max',
      password: 'correct horse',
      groupList: { group: [{ groupName: '_job_read' }] },
    })
    const { body } = await json('PUT /user/max', { realName: 'Maxi' })
    assert.deepEqual(
      [body.realName, body.groupList.group],
      ['Maxi', [{ groupName: '_job_read', role: true }]],
    )
    assert.equal(await signsIn('max', 'correct horse'), 200)
    const { body: moved } = await json('PUT /user/max', {
      groupList: { group: [{ groupName: '_job_write' }] },
    })
    assert.deepEqual(moved.groupList.group, [{ groupName: '_job_write', role: true }])
  })

  it('are created by PUT without a body, which is 409 for one that exists', async () => {
    assert.equal((await ask('PUT /user/nia', { by: 'root' })).status, 200)
    assert.equal((await ask('PUT /user/nia', { by: 'root' })).status, 409)
  })

  it('keep their names: 400 for another one', async () => {
    const { status, body } = await json('PUT /user/nia', { userName: 'mia' })
    assert.deepEqual(
      [status, body.invalidInput.context, body.invalidInput.value],
      [400, 'UserDocument.userName', 'mia'],
    )
  })

  it('without a password cannot sign in with an empty one', async () =>
    assert.equal(await signsIn('nia', ''), 401))

  // biome-ignore format: a table
  for (const [line, by, status] of [
    ['GET /user/bob',                 'bob',  200],
    ['GET /user/bob',                 'root', 200],
    ['GET /user/ann',                 'bob',  403],
    ['GET /user/no-such',             'bob',  403],
    ['GET /user/no-such',             'root', 404],
    ['GET /user',                     'bob',  403],
    ['GET /user/bob/groups',          'bob',  200],
    ['GET /user/ann/groups',          'bob',  403],
    ['GET /user/bob/allgroups',       'bob',  200],
    ['GET /user/ann/allgroups',       'bob',  403],
    ['PUT /user/bob',                 'bob',  403],
    ['DELETE /user/bob',              'bob',  403],
    ['DELETE /user/no-such',          'root', 404],
    ['DELETE /user/bob?hrad=true',    'root', 400],
    ['PUT /user/no-such/enable',      'root', 404],
    ['PUT /user/bob/groups',          'bob',  403],
    ['DELETE /user/bob/groups/_job_read', 'bob', 403],
  ] as const)
    it(`${line} by ${by} → ${status}`, async () => assert.equal((await ask(line, { by })).status, status))

  it('are listed by name, page by page, with the number of all', async () => {
    const how = { by: 'root', headers: { Host: 'callsheet.example' } } as const
    const all = await ask('GET /user', how)
    const { hits, user } = all.body
    assert.equal(user.length, hits)
    assert.ok(user.every((one: { password?: string }) => one.password === undefined))
    const page = (await ask('GET /user?first=2&number=2', how)).body
    assert.deepEqual([page.hits, page.user], [hits, user.slice(1, 3)])
    const text = (await ask('GET /user?name=ann,bob', { by: 'root', accept: 'text/plain' })).text
    assert.equal(text, 'ann\r\nbob\r\n')
    const disabled = (await ask('GET /user?disabled=true', { by: 'root', accept: 'text/plain' })).text
    assert.equal(disabled, 'gone\r\n')
  })

  it('that are disabled lose their tokens, and get none of them back when they are enabled', async () => {
    await json('PUT /user/pia', { password: 'correct horse' })
    const { text: token } = await ask('GET /user/pia/token', { by: 'root', accept: 'text/plain' })
    const who = () =>
      ask('GET /whoami', { by: 'nobody', accept: '*/*', headers: { Authorization: `token ${token}` } })
    assert.equal((await who()).status, 200)
    assert.equal((await ask('DELETE /user/pia', { by: 'root' })).status, 200)
    assert.deepEqual([await signsIn('pia', 'correct horse'), (await who()).status], [401, 401])
    assert.equal((await ask('GET /user/pia', { by: 'root' })).body.disabled, true)
    assert.equal((await ask('PUT /user/pia/enable', { by: 'root' })).status, 200)
    assert.deepEqual([await signsIn('pia', 'correct horse'), (await who()).status], [200, 401])
  })

  it('that are deleted are gone, but their jobs stay', async () => {
    assert.equal((await ask('DELETE /user/pia?hard=true', { by: 'root' })).status, 200)
    assert.equal(await signsIn('pia', 'correct horse'), 401)
    assert.equal((await ask('GET /user/pia', { by: 'root' })).status, 404)
    assert.deepEqual(await rows(`select from callsheet.token where user_name = 'pia'`), [])
  })
})

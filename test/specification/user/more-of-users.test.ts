/** Real names, aliases, metadata, searches of users, and the validation of passwords. */
import assert from 'node:assert/strict'
import { found } from '../../../server/user/search/simple-search.ts'
import { as } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'

describe('A user', () => {
  const { ask } = serving()
  const root = (line: string, body?: object | string, more: How = {}) =>
    ask(line, {
      ...{ by: 'root', type: typeof body === 'string' ? 'text/plain' : 'application/json', ...more },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const signedIn = async (name: string, password = 'correct horse') =>
    ask('GET /whoami', { by: 'nobody', accept: '*/*', headers: { Authorization: as(name, password) } })
  const PLAIN = { accept: 'text/plain' } as const
  before(async () => {
    await root('POST /user', { userName: 'stephen', password: 'correct horse' })
    await root('POST /user', { userName: 'mary', realName: 'Mary Major', password: 'correct horse' })
  })

  it('has a real name, which itself and administrators may read', async () => {
    assert.equal((await root('PUT /user/stephen/realname', 'Stephen É.\n')).status, 200)
    const plain = { accept: 'text/plain' } as const
    assert.equal((await root('GET /user/stephen/realname', undefined, plain)).text, 'Stephen É.')
    assert.equal((await ask('GET /user/zoe/realname', { by: 'zoe', ...plain })).text, '')
    assert.equal((await ask('GET /user/stephen/realname', { by: 'zoe' })).status, 403)
    assert.equal((await root('GET /user/no-such/realname')).status, 404)
  })

  it('signs in with an alias as with its name, and with nothing else does the alias count', async () => {
    assert.equal((await root('PUT /user/stephen/alias/stephen@example.com')).status, 200)
    const { status, text } = await signedIn('stephen@example.com')
    assert.deepEqual([status, text], [200, 'stephen'])
    assert.equal((await signedIn('stephen@example.com', 'wrong horse')).status, 401)
    assert.deepEqual((await root('GET /user/stephen')).body.alias, ['stephen@example.com'])
    assert.equal((await root('GET /user/stephen@example.com')).status, 404)
    const runAs = { headers: { RunAs: 'stephen@example.com' } }
    assert.equal((await root('GET /whoami', undefined, runAs)).status, 404)
    assert.equal((await root('DELETE /user/stephen')).status, 200)
    assert.equal((await signedIn('stephen@example.com')).status, 401)
    assert.equal((await root('PUT /user/stephen/enable')).status, 200)
    assert.equal((await root('DELETE /user/stephen/alias/stephen@example.com')).status, 200)
    assert.equal((await signedIn('stephen@example.com')).status, 401)
  })

  it('has aliases by its document, too, which replaces them', async () => {
    const aliases = async (alias: readonly string[]) => (await root('PUT /user/mary', { alias })).body.alias
    assert.deepEqual(await aliases(['m', 'mm']), ['m', 'mm'])
    assert.deepEqual(await aliases(['mm', 'mmm']), ['mm', 'mmm'])
    assert.equal((await root('PUT /user/mary', { realName: 'Mary Major' })).body.alias.length, 2)
  })

  // biome-ignore format: a table
  for (const [line, body, status, context] of [
    ['PUT /user/stephen/alias/mm',      undefined,           409, 'alias'],
    ['PUT /user/stephen/alias/zoe',     undefined,           409, 'alias'],
    ['PUT /user/stephen',               { alias: ['mmm'] },  409, 'alias'],
    ['POST /user',                      { userName: 'mm' },  409, 'user'],
    ['PUT /user/stephen/alias/a%3Ab',   undefined,           400, 'alias'],
    ['PUT /user/stephen',               { alias: ['a:b'] },  400, 'UserDocument.alias'],
  ] as const)
    it(`is refused ${status} for ${line}${body ? ` of ${JSON.stringify(body)}` : ''}`, async () => {
      const { status: got, body: answer } = await root(line, body)
      assert.deepEqual([got, (answer.conflict ?? answer.invalidInput).context], [status, context])
    })

  it('proves its password to administrators and itself, who never see it again', async () => {
    const validate = (password: string, query = '', how: How = {}) =>
      root(`PUT /user/mary/validate${query}`, password, { accept: 'text/plain', ...how })
    const { status, text } = await validate('correct horse', '?type=raw')
    assert.deepEqual([status, text], [200, 'OK'])
    const wrong = await validate('wrong horse')
    assert.deepEqual([wrong.status, /password/.test(wrong.text)], [400, true])
    assert.ok(!wrong.text.includes('wrong horse'))
    assert.equal((await validate('d8578edf8458ce06fbc5bb76a58c5ca4')).status, 400)
    assert.equal((await validate('correct horse', '?type=md5')).status, 400)
    assert.equal((await validate('correct horse', '', { by: 'zoe' })).status, 403)
    assert.equal((await root('PUT /user/no-such/validate', 'x', PLAIN)).status, 404)
  })

  it('cannot be guessed by validation: after ten failures even the right password is refused', async () => {
    const statuses: number[] = []
    for (let tries = 0; tries < 11; tries += 1)
      statuses.push((await root('PUT /user/stephen/validate', `guess ${tries}`, PLAIN)).status)
    assert.deepEqual(statuses.slice(-2), [400, 401])
    assert.equal((await root('PUT /user/stephen/validate', 'correct horse', PLAIN)).status, 401)
    assert.equal((await root('PUT /user/mary/validate', 'correct horse', PLAIN)).status, 200)
  })

  it('has metadata, and is found by them, its names and aliases', async () => {
    await root('PUT /user/mary/metadata', { field: [{ key: 'phone', value: '1' }] })
    await root('PUT /user/mary/metadata/phone', '22')
    assert.deepEqual((await root('GET /user/mary')).body.metadata, { field: [{ key: 'phone', value: '22' }] })
    const search = async (document: object) =>
      (await root('PUT /user', document)).body.user.map(({ userName }: { userName: string }) => userName)
    const by = (name: string, value: string) => search({ field: [{ name, value: [value] }] })
    assert.deepEqual(await by('username', 'STEPH'), ['stephen'])
    assert.deepEqual(await by('realname', '*major'), ['mary'])
    assert.deepEqual(await by('alias', 'mm'), ['mary'])
    assert.deepEqual(await by('phone', '22'), ['mary'])
    const { text } = await root(
      'PUT /user',
      { field: [{ name: 'username', value: ['mary'] }] },
      { accept: 'text/plain' },
    )
    assert.equal(text, 'mary\tMary Major\r\n')
    const { body } = await root('PUT /user?number=2')
    assert.deepEqual([body.user.length, body.hits > 2], [2, true])
  })
})

describe('A search', () => {
  const all = ['ann', 'bob', 'annabel', 'zoë']
  const names = (one: string, field: string) => (field === 'name' ? [one] : [])
  const field = (...value: readonly string[]) => [{ name: 'name', value }]
  // biome-ignore format: a table
  const CASES: readonly (readonly [what: string, document: Parameters<typeof found>[1], expected: string])[] = [
    ['for nothing finds all',                   {},                                                        'ann bob annabel zoë'],
    ['for a part finds it in any case',         { field: field('NN') },                                    'ann annabel'],
    ['for a pattern finds whole fields',        { field: field('ann*') },                                  'ann annabel'],
    ['for a pattern of an end',                 { field: field('*n') },                                    'ann'],
    ['for a pattern that would overlap',        { field: field('an*nn') },                                 ''],
    ['for a pattern with several parts',        { field: field('a*n*b*l') },                               'annabel'],
    ['for several values finds any of them',    { field: field('bob', 'zoë') },                            'bob zoë'],
    ['for two fields finds what has both',      { field: [...field('ann'), ...field('bel')] },             'annabel'],
    ['for an unknown field finds none',         { field: [{ name: 'age', value: ['1'] }] },                ''],
    ['with AND finds what has all',             { operator: { operation: 'AND', field: [...field('ann'), ...field('bel')] } }, 'annabel'],
    ['with OR finds what has one',              { operator: { operation: 'OR', field: [...field('bob'), ...field('bel')] } },  'bob annabel'],
    ['with NOT finds what has none',            { operator: { operation: 'NOT', field: [...field('bob'), ...field('bel')] } }, 'ann zoë'],
    ['in descending order',                     { sort: [{ field: 'name', order: 'descending' }] },        'zoë bob annabel ann'],
  ]
  for (const [what, document, expected] of CASES)
    it(what, () => assert.equal(found(all, document, names).join(' '), expected))
})

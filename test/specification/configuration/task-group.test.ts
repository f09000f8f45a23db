/** `/task-group` (wire.md §12): what is kept and answered. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { Queue } from '../reason/queue-as.ts'
import { change, NS, PROLOG } from './change.ts'

const FULL = {
  name: 'proxies',
  job: [
    {
      type: ['TRANSCODE', 'THUMBNAIL'],
      priority: ['LOW'],
      data: [{ key: 'channel', value: '1' }, { key: 'a' }],
    },
    { user: ['ann'] },
  ],
  transcoder: [{ id: 'encoder-1' }],
  metadata: { field: [{ key: 'owner', value: 'news' }] },
  priority: 'HIGH',
  maxConcurrency: 4,
}
const IN_XML = `<name>proxies</name><job><type>TRANSCODE</type><type>THUMBNAIL</type><priority>LOW</priority><data><key>channel</key><value>1</value></data><data><key>a</key></data></job><job><user>ann</user></job><transcoder><id>encoder-1</id></transcoder><metadata><field><key>owner</key><value>news</value></field></metadata><priority>HIGH</priority><maxConcurrency>4</maxConcurrency>`

describe('A task group', () => {
  const served = serving()
  const { ask } = served
  const { send, done, get, refused } = change(served)
  beforeEach(() => done('DELETE /task-group'))

  const put = async (query: string, body?: string) => {
    const line = `PUT /task-group/${query}`
    const answer = await (body === undefined ? ask(line, { by: 'root' }) : send(line, body))
    assert.equal(answer.status, 200, answer.text)
    return answer.body
  }
  /** The group without what differs from server to server, and from moment to moment. */
  const kept = async (name = 'proxies') => {
    const { loc: _loc, running: _running, ...group } = JSON.parse(await get(`/task-group/${name}`))
    return group
  }
  const names = () => get('/task-group', 'text')

  // biome-ignore format: a table
  for (const [what, query, body] of [
    ['JSON',            'proxies', JSON.stringify(FULL)],
    ['JSON, without its name', 'proxies', JSON.stringify({ ...FULL, name: undefined })],
    ['XML',             'proxies', `<TaskGroupDocument ${NS}>${IN_XML}</TaskGroupDocument>`],
    ['XML, in another order', 'proxies', `<TaskGroupDocument ${NS}><maxConcurrency>4</maxConcurrency>${IN_XML.replace(/<maxC.*$/, '')}</TaskGroupDocument>`],
    ['a query',         `proxies?job=${encodeURIComponent('type:TRANSCODE|type:THUMBNAIL|priority:LOW|data:channel=1|data:a')}&job=user:ann&transcoder=encoder-1&metadata=owner%3dnews&priority=HIGH&maxConcurrency=4`, undefined],
  ] as const)
    it(`is created by ${what}, and answered`, async () => {
      const { loc, running, ...answered } = await put(query, body)
      assert.deepEqual([answered, running], [FULL, 0])
      assert.match(loc, /^http:\/\/127\.0\.0\.1:\d+\/API\/task-group\/proxies$/)
      assert.deepEqual(await kept(), FULL)
    })

  it('accepts what GET has answered', async () => {
    await put('proxies', JSON.stringify(FULL))
    await put('proxies', await get('/task-group/proxies'))
    await put('proxies', await get('/task-group/proxies', 'xml'))
    assert.deepEqual(await kept(), FULL)
  })

  it('is written in the order of the schema, in XML and in lists', async () => {
    await put('proxies', JSON.stringify(FULL))
    await put('b')
    const xml = await get('/task-group', 'xml')
    const of = (name: string) => `<loc>${/<loc>(.*?)\/task-group/.exec(xml)?.[1]}/task-group/${name}</loc>`
    assert.equal(
      xml,
      `${PROLOG}<TaskGroupListDocument ${NS}><group>${of('proxies')}${IN_XML}<running>0</running></group><group>${of('b')}<name>b</name><running>0</running></group></TaskGroupListDocument>`,
    )
    assert.equal(await names(), 'proxies\r\nb\r\n')
  })

  // biome-ignore format: a table
  for (const [what, requests, expected] of [
    ['is replaced whole',                          [['proxies', '{"maxConcurrency":1}']], { job: [], transcoder: [], maxConcurrency: 1 }],
    ['stays as it is without body and parameters', [['proxies']], FULL],
    ['has no jobs if it is new and nothing is given', [['DELETE'], ['proxies']], { job: [], transcoder: [] }],
    ['has each node once',                         [['proxies', '{"transcoder":[{"id":"a"},{"id":"b"},{"id":"a"}]}']], { job: [], transcoder: [{ id: 'a' }, { id: 'b' }] }],
    ['has the last value of a key',                [['proxies?metadata=a%3d1&metadata=a%3d2']], { job: [], transcoder: [], metadata: { field: [{ key: 'a', value: '2' }] } }],
    ['has jobs of everyone if criteria are empty', [['proxies', '{"job":[{}]}']], { job: [{}], transcoder: [] }],
  ] as readonly (readonly [string, readonly (readonly [string, string?])[], object])[])
    it(what, async () => {
      await put('proxies', JSON.stringify(FULL))
      for (const [query, body] of requests)
        await (query === 'DELETE' ? done('DELETE /task-group/proxies') : put(query, body))
      assert.deepEqual(await kept(), { name: 'proxies', ...expected })
    })

  it('keeps its place in the list when it is replaced', async () => {
    for (const name of ['a', 'b', 'c', 'b']) await put(`${name}?maxConcurrency=1`)
    assert.equal(await names(), 'a\r\nb\r\nc\r\n')
    await done('DELETE /task-group/b')
    assert.equal(await names(), 'a\r\nc\r\n')
    await done('DELETE /task-group')
    assert.equal(await names(), '')
  })

  it('can have a name that needs encoding', async () => {
    const { loc } = await put(encodeURIComponent('news / é <&>'))
    assert.equal((await ask(`GET ${new URL(loc).pathname}`, { by: 'root' })).body.name, 'news / é <&>')
  })

  it('counts its running jobs', async () => {
    const queue = new Queue(served)
    await queue.running(await queue.node('a'))
    await put('proxies?job=type:TRANSCODE')
    assert.equal(JSON.parse(await get('/task-group/proxies')).running, 1)
    await queue.empty()
  })

  describe('has transcoders that', () => {
    const transcoders = async () => (await kept()).transcoder.map(({ id }: { id: string }) => id)
    beforeEach(() => put('proxies?transcoder=a'))

    it('are added and removed one by one', async () => {
      await done('PUT /task-group/proxies/transcoder/b')
      await done('PUT /task-group/proxies/transcoder/b')
      assert.deepEqual(await transcoders(), ['a', 'b'])
      await done('DELETE /task-group/proxies/transcoder/a')
      assert.deepEqual(await transcoders(), ['b'])
    })

    // biome-ignore format: a table
    for (const [line, expected] of [
      ['DELETE /task-group/proxies/transcoder/c', '404 transcoder c: expected a'],
      ['PUT /task-group/none/transcoder/a',       '404 task-group none: expected proxies'],
      [`PUT /task-group/proxies/transcoder/${'x'.repeat(256)}`, '400 transcoder: expected 1 to 255 characters, got 256'],
    ] as const)
      it(`are not changed by ${line.slice(0, 45)}`, async () => {
        assert.equal(await refused(line), expected)
        assert.deepEqual(await transcoders(), ['a'])
      })

    it('are named in a warning if no such node is running', async () => {
      const { headers } = await ask('PUT /task-group/proxies/transcoder/b', { by: 'root' })
      assert.equal(
        headers['x-callsheet-warning'],
        'no node named "b" is running: it runs no jobs until one joins',
      )
    })
  })

  describe('has metadata that', () => {
    const metadata = () => get('/task-group/proxies/metadata', 'text')
    beforeEach(() => put('proxies?metadata=a%3d1'))

    // biome-ignore format: a table
    for (const [what, requests, expected] of [
      ['is listed',                          [], 'a\t1\r\n'],
      ['keeps other keys',                   [['PUT', '', '{"field":[{"key":"b","value":"2"}]}', 'json']], 'a\t1\r\nb\t2\r\n'],
      ['takes the last value of a key',      [['PUT', '', '{"field":[{"key":"a","value":"2"},{"key":"a","value":"3"}]}', 'json']], 'a\t3\r\n'],
      ['is read from XML',                   [['PUT', '', `<SimpleMetadataDocument ${NS}><field><key>b</key><value>é</value></field></SimpleMetadataDocument>`, 'xml']], 'a\t1\r\nb\té\r\n'],
      ['is set by its key as text',          [['PUT', '/b', 'two words', 'text']], 'a\t1\r\nb\ttwo words\r\n'],
      ['is empty by its key without a body', [['PUT', '/a']], 'a\t\r\n'],
      ['loses a key',                        [['PUT', '/b', '2', 'text'], ['DELETE', '/a']], 'b\t2\r\n'],
      ['is deleted whole',                   [['PUT', '/b', '2', 'text'], ['DELETE', '']], ''],
    ] as readonly (readonly [string, readonly (readonly [string, string, string?, ('json' | 'xml' | 'text')?])[], string])[])
      it(what, async () => {
        for (const [method, key, body, type] of requests) {
          const line = `${method} /task-group/proxies/metadata${key}`
          const answer = await (body === undefined ? ask(line, { by: 'root' }) : send(line, body, type))
          assert.deepEqual([answer.status, answer.text], [200, ''])
        }
        assert.equal(await metadata(), expected)
      })

    it('is answered by its key as text alone', async () => {
      assert.equal(await get('/task-group/proxies/metadata/a', 'text'), '1')
      assert.equal((await ask('GET /task-group/proxies/metadata/a', { by: 'root' })).status, 406)
      assert.equal(await refused('DELETE /task-group/proxies/metadata/b'), '404 metadata b: expected a')
    })
  })
})

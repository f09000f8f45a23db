/** Lists of items in files: CSV, XML and JSON (wire-media.md §5.4). */
import assert from 'node:assert/strict'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { readJson } from '../../../schema/codec/json/json.ts'
import { readXml } from '../../../schema/codec/xml/xml.ts'
import { ItemListDocument } from '../../../schema/documents/item.ts'
import { agentHere } from '../../agent-here.ts'
import { serving } from '../../serving.ts'
import { datum } from '../import/importing.ts'
import { file, item, json, metadata, shape } from '../media/registry.ts'
import { refusedBy } from './refused-by.ts'

describe('A list of items in a file', function () {
  this.timeout(60_000)
  const served = serving()
  const { ask } = served
  let agent: AsyncDisposable
  const ids: string[] = []
  const root = () => served.api().mediaRoot
  const to = (name: string) => `destinationUri=${encodeURIComponent(pathToFileURL(join(root(), name)).href)}`
  const listed = (name: string) => readFile(join(root(), name), 'utf8')

  before(async () => {
    agent = await agentHere(served.api(), 'a')
    await mkdir(root(), { recursive: true })
    for (const [title, year] of [
      ['Sun, "moon"', '9'],
      ['Rain\nfall', '10'],
      ['Sun <&> 🎬', '1999'],
    ] as const)
      ids.push(await item(served, { metadata: metadata({ title, year, cast: ['Ann', 'Bob'] }) }))
    const [first = ''] = ids
    const files = [await file(served, { uri: 'file:///srv/a.mov' })]
    const components = [{ kind: 'container' as const, position: 0, facts: {}, metadata: {} }]
    await shape(served, first, { files, components })
    await served.ask(`PUT /item/${first}/external-id/ext1`, { by: 'root' })
    await served.ask('PUT /metadata-field/year', { by: 'root', ...json({ name: 'year', type: 'integer' }) })
  })
  after(() => agent[Symbol.asyncDispose]())

  /** The metadata of the job once it is over. */
  async function over(query: string, search?: object): Promise<(key: string) => string | undefined> {
    const { body, text } = await ask(`POST /item/list?${query}`, { by: 'root', ...(search && json(search)) })
    assert.equal(body.type, 'LIST_ITEMS', text)
    const line = `GET /job/${body.jobId}?metadata=true&wait=FINISHED,FAILED_TOTAL,ABORTED&timeout=30`
    const { body: job } = await ask(line, { by: 'root' })
    assert.equal(job.status, 'FINISHED', JSON.stringify(job, undefined, 1))
    return (key) => datum(job, key)
  }

  it('has a line for each as CSV, with a column for each field, the newest first', async () => {
    const data = await over(`${to('a.csv')}&field=title,cast:with,nothing&data=metadata,uri,shape,external`)
    const [sun = '', rain, moon] = ids
    assert.equal(
      (await listed('a.csv')).replace(/VX-\d+ original/, 'VX-n original'),
      [
        'itemId,title,with,nothing,uri,shape,externalId',
        `${moon},Sun <&> 🎬,Ann; Bob,,,,`,
        `${rain},"Rain\nfall",Ann; Bob,,,,`,
        `${sun},"Sun, ""moon""",Ann; Bob,,file:///srv/a.mov,VX-n original,ext1`,
        '',
      ].join('\r\n'),
    )
    assert.deepEqual([data('rows'), data('outputUri')], ['3', pathToFileURL(join(root(), 'a.csv')).href])
    assert.deepEqual(await readdir(root()), ['a.csv'], 'nothing else is left')
  })

  for (const [format, read] of [
    ['XML', readXml],
    ['JSON', readJson],
  ] as const)
    it(`is an ItemListDocument as ${format}, named in a folder, with what a search finds by type`, async () => {
      await mkdir(join(root(), format))
      const year = { name: 'year', range: [{ value: [{ value: '9' }, { value: '10' }] }] }
      const search = { field: [year], sort: [{ field: 'title', order: 'descending' }] }
      await over(`${to(`${format}/`)}&outputFormat=${format}&field=title`, search)
      const list = read(ItemListDocument, await listed(`${format}/items.${format.toLowerCase()}`))
      assert.equal(list.hits, 2)
      assert.deepEqual(
        list.item.map(({ id, metadata: of }) => [id, of?.timespan[0]?.field[0]?.value[0]?.value]),
        [
          [ids[0], 'Sun, "moon"'],
          [ids[1], 'Rain\nfall'],
        ],
      )
    })

  it('takes the place of what was there, and can be empty', async () => {
    await writeFile(join(root(), 'b.json'), 'what was there')
    const nothing = { field: [{ name: 'title', value: [{ value: 'nothing' }] }] }
    assert.equal((await over(`${to('b.json')}&outputFormat=JSON`, nothing))('rows'), '0')
    assert.equal(await listed('b.json'), '{"hits":0,"item":[]}')
  })

  const anywhere = 'destinationUri=s3://bucket/a.csv'
  for (const [query, expected] of [
    ['', '400 invalidInput destinationUri'],
    ['destinationUri=file:///etc/a.csv', '400 invalidInput destinationUri'],
    [`${anywhere}&outputFormat=PDF`, '400 invalidInput outputFormat'],
    [`${anywhere}&data=pictures`, '400 invalidInput data'],
    [`${anywhere}&field=*`, '400 invalidInput field'],
    [`${anywhere}&field=-title`, '400 invalidInput field'],
    [`${anywhere}&jobmetadata=search={}}`, '400 invalidInput search'],
  ] as const)
    it(`POST /item/list?${query} is ${expected}`, async () => {
      assert.equal(await refusedBy(served, `POST /item/list?${query}`), expected)
    })

  it('with criteria that no search has is 400', async () => {
    const body = json({ acl: {} })
    const { status, body: answer } = await ask(`POST /item/list?${to('c.csv')}`, { by: 'root', ...body })
    assert.deepEqual([status, answer.invalidInput?.context], [400, 'ItemSearchDocument.acl'])
  })
})

/** The metadata of items: the requests of wire-media.md §10 and the parameters of §2.4. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { field, item, json, metadata, type Shown, spans, valuesIn } from './registry.ts'

describe('Items', () => {
  const served = serving()
  const { ask } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })

  it('answer a change of metadata with texts, and a revision', async () => {
    const id = await item(served)
    const answer = await root(`PUT /item/${id}/metadata`, json(spans(field('rating', 123))))
    const [{ metadata: shown, id: none }] = answer.body.item
    assert.equal(none, undefined)
    assert.deepEqual(valuesIn(shown), { rating: ['123'] })
    assert.match(shown.revision, /^VX-\d+$/)
    assert.deepEqual(shown.timespan[0].group, [])
    const again = await root(
      `PUT /item/${id}/metadata?onlyReturnChanges=true`,
      json(spans(field('other', 'é'))),
    )
    assert.deepEqual(valuesIn(again.body.item[0].metadata), { other: ['é'] })
  })

  it('refuse a change of a stale revision with 409', async () => {
    const id = await item(served)
    const put = (value: string, revision = '') =>
      root(`PUT /item/${id}/metadata?revision=${revision}`, json(spans(field('a', value))))
    const { revision } = (await put('x')).body.item[0].metadata
    assert.equal((await put('y', revision)).status, 200)
    const stale = await put('z', revision)
    assert.deepEqual([stale.status, stale.body.conflict.value], [409, revision])
    assert.deepEqual(valuesIn((await root(`GET /item/${id}/metadata;field=a`)).body.item[0].metadata), {
      a: ['y'],
    })
    const before = await root(`GET /item/${id}?content=metadata&revision=${revision}`)
    assert.deepEqual(valuesIn(before.body.metadata), { a: ['x'] })
  })

  it('add and remove values by mode, in XML', async () => {
    const id = await item(served, { metadata: metadata({ tag: ['a', 'b'] }) })
    const values = ['<value mode="add">c</value>', '<value mode="remove">a</value>'].join('')
    const body = `<MetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine"><timespan start="-INF" end="+INF"><field><name>tag</name>${values}</field></timespan></MetadataDocument>`
    const { text, body: answer } = await root(`PUT /item/${id}/metadata`, { type: 'application/xml', body })
    assert.deepEqual(valuesIn(answer.item[0].metadata), { tag: ['b', 'c'] }, text)
  })

  it('keep what several clients add at once', async () => {
    const id = await item(served)
    const values = Array.from({ length: 12 }, (_, at) => String(at))
    const answers = await Promise.all(
      values.map((value) =>
        root(`PUT /item/${id}/metadata`, json(spans({ name: 'tag', value: [{ value, mode: 'add' }] }))),
      ),
    )
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]))
    const [{ metadata: shown }] = (await root(`GET /item/${id}/metadata?field=tag`)).body.item
    assert.deepEqual(valuesIn(shown)['tag']?.toSorted(), values.toSorted())
    const searched = await root(
      'PUT /item',
      json({
        field: [
          { name: 'tag', value: '11' },
          { name: 'tag', value: '3' },
        ],
      }),
    )
    assert.equal(searched.body.hits, 1)
  })

  it('change one value by its uuid', async () => {
    const id = await item(served, { metadata: metadata({ tag: ['a', 'b'] }) })
    const [{ metadata: shown }] = (await root(`GET /item/${id}/metadata?field=tag`)).body.item
    const { uuid } = shown.timespan[0].field[0].value[1]
    const changed = await root(`PUT /item/${id}/metadata/entry/${uuid}`, json({ value: { value: 'c' } }))
    assert.deepEqual(valuesIn(changed.body), { tag: ['a', 'c'] })
    assert.equal(
      (await root(`PUT /item/${id}/metadata/entry/none`, json({ value: { value: 'c' } }))).status,
      404,
    )
    const { changeSet } = (await root(`GET /item/${id}/metadata/changes`)).body
    assert.deepEqual(
      changeSet.map((one: { metadata: Shown }) => valuesIn(one.metadata)),
      [{ tag: ['a', 'b'] }, { tag: ['a', 'c'] }],
    )
  })

  it('are terse, at a rate', async () => {
    const id = await item(served, {
      metadata: {
        group: [],
        timespan: [
          { start: '1.5', end: '+INF', field: [{ name: 'title', value: [{ value: 'x' }] }], group: [] },
        ],
      },
    })
    const { body } = await root(
      `GET /item/${id}?content=metadata&terse=yes&sampleRate=PAL&field=title,itemId`,
    )
    const { uuid, ...rest } = body.terse.title[0]
    assert.deepEqual(rest, { value: 'x', end: '+INF', start: '38@PAL' })
    assert.match(uuid, /^[0-9a-f-]{36}$/)
    assert.equal(body.terse.itemId[0].uuid, '')
  })

  it('leave out generated fields of a change, and say so', async () => {
    const id = await item(served)
    const answer = await root(
      `PUT /item/${id}/metadata`,
      json(spans(field('title', 'x'), field('itemId', 'VX-1'))),
    )
    assert.deepEqual(valuesIn(answer.body.item[0].metadata), { title: ['x'] })
    assert.match(String(answer.headers['x-callsheet-warning']), /itemId/)
  })

  // biome-ignore format: a table
  for (const [what, body, context] of [
    ['a name that is none',          spans(field('a b', 'x')), 'metadata-field'],
    ['an empty name',                spans(field('', 'x')), 'metadata-field'],
    ['a time that is none',          { timespan: [{ start: 'x', end: '+INF', field: [] }] }, 'timespan.start'],
    ['an end before its start',      { timespan: [{ start: '9@25', end: '1@25', field: [] }] }, 'timespan.end'],
    ['an unknown mode',              spans({ name: 'a', value: [{ value: 'x', mode: 'replace' }] }), 'MetadataDocument.timespan[0].field[0].value[0].mode'],
  ] as const)
    it(`refuse ${what}`, async () => {
      const answer = await root(`PUT /item/${await item(served)}/metadata`, json(body))
      assert.deepEqual([answer.status, answer.body.invalidInput?.context], [400, context], answer.text)
    })

  it('store any text as a value, however long', async () => {
    const texts = ['é <&> 🎬', "'; drop table x; --", 'x'.repeat(2_000_000), `${'é '.repeat(100_000)}`]
    for (const value of texts) {
      const id = await item(served)
      const answer = await root(`PUT /item/${id}/metadata`, json(spans(field('text', value))))
      assert.equal(answer.body.item[0].metadata.timespan[0].field[0].value[0].value, value)
    }
  })
})

describe('Strict metadata', () => {
  const served = serving({ STRICT_METADATA: 'true' })
  const { ask, rows } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })

  it('refuse an unknown field with 404, and write nothing', async () => {
    const id = await item(served)
    const body = json(spans(field('title', 'x'), field('tint', 'y')))
    const refused = await root(`PUT /item/${id}/metadata`, body)
    assert.deepEqual(
      [refused.status, refused.body.notFound],
      [404, { type: 'metadata-field', id: 'tint', context: null }],
    )
    assert.deepEqual(await rows('select id from callsheet.item_change'), [])
    assert.deepEqual((await root('PUT /metadata-field/tint', json({ type: 'string' }))).body, {
      name: 'tint',
      type: 'string',
      origin: 'VX',
    })
    assert.equal((await root(`PUT /item/${id}/metadata`, body)).status, 200)
  })
})

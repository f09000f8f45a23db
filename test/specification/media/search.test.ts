/** Searches for items, shapes and files (wire-media.md §2.6). */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { ItemSearchDocument } from '../../../schema/documents/item-search.ts'
import { indexItemsAfter } from '../../../schema/queries/media/items/index-items.ts'
import { searchItems } from '../../../schema/queries/media/search/search-items.ts'
import { serving } from '../../serving.ts'
import { anyCriterion, anyName } from './any-criterion.ts'
import { item, metadata, shape } from './registry.ts'

const LONG = 'long '.repeat(60)

/** The items by their titles; the later ones are newer. */
// biome-ignore format: a table
const ITEMS = [
  { title: 'Alpha',          kind: 'news',            durationSeconds: '9.5',    mediaType: 'video', tags: ['original', 'lowres'], code: 'The Ocean' },
  { title: 'Beta river',     kind: ['news', 'sport'], durationSeconds: '10.0',   mediaType: 'video', tags: ['original'] },
  { title: 'Gamma 100%_\\',  kind: 'sport',           durationSeconds: '100.25', mediaType: 'audio', tags: ['original'] },
  { title: 'delta river',    kind: 'film',            durationSeconds: '2.0',    mediaType: 'audio', tags: [],                     note: `${LONG}zz` },
] as const
/** Of different rates. */
const TIME_CODES = {
  '9.5': '950@100',
  '10.0': '250@PAL',
  '100.25': '3007500@30000:1001',
  '2.0': '50@25',
} as const
const [ALPHA, BETA, GAMMA, DELTA] = ITEMS.map(({ title }) => title) as [string, string, string, string]
const ALL = [DELTA, GAMMA, BETA, ALPHA]

const field = (name: string, ...values: readonly string[]) => ({
  name,
  value: values.map((value) => ({ value })),
})
const range = (name: string, from: string, to: string, how = {}) => ({
  name,
  range: [{ value: [{ value: from }, { value: to }], ...how }],
})

// biome-ignore format: a table
const SEARCHES: readonly (readonly [what: string, document: object, titles: readonly string[]])[] = [
  ['everything, the newest first',         {}, ALL],
  ['a value, in any case',                 { field: [field('title', 'ALPHA')] }, [ALPHA]],
  ['one of several values',                { field: [field('title', 'alpha', 'Delta River')] }, [DELTA, ALPHA]],
  ['several fields',                       { field: [field('kind', 'news'), field('mediaType', 'video'), field('title', 'Beta*')] }, [BETA]],
  ['a field that the item lacks',          { field: [field('nothing', 'x')] }, []],
  ['a field with any value',               { field: [{ name: 'kind' }] }, ALL],
  ['a start',                              { field: [field('title', 'be*')] }, [BETA]],
  ['an end',                               { field: [field('title', '*river')] }, [DELTA, BETA]],
  ['a word of a text',                     { field: [field('title', 'RIVER')] }, [DELTA, BETA]],
  ['the start of a word of a text',        { field: [field('title', 'riv*')] }, [DELTA, BETA]],
  ['a word of a text, in part',            { field: [field('title', 'r*v*r')] }, [DELTA, BETA]],
  ['all words of a text, in any order',    { field: [field('title', 'river beta')] }, [BETA]],
  ['a phrase of a text',                   { field: [field('title', '"river beta"')] }, []],
  ['signs within a text',                  { field: [field('title', '100%_\\')] }, [GAMMA]],
  ['no word of an exact text',             { field: [field('code', 'Ocean')] }, []],
  ['an exact text',                        { field: [field('code', 'The Ocean')] }, [ALPHA]],
  ['an exact text only in its case',       { field: [field('code', 'the ocean')] }, []],
  ['the start of an exact text',           { field: [field('code', 'The*')] }, [ALPHA]],
  ['no word of what the server writes',    { field: [field('mediaType', 'vid')] }, []],
  ['signs that SQL has for wildcards',     { field: [field('title', 'gamma 100%_\\')] }, [GAMMA]],
  ['a wildcard beside them',               { field: [field('title', '*%_\\')] }, [GAMMA]],
  ['words of any value',                   { text: [{ value: 'river film' }] }, [DELTA]],
  ['the start of a word',                  { text: [{ value: 'gam*' }] }, [GAMMA]],
  ['a phrase',                             { text: [{ value: '"beta river"' }] }, [BETA]],
  ['no phrase',                            { text: [{ value: '"river beta"' }] }, []],
  ['a word with signs',                    { text: [{ value: '100%' }] }, [GAMMA]],
  ['a range of numbers',                   { field: [range('durationSeconds', '9.5', '100')] }, [BETA, ALPHA]],
  ['a range without its ends',             { field: [range('durationSeconds', '9.5', '10', { exclusiveMinimum: true })] }, [BETA]],
  ['a range of time codes',                { field: [range('durationTimeCode', '9@1', '250@25')] }, [BETA, ALPHA]],
  ['sorted by time code',                  { sort: [{ field: 'durationTimeCode' }] }, [DELTA, ALPHA, BETA, GAMMA]],
  ['sorted by two fields',                 { sort: [{ field: 'mediaType', order: 'descending' }, { field: 'title' }] }, [ALPHA, BETA, DELTA, GAMMA]],
  ['a long value, not by its start alone', { field: [field('note', `${LONG} x`)] }, []],
  ['the end of a long value',              { field: [field('note', '*zz')] }, [DELTA]],
  ['a range of texts',                     { field: [range('title', 'b', 'e')] }, [DELTA, BETA]],
  ['from a bound on',                      { field: [{ name: 'durationSeconds', range: [{ value: [{ value: '10', minimum: true }] }] }] }, [GAMMA, BETA]],
  ['up to a bound',                        { field: [{ name: 'durationSeconds', range: [{ value: [{ value: '9.5', maximum: true }] }] }] }, [DELTA, ALPHA]],
  ['not',                                  { operator: [{ operation: 'NOT', field: [field('kind', 'news')] }] }, [DELTA, GAMMA]],
  ['or',                                   { operator: [{ operation: 'OR', field: [field('title', 'Alpha'), field('kind', 'film')] }] }, [DELTA, ALPHA]],
  ['operators within operators',           { operator: [{ operation: 'AND', field: [field('mediaType', 'audio')], operator: [{ operation: 'NOT', text: [{ value: 'river' }] }] }] }, [GAMMA]],
  ['filters',                              { filter: [{ field: [field('mediaType', 'audio')] }] }, [DELTA, GAMMA]],
  ['facet filters',                        { facetFilter: [{ field: 'kind', value: 'film' }] }, [DELTA]],
  ['the tag of a shape',                   { field: [field('shapeTag', 'lowres')] }, [ALPHA]],
  ['part of the tag of a shape',           { field: [field('shapeTag', 'low*')] }, [ALPHA]],
  ['the number of shapes',                 { field: [field('__shape_size', '0')] }, [DELTA]],
  ['the user',                             { field: [field('user', 'root')] }, ALL],
  ['no collection',                        { field: [field('__collection_size', '0')] }, ALL],
  ['sorted by text',                       { sort: [{ field: 'title' }] }, [ALPHA, BETA, DELTA, GAMMA]],
  ['sorted by number, descending',         { sort: [{ field: 'durationSeconds', order: 'descending' }] }, [GAMMA, BETA, ALPHA, DELTA]],
  ['sorted by a field that one lacks',     { sort: [{ field: 'shapeTag' }, { field: 'itemId' }] }, [ALPHA, BETA, GAMMA, DELTA]],
  ['sorted by creation',                   { sort: [{ field: 'created', order: 'ascending' }] }, [ALPHA, BETA, GAMMA, DELTA]],
]

describe('A search finds', () => {
  const served = serving()
  const { ask, api } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })
  const json = (body: unknown) => ({ type: 'application/json', body: JSON.stringify(body) })
  const titles = new Map<string, string>()
  let ids: readonly string[] = []

  before(async () => {
    const exact = await root('PUT /metadata-field/code', json({ type: 'string-exact' }))
    assert.equal(exact.status, 200, exact.text)
    for (const { title, kind, tags, durationSeconds, mediaType, ...code } of ITEMS) {
      const durationTimeCode = TIME_CODES[durationSeconds]
      const facts = { durationSeconds, durationTimeCode, mediaType }
      const id = await item(served, { metadata: metadata({ title, kind, ...code }), facts })
      if (tags.length > 0) await shape(served, id, { tags, metadata: { originalFilename: `${title}.mov` } })
      titles.set(id, title)
    }
    ids = [...titles.keys()]
  })
  const found = (body: { readonly item?: readonly { readonly id: string }[] }) =>
    (body.item ?? []).map(({ id }) => titles.get(id))

  for (const [what, document, expected] of SEARCHES)
    it(what, async () => {
      const { status, body, text } = await root('PUT /item', json(document))
      assert.equal(status, 200, text)
      assert.deepEqual(found(body), expected)
      assert.equal(body.hits, expected.length)
    })

  it('the same after everything is indexed again', async () => {
    let last: number | undefined = 0
    while (last !== undefined) last = await indexItemsAfter(api().test.database.em.fork(), last, 3)
    for (const [what, document, expected] of SEARCHES)
      assert.deepEqual(found((await root('PUT /item', json(document))).body), expected, what)
  })

  it('an item by its id, as XML', async () => {
    const body = writeXml(ItemSearchDocument, {
      ...{ text: [], field: [{ name: 'itemId', value: [{ value: ids[1] ?? '' }], range: [] }] },
      ...{ operator: [], filter: [], facetFilter: [], facet: [], sort: [] },
    })
    const answer = await root('PUT /search;first=1;number=10?content=shape&tag=original', {
      ...{ type: 'application/xml', accept: 'application/json', body },
    })
    const [entry] = answer.body.entry
    assert.deepEqual([entry.type, entry.id, entry.item.shape[0].tag], ['Item', ids[1], ['original']])
    assert.deepEqual([answer.body.suggestion, answer.body.facet], [[], []])
  })

  it('by q, as words, as JSON and as XML', async () => {
    for (const q of [
      'river',
      '{"text":"river"}',
      '<ItemSearchDocument xmlns="http://xml.vidispine.com/schema/vidispine"><text>river</text></ItemSearchDocument>',
    ])
      assert.deepEqual(found((await root(`GET /item?q=${encodeURIComponent(q)}`)).body), [DELTA, BETA], q)
  })

  it('pages, by position and by cursor', async () => {
    assert.deepEqual(found((await root('GET /item?first=2&number=2')).body), [GAMMA, BETA])
    assert.deepEqual(found((await root('GET /item;first=4;number=2')).body), [ALPHA])
    const first = (await root('GET /item?cursor=*&number=3&count=false')).body
    assert.deepEqual([found(first), first.hits], [[DELTA, GAMMA, BETA], undefined])
    const second = (await root(`GET /item?cursor=${first.nextCursor}&number=3`)).body
    assert.deepEqual([found(second), second.nextCursor], [[ALPHA], undefined])
    assert.deepEqual((await root('GET /item?number=0')).body, { hits: 4 })
  })

  it('how many have each value of a field', async () => {
    const facet = [
      { field: 'kind', name: 'k' },
      { field: 'shapeTag', minCount: 2 },
      { field: 'mediaType', count: false },
    ]
    const { body } = await root('PUT /item?number=0', json({ facet }))
    assert.deepEqual(body.facet, [
      {
        field: 'kind',
        count: [
          { value: 2, fieldValue: 'news' },
          { value: 2, fieldValue: 'sport' },
          { value: 1, fieldValue: 'film' },
        ],
        name: 'k',
      },
      { field: 'shapeTag', count: [{ value: 3, fieldValue: 'original' }] },
    ])
  })

  it('shapes by their metadata, with their items', async () => {
    const { body } = await root('PUT /search/shape', json({ field: [field('originalFilename', 'alpha*')] }))
    assert.deepEqual([body.hits, body.shape[0].item], [1, [{ id: ids[0] }]])
    assert.equal((await root('GET /search/shape')).body.hits, 3)
    assert.equal((await root('PUT /search/shape', json({ text: 'alpha' }))).body.hits, 1)
  })

  // biome-ignore format: a table
  for (const [line, document, context] of [
    ['PUT /item?cursor=VX-1',     { sort: [{ field: 'title' }] },               'cursor'],
    ['PUT /item?cursor=x',        {},                                           'cursor'],
    ['PUT /item?number=1001',     {},                                           'number'],
    ['PUT /item',                 { acl: { user: 'x' } },                       'ItemSearchDocument.acl'],
    ['PUT /item',                 { text: [{ value: 'x '.repeat(600) }] },      'ItemSearchDocument'],
    ['PUT /search/shape',         { sort: [{ field: 'title' }] },               'ItemSearchDocument.sort'],
    ['PUT /search/file',          { field: [range('size', '1', '2')] },         'ItemSearchDocument.field.range'],
  ] as const)
    it(`nothing, with 400: ${line} ${JSON.stringify(document).slice(0, 60)}`, async () => {
      const { status, body } = await root(line, json(document))
      assert.deepEqual([status, body.invalidInput.context], [400, context])
    })

  it('something or nothing, whatever it is asked for, and never fails', () =>
    fc.assert(
      fc.asyncProperty(anyCriterion, anyName, async (asked, sorted) => {
        const em = api().test.database.em.fork()
        const sort = [{ field: sorted, isDescending: false }]
        const facets = [{ field: sorted, minCount: 1, maxResults: 5 }]
        const { hits } = await searchItems(em, {
          criterion: asked,
          sort,
          facets,
          offset: 0,
          limit: 2,
          count: true,
        })
        const none = { is: 'none', of: [asked] } as const
        const { hits: others } = await searchItems(em, {
          criterion: none,
          sort: [],
          facets: [],
          offset: 0,
          limit: 0,
          count: true,
        })
        assert.equal((hits ?? 0) + (others ?? 0), 4)
      }),
      { numRuns: 40 },
    )).timeout(60_000)
})

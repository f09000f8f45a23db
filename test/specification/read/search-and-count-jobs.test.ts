/** `PUT /job/search` as documented (wire.md §6.5). */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { Wanted } from '../../factory.ts'
import { type How, serving } from '../../serving.ts'

const XML = 'application/xml'
const JSON_TYPE = 'application/json'
const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'

/** The body of the documentation's example. */
const EXAMPLE = `<JobSearchDocument ${NS}>
  <facet count="true" name="JobTypes">
    <field>type</field>
  </facet>
    <facet count="true" minCount="1" maxCount="5" maxResults="10">
      <field>state</field>
  </facet>
    <facet count="true">
      <field>user</field>
  </facet>
</JobSearchDocument>`

const started = '2020-02-19T13:53:21.110Z'
const finished = '2020-02-19T13:53:21.242Z'

describe('The example of PUT /job/search', () => {
  const { ask, job } = serving()
  before(async () => {
    await job({ type: 'RAW_IMPORT', state: 'FINISHED', started, finished })
    await job({ type: 'AUTO_IMPORT', state: 'STARTED', started })
  })

  for (const [accept, fixture] of [
    [XML, 'job-list-facets.xml'],
    [JSON_TYPE, 'job-list-facets.json'],
  ] as const)
    it(`returns ${accept} as documented, except \`finished\` of a STARTED job`, async () => {
      const printed = readFileSync(new URL(`../../fixtures/${fixture}`, import.meta.url), 'utf8').trimEnd()
      const answer = await ask('PUT /API/job/search/?user=false', {
        by: 'root',
        accept,
        type: XML,
        body: EXAMPLE,
      })
      assert.deepEqual([answer.status, answer.text], [200, printed])
    })
})

// VX-1, VX-2 … in this order.
// biome-ignore format: a table
const JOBS: readonly Wanted[] = [
  { type: 'DELIVER',    state: 'READY',    user: 'root' },
  { type: 'TRANSCODE', state: 'FINISHED', user: 'ann', metadata: { itemId: 'VX-9' } },
  { type: 'TRANSCODE', state: 'FINISHED', user: 'bob', metadata: { itemId: 'VX-9' } },
  { type: 'TRANSCODE', state: 'READY',    user: 'bob', metadata: { itemId: 'VX-8' } },
  { type: 'THUMBNAIL', state: 'READY',    user: 'bob' },
  { type: 'THUMBNAIL', state: 'ABORTED',  user: 'ann' },
  { type: 'TRANSCODE', state: 'READY',    user: 'root', priority: 'LOW' },
]

// The counts of one or two facets over all seven jobs, narrowed by the parameters.
// biome-ignore format: a table
const FACETS: readonly (readonly [parameters: string, facets: string, counts: readonly (readonly string[])[]])[] = [
  ['',                            '{"field":"type"}',                                  [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['',                            '{"field":"state"}',                                 [['READY 4', 'FINISHED 2', 'ABORTED 1']]],
  ['',                            '{"field":"user"}',                                  [['bob 3', 'root 2', 'ann 2']]],
  ['',                            '{"field":"user"},{"field":"type","count":true}',    [['bob 3', 'root 2', 'ann 2'], ['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['',                            '{"field":"type","minCount":2}',                     [['TRANSCODE 4', 'THUMBNAIL 2']]],
  ['',                            '{"field":"type","minCount":"2"}',                   [['TRANSCODE 4', 'THUMBNAIL 2']]],
  ['',                            '{"field":"type","minCount":0}',                     [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['',                            '{"field":"type","minCount":-1}',                    [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['',                            '{"field":"type","minCount":5}',                     [[]]],
  ['',                            '{"field":"type","maxCount":2}',                     [['THUMBNAIL 2', 'DELIVER 1']]],
  ['',                            '{"field":"type","maxCount":0}',                     [[]]],
  ['',                            '{"field":"type","minCount":2,"maxCount":3}',        [['THUMBNAIL 2']]],
  ['',                            '{"field":"type","maxResults":1}',                   [['TRANSCODE 4']]],
  ['',                            '{"field":"type","maxResults":0}',                   [[]]],
  ['',                            '{"field":"type","maxCount":3,"maxResults":1}',      [['THUMBNAIL 2']]],
  ['',                            '{"field":"type","maxCount":9007199254740991,"maxResults":2147483648}', [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['',                            '{"field":"type","count":false}',                    [[]]],
  ['',                            '{"field":"type","count":"false"}',                  [[]]],
  ['&number=1',                   '{"field":"type"}',                                  [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['&number=0',                   '{"field":"type"}',                                  [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['&first=99',                   '{"field":"type"}',                                  [['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']]],
  ['&state=READY',                '{"field":"type"}',                                  [['TRANSCODE 2', 'DELIVER 1', 'THUMBNAIL 1']]],
  ['&state=READY&priority=LOW',   '{"field":"type"}',                                  [['TRANSCODE 1']]],
  ['&user=true',                  '{"field":"user"}',                                  [['root 2']]],
  ['&jobmetadata=itemId%3dVX-9',  '{"field":"user"}',                                  [['ann 1', 'bob 1']]],
  ['&jobmetadata=itemId%3dVX-7',  '{"field":"user"}',                                  [[]]],
  ['&text=thumb',                 '{"field":"state","minCount":1,"maxResults":1}',     [['READY 1']]],
  ['&category=cpu',               '{"field":"user"}',                                  [['bob 3', 'ann 2', 'root 1']]],
  ['&category=cpu&state=READY',   '{"field":"type"}',                                  [['TRANSCODE 2', 'THUMBNAIL 1']]],
  ['&category=cpu&type=DELIVER',   '{"field":"type"}',                                  [[]]],
  ['&category=gpu_ai',            '{"field":"state"}',                                 [[]]],
  ['&type=NOPE',                  '{"field":"state"}',                                 [[]]],
]

// The jobs that the filters leave, and the counts of a facet over their types.
// biome-ignore format: a table
const FILTERS: readonly (readonly [parameters: string, filters: string, facet: string, ids: readonly number[], counts: readonly string[]])[] = [
  ['',                 '{"field":"state","value":"READY"}',                                     '', [1, 4, 5, 7],    ['TRANSCODE 2', 'DELIVER 1', 'THUMBNAIL 1']],
  ['&category=cpu',    '{"field":"type","value":"DELIVER"}',                                     '', [],              []],
  ['&category=cpu',    '{"field":"type","value":"TRANSCODE"}',                                  '', [2, 3, 4, 7],    ['TRANSCODE 4']],
  ['',                 '{"field":"user","value":"bob"}',                                        '', [3, 4, 5],       ['TRANSCODE 2', 'THUMBNAIL 1']],
  ['',                 '{"field":"type","value":"DELIVER"}',                                     '', [1],             ['DELIVER 1']],
  ['',                 '{"field":"state","value":"READY"},{"field":"user","value":"bob"}',      '', [4, 5],          ['TRANSCODE 1', 'THUMBNAIL 1']],
  ['',                 '{"field":"state","value":"READY"},{"field":"state","value":"ABORTED"}', '', [],              []],
  ['',                 '{"field":"state","value":"NOPE"}',                                      '', [],              []],
  ['',                 '{"field":"state"}',                                                     '', [1, 2, 3, 4, 5, 6, 7], ['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']],
  ['',                 '{"field":"state","range":{"start":"A","end":"B"}}',                     '', [1, 2, 3, 4, 5, 6, 7], ['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']],
  ['&state=READY',     '{"field":"state","value":"READY"}',                                     '', [1, 4, 5, 7],    ['TRANSCODE 2', 'DELIVER 1', 'THUMBNAIL 1']],
  ['&state=FINISHED',  '{"field":"state","value":"READY"}',                                     '', [],              []],
  ['&user=true',       '{"field":"user","value":"bob"}',                                        '', [],              []],
  ['&user=true',       '{"field":"user","value":"root"}',                                       '', [1, 7],          ['DELIVER 1', 'TRANSCODE 1']],
  ['&jobmetadata=itemId%3dVX-9', '{"field":"user","value":"bob"}',                              '', [3],             ['TRANSCODE 1']],
  ['',                 '{"field":"type","value":"DELIVER"}',                     ',"exclude":["type"]',  [1],         ['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']],
  ['',                 '{"field":"type","value":"DELIVER"},{"field":"user","value":"bob"}', ',"exclude":["type"]', [], ['TRANSCODE 2', 'THUMBNAIL 1']],
  ['',                 '{"field":"type","value":"DELIVER"},{"field":"user","value":"bob"}', ',"exclude":["type","user"]', [], ['TRANSCODE 4', 'THUMBNAIL 2', 'DELIVER 1']],
  ['',                 '{"field":"state","value":"READY"}',                     ',"exclude":"type"',    [1, 4, 5, 7], ['TRANSCODE 2', 'DELIVER 1', 'THUMBNAIL 1']],
]

// biome-ignore format: a table
const REFUSED: readonly (readonly [body: string, id: string, known: string])[] = [
  ['{"facet":[{"field":"colour"}]}',                                             'colour', 'user, type, state, failureCause'],
  ['{"facet":[{"field":"type"},{"field":"priority"}]}',                          'priority', 'state, user, type, failureCause'],
  ['{"facet":[{"field":"__proto__"}]}',                                          '__proto__', 'type, state, user, failureCause'],
  ['{"facet":[{"field":"Type"}]}',                                               'Type', 'type, state, user, failureCause'],
  ['{"facet":[{"field":""}]}',                                                   '', 'type, user, state, failureCause'],
  ['{"facet":[{"field":"colour","count":false}]}',                               'colour', 'user, type, state, failureCause'],
  ['{"facetFilter":[{"field":"colour","value":"blue"}]}',                        'colour', 'user, type, state, failureCause'],
]

// biome-ignore format: a table
const WRONG: readonly (readonly [body: string, context: string, explanation: RegExp])[] = [
  ['{"facet":[{}]}',                                   'JobSearchDocument.facet[0].field',     /^missing$/],
  ['{"facet":[{"field":"type","minCount":"few"}]}',    'JobSearchDocument.facet[0].minCount',  /^expected an integer/],
  ['{"facet":[{"field":"type","count":"maybe"}]}',     'JobSearchDocument.facet[0].count',     /^expected true or false/],
  ['{"facet":"type"}',                                 'JobSearchDocument.facet[0]',           /^expected an object/],
  ['{"fields":[]}',                                    'JobSearchDocument',                    /^expected one of .*facet.*, got “fields”$/],
  ['{"facet":[',                                       'JobSearchDocument',                    /^not JSON/],
]

describe('PUT /job/search', () => {
  const { ask, job } = serving()
  before(async () => {
    for (const wanted of JOBS) await job(wanted)
  })
  const search = (parameters: string, body?: string, how: How = {}) =>
    ask(`PUT /API/job/search?${ofWhom(parameters)}`, {
      by: 'root',
      type: JSON_TYPE,
      ...(body !== undefined && { body }),
      ...how,
    })
  type Facet = { readonly count: readonly { readonly value: number; readonly fieldValue: string }[] }
  const countsOf = ({ count }: Facet) => count.map(({ fieldValue, value }) => `${fieldValue} ${value}`)
  const idsOf = (jobs: readonly { jobId: string }[]) => jobs.map(({ jobId }) => Number(jobId.slice(3)))

  for (const [parameters, facets, counts] of FACETS)
    it(`counts ${facets} with ?${ofWhom(parameters)} as ${counts.map((one) => one.join(', ') || 'nothing').join(' and ')}`, async () => {
      const answer = await search(parameters, `{"facet":[${facets}]}`)
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual((answer.body.facet as readonly Facet[]).map(countsOf), counts)
    })

  for (const [parameters, filters, more, ids, counts] of FILTERS)
    it(`finds ${ids.join(', ') || 'nothing'} with ?${ofWhom(parameters)} and the filters ${filters}; a facet${more} counts ${counts.join(', ') || 'nothing'}`, async () => {
      const body = `{"facetFilter":[${filters}],"facet":[{"field":"type"${more}}]}`
      const answer = await search(parameters, body)
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual([answer.body.hits, idsOf(answer.body.job)], [ids.length, ids])
      assert.deepEqual((answer.body.facet as readonly Facet[]).map(countsOf), [counts])
    })

  for (const [body, id, known] of REFUSED)
    it(`is 404 for an unknown field, and names those that exist: ${body}`, async () => {
      const answer = await search('', body)
      const context = `expected one of ${known}`
      assert.deepEqual([answer.status, answer.body.notFound], [404, { type: 'Field', id, context }])
    })

  for (const [body, context, explanation] of WRONG)
    it(`is 400 and names ${context}: ${body}`, async () => {
      const answer = await search('', body)
      assert.equal(answer.status, 400, answer.text)
      assert.equal(answer.body.invalidInput.context, context)
      assert.match(answer.body.invalidInput.explanation, explanation)
    })

  // biome-ignore format: a table
  for (const [what, how] of [
    ['no body',            {}],
    ['an empty object',    { body: '{}' }],
    ['an empty document',  { type: XML, body: `<JobSearchDocument ${NS}/>` }],
    ['an empty list',      { body: '{"facet":[],"facetFilter":[]}' }],
  ] as const)
    it(`returns the same as GET /job for ${what}`, async () => {
      const parameters = '&sort=jobId+desc&first=2&number=3&metadata=true&state=READY,FINISHED'
      const listed = await ask(`GET /job?user=false${parameters}`, { by: 'root' })
      assert.equal((await search(parameters, undefined, how)).text, listed.text)
    })

  it('returns only ids as text/plain', async () => {
    const { text } = await search('&type=DELIVER', '{"facet":[{"field":"type"}]}', { accept: 'text/plain' })
    assert.equal(text, 'VX-1\r\n')
  })

  it('returns the name of a facet if it has one', async () => {
    const { text } = await search(
      '&type=DELIVER&number=0',
      '{"facet":[{"field":"type","name":"é <&>"},{"field":"user"}]}',
      { accept: XML },
    )
    assert.match(
      text,
      /<hits>1<\/hits><facet name="é &lt;&amp;&gt;"><field>type<\/field><count fieldValue="DELIVER">1<\/count><\/facet><facet><field>user<\/field><count fieldValue="root">1<\/count><\/facet><\/JobListDocument>$/,
    )
  })

  it('needs the role _job_search', async () => {
    const { status, body } = await search('', '{}', { by: 'bob' })
    assert.deepEqual([status, body.forbidden.context], [403, '_job_search'])
  })
})

/** Jobs of all users, unless the parameters select a user. */
function ofWhom(parameters: string): string {
  return parameters.includes('&user=') ? parameters.slice(1) : `user=false${parameters}`
}

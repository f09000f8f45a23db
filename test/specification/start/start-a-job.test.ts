/** `POST /job` (wire.md §7.2): accepted requests and the jobs that they start. */
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { PRIORITIES } from '../../../schema/states.ts'
import { type How, serving } from '../../serving.ts'

const XML = 'application/xml'
const JSON_TYPE = 'application/json'
const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'

describe('POST /job', () => {
  const { api, ask, rows } = serving()
  const source = () => pathToFileURL(`${api().mediaRoot}/a b.mov`).href
  /** `POST /API/job?type=TRANSCODE` with a source and further parameters. */
  const start = (more = '', how?: How) =>
    ask(`POST /API/job?type=TRANSCODE&jobmetadata=sourceUri%3d${encodeURIComponent(source())}${more}`, how)
  const metadataOf = async (jobId: string) => {
    const { body } = await ask(`GET /job/${jobId}?metadata=true`)
    const data = body.data as { key: string; value: string }[]
    return Object.fromEntries(
      data.filter(({ key }) => key !== 'sourceUri').map(({ key, value }) => [key, value]),
    )
  }

  it('returns a short document with exactly these keys', async () => {
    const { status, body, text } = await start()
    assert.equal(status, 200, text)
    assert.deepEqual(Object.keys(body), ['jobId', 'user', 'started', 'status', 'type', 'priority'])
    assert.deepEqual(
      { ...body, started: '' },
      { jobId: 'VX-1', user: 'bob', started: '', status: 'READY', type: 'TRANSCODE', priority: 'MEDIUM' },
    )
    assert.match(body.started, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/)
    const [row] = await rows<{ started: string }>(
      "select to_json(started)#>>'{}' as started from callsheet.job where id = 1",
    )
    assert.equal(new Date(row?.started ?? '').getTime(), new Date(body.started).getTime())
  })

  it('returns the same in XML', async () => {
    const { text } = await start('', { accept: XML })
    assert.match(
      text,
      /^<\?xml version="1\.0" encoding="UTF-8" standalone="yes"\?><JobDocument xmlns="http:\/\/xml\.vidispine\.com\/schema\/vidispine"><jobId>VX-\d+<\/jobId><user>bob<\/user><started>[^<]+Z<\/started><status>READY<\/status><type>TRANSCODE<\/type><priority>MEDIUM<\/priority><\/JobDocument>$/,
    )
  })

  it('returns only the id as text/plain', async () =>
    assert.match((await start('', { accept: 'text/plain' })).text, /^VX-\d+$/))

  for (const [holdJob, status] of [
    ['true', 'HOLD'],
    ['True', 'HOLD'],
    ['false', 'READY'],
    ['', 'READY'],
  ] as const)
    it(`creates a job that is ${status} with holdJob=${holdJob}`, async () => {
      const { body } = await start(`&holdJob=${holdJob}`)
      assert.equal(body.status, status)
      assert.equal((await ask(`GET /job/${body.jobId}`, { accept: 'text/plain' })).text, status)
    })

  for (const priority of PRIORITIES.filter((one) => one !== 'IMMEDIATE'))
    it(`accepts priority ${priority}`, async () =>
      assert.equal((await start(`&priority=${priority}`)).body.priority, priority))

  it('accepts priority IMMEDIATE only from users with the role _super_access_user', async () => {
    const allowed = await start('&priority=IMMEDIATE', { by: 'root' })
    assert.deepEqual([allowed.status, allowed.body.priority], [200, 'IMMEDIATE'])
    const refused = await start('&priority=IMMEDIATE')
    assert.equal(refused.status, 403)
    const explanation = 'priority IMMEDIATE needs the role _super_access_user'
    assert.deepEqual(refused.body.forbidden, { context: '_super_access_user', id: 'bob', explanation })
  })

  // biome-ignore format: a table
  for (const [sent, metadata] of [
    ['&jobmetadata=a%3d1',                       { a: '1' }],
    ['&jobmetadata=a%3D1&jobmetadata=b%3D2',     { a: '1', b: '2' }],
    ['&jobmetadata=a=1',                         { a: '1' }],
    ['&jobmetadata=a=1=2',                       { a: '1=2' }],
    ['&jobmetadata=a%3d',                        { a: '' }],
    ['&jobmetadata=a%3d1&jobmetadata=a%3d2',     { a: '2' }],
    ['&jobmetadata=a%3dx+y%2Bz',                 { a: 'x y+z' }],
    ['&jobmetadata=portal_groups:StringArray%3dAdmin,Guest', { 'portal_groups:StringArray': 'Admin,Guest' }],
    ['&jobmetadata=t%C3%AFtle%3d%F0%9F%8E%AC',   { 'tïtle': '🎬' }],
    ["&jobmetadata=a%3d'%3B%20--%20%5C%20%3F%20$1", { a: "'; -- \\ ? $1" }],
    ['&jobmetadata=__proto__%3d1',               { ['__proto__']: '1' }],
    [`&jobmetadata=${'k'.repeat(255)}%3d${'v'.repeat(5_000)}`, { ['k'.repeat(255)]: 'v'.repeat(5_000) }],
  ] as const)
    it(`stores ${sent.slice(0, 60)}`, async () => {
      const { body, text } = await start(sent)
      assert.deepEqual(Object.entries(await metadataOf(body.jobId)), Object.entries(metadata), text)
    })

  it('accepts matrix parameters', async () => {
    const { body } = await ask(
      `POST /API/job;type=TRANSCODE;priority=LOW;jobmetadata=a%3D1+2/?jobmetadata=sourceUri%3D${source()}`,
    )
    assert.deepEqual([body.priority, await metadataOf(body.jobId)], ['LOW', { a: '1+2' }])
  })

  // biome-ignore format: a table
  for (const [what, type, body, a] of [
    ['XML',                          XML,       `<SimpleMetadataDocument ${NS}><field><key>a</key><value>2</value></field></SimpleMetadataDocument>`,   '2'],
    ['XML with a prefix',            'text/xml', `<v:SimpleMetadataDocument xmlns:v="http://xml.vidispine.com/schema/vidispine"><v:field><v:value>2</v:value><v:key>a</v:key></v:field></v:SimpleMetadataDocument>`, '2'],
    ['XML without a namespace',      XML,       '<SimpleMetadataDocument><field><key>a</key><value>é 🎬</value></field></SimpleMetadataDocument>',       'é 🎬'],
    ['an empty value',               XML,       '<SimpleMetadataDocument><field><key>a</key><value/></field></SimpleMetadataDocument>',                  ''],
    ['JSON',                         JSON_TYPE, '{"field":[{"key":"a","value":"2"}]}',                                                                  '2'],
    ['JSON with one field, no list', JSON_TYPE, '{"field":{"key":"a","value":2}}',                                                                      '2'],
    ['a key twice',                  JSON_TYPE, '{"field":[{"key":"a","value":"2"},{"key":"a","value":"3"}]}',                                          '3'],
    ['an empty object',              JSON_TYPE, '{}',                                                                                                   '1'],
    ['no body under Content-Type',   JSON_TYPE, undefined,                                                                                              '1'],
    ['no body under another type',   'text/plain', undefined,                                                                                           '1'],
  ] as const)
    it(`lets the body override jobmetadata for the same key: ${what}`, async () => {
      const answer = await start('&jobmetadata=a%3d1&jobmetadata=b%3d1', { type, ...(body !== undefined && { body }) })
      assert.equal(answer.status, 200, answer.text)
      assert.deepEqual(await metadataOf(answer.body.jobId), { a, b: '1' })
    })

  it('records in the history which user created the job', async () => {
    const { body } = await start()
    const written = await rows(
      'select event, was, became, by_user as "by" from callsheet.history where job_id = ?',
      [Number(body.jobId.slice(3))],
    )
    assert.deepEqual(written, [{ event: 'created', was: null, became: 'READY', by: 'bob' }])
  })
})

/** Notifications as documents (wire.md §14.1–14.2, 14.4). */
import assert from 'node:assert/strict'
import { type How, serving } from '../../serving.ts'

const NAMESPACE = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const HTTP = { url: 'http://relay:8080/job', timeout: '10', synchronous: false }
const JOB = { trigger: { job: { stop: '' } } }

describe('Notifications', () => {
  const { ask, rows, job } = serving({ NOTIFICATION_HOSTS: 'relay *.example.com' })
  const root = (line: string, body?: object | string, more: Partial<How> = {}) =>
    ask(line.replace(' /', ' /API/'), {
      ...{ by: 'root', type: typeof body === 'string' ? 'application/xml' : 'application/json', ...more },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  const create = async (document: object | string, place = '/job/notification') => {
    const { status, body, text } = await root(`POST ${place}`, document)
    assert.equal(status, 200, text)
    return String(body.uri[0])
  }
  beforeEach(async () => {
    await rows('delete from callsheet.notification returning id')
  })

  it('are created with a bare id, and listed as absolute URLs of the host that was addressed', async () => {
    const id = await create({ action: { http: HTTP }, ...JOB })
    assert.match(id, /^VX-\d+$/)
    const headers = { Host: 'vs.example:8080' }
    const { body } = await root('GET /job/notification', undefined, { headers })
    assert.deepEqual(body, { uri: [`http://vs.example:8080/API/job/notification/${id}`] })
    const { text } = await root('GET /job/notification', undefined, { headers, accept: 'text/plain' })
    assert.equal(text, `http://vs.example:8080/API/job/notification/${id}\r\n`)
  })

  it('are read with members in any order, texts for numbers, and synchronous missing', async () => {
    const id = await create({
      trigger: { job: { stop: '', filter: { type: 'TRANSCODE,EXPORT' } } },
      action: { http: { timeout: 5, retry: '3', url: 'http://relay:8080/a' } },
    })
    assert.deepEqual((await root(`GET /job/notification/${id}`)).body, {
      action: { http: { retry: 3, url: 'http://relay:8080/a', timeout: '5' } },
      trigger: { job: { filter: { type: ['TRANSCODE,EXPORT'] }, stop: '' } },
    })
  })

  // biome-ignore format: a table
  const KEPT: readonly (readonly [what: string, place: string, document: string])[] = [
    ['a trigger of metadata',        '/item/notification',         '<trigger><metadata><modify/></metadata></trigger>'],
    ['a trigger of shapes',          '/item/notification',         '<trigger><shape><create/></shape></trigger>'],
    ['a trigger with a filter',      '/collection/VX-3/notification', '<trigger><collection><item a="1">x</item><item>y</item></collection></trigger>'],
    ['a trigger of files',           '/storage/file/notification', '<trigger><file><delete/></file></trigger>'],
    ['no trigger',                   '/notification',              ''],
  ]
  for (const [what, place, trigger] of KEPT)
    it(`with ${what} are kept, and given back unchanged`, async () => {
      const document = `<NotificationDocument ${NAMESPACE}><action><http synchronous="true"><url>http://relay:8080/a</url></http></action>${trigger}</NotificationDocument>`
      const id = await create(document, place)
      const { text } = await root(`GET ${place}/${id}`, undefined, { accept: 'application/xml' })
      assert.equal(text.replace(/^<\?xml[^>]*\?>/, ''), document)
    })

  it('with another kind of action are kept in JSON as well', async () => {
    const document = {
      action: { sqs: { endpoint: 'https://sqs', queue: 'q', tags: ['a', 'b'], batch: 5 } },
      ...JOB,
    }
    const id = await create(document)
    assert.deepEqual((await root(`GET /job/notification/${id}`)).body, document)
  })

  it('are replaced and deleted, one or all', async () => {
    const [one, other] = [
      await create({ action: { http: HTTP }, ...JOB }),
      await create({ action: { http: HTTP }, ...JOB }),
    ]
    const { body } = await root(`PUT /job/notification/${one}`, {
      action: { http: { ...HTTP, retry: 2 } },
      ...JOB,
    })
    assert.equal(body.action.http.retry, 2)
    assert.equal((await root(`DELETE /job/notification/${one}`)).status, 200)
    assert.equal((await root(`GET /job/notification/${one}`)).status, 404)
    assert.equal((await root('DELETE /job/notification')).status, 200)
    assert.equal((await root(`GET /job/notification/${other}`)).status, 404)
  })

  it('of one job are apart from those of all jobs', async () => {
    const id = `VX-${await job()}`
    const one = await create({ action: { http: HTTP }, ...JOB }, `/job/${id}/notification`)
    assert.equal((await root(`GET /job/notification/${one}`)).status, 404)
    assert.equal((await root(`GET /job/${id}/notification/${one}`)).status, 200)
    assert.equal((await root('GET /job/VX-999999/notification')).status, 404)
  })

  it('never give back their secret, and keep it when they are replaced without one', async () => {
    const id = await create({ action: { http: { ...HTTP, secret: 'hidden' } }, ...JOB })
    const secret = async () => {
      const [row] = await rows<{ s: string | null }>(
        `select document #>> '{action,http,secret}' as s from callsheet.notification`,
      )
      return row?.s
    }
    const got = await root(`GET /job/notification/${id}`)
    assert.ok(!got.text.includes('hidden'))
    const put = await root(`PUT /job/notification/${id}`, got.body)
    assert.ok(!put.text.includes('hidden'))
    assert.equal(await secret(), 'hidden')
    await root(`PUT /job/notification/${id}`, { action: { http: { ...HTTP, secret: '' } }, ...JOB })
    assert.equal(await secret(), null)
  })

  it('have external ids', async () => {
    const id = await create({ action: { http: HTTP }, ...JOB })
    const at = `/job/notification/${id}/external-id`
    for (const external of ['b', 'a', 'b']) assert.equal((await root(`PUT ${at}/${external}`)).status, 200)
    assert.deepEqual((await root(`GET ${at}`)).body, { uri: ['a', 'b'] })
    await root(`DELETE ${at}/a`)
    assert.deepEqual((await root(`GET ${at}`)).body, { uri: ['b'] })
    await root(`DELETE ${at}`)
    assert.deepEqual((await root(`GET ${at}`)).body, {})
  })

  const http = (more: object) => ({ action: { http: { ...HTTP, ...more } }, ...JOB })
  // biome-ignore format: a table
  const REFUSED: readonly (readonly [what: string, document: object, context: string, explanation: RegExp])[] = [
    ['without an action',               { action: {}, ...JOB },                              'action',                   /^expected one kind of action, got none$/],
    ['with two actions',                { action: { http: HTTP, ejb: { bean: 'a' } }, ...JOB }, 'action',                /^expected one kind of action, got http, ejb$/],
    ['of jobs without a job trigger',   { action: { http: HTTP }, trigger: { item: { create: '' } } }, 'trigger',        /^expected a job trigger, got none$/],
    ['with a relative URL',             http({ url: '/job' }),                               'action.http.url',          /^expected an absolute HTTP URL$/],
    ['to a file',                       http({ url: 'file:///etc/passwd' }),                 'action.http.url',          /^expected an absolute HTTP URL$/],
    ['to a link-local address',         http({ url: 'http://169.254.169.254/' }),            'action.http.url',          /^link-local addresses are refused$/],
    ['to a host that is not permitted', http({ url: 'http://elsewhere/' }),                  'action.http.url',          /^not one of the hosts in the setting NOTIFICATION_HOSTS$/],
    ['in an unknown content type',      http({ contentType: 'text/html' }),                  'action.http.contentType',  /^expected one of application\/xml, application\/json, text\/plain$/],
    ['by another method',               http({ method: 'DELETE' }),                          'action.http.method',       /^expected POST or PUT$/],
    ['with a timeout in words',         http({ timeout: 'soon' }),                           'action.http.timeout',      /^expected a number of seconds$/],
    ['with a negative number of retries', http({ retry: -1 }),                               'action.http.retry',        /^expected a number from 0 to 500$/],
    ['with an unknown content filter',  { action: { http: HTTP }, trigger: { job: { contentFilters: { contentFilter: ['color'] }, stop: '' } } }, 'trigger.job.contentFilters', /^expected one of jobId, /],
    ['with a wrong pattern',            { action: { http: HTTP }, trigger: { job: { filter: { jobdata: { 'value-regex': '(' } }, stop: '' } } }, 'trigger.job.filter.jobdata.value-regex', /^expected a regular expression$/],
  ]
  for (const [what, document, context, explanation] of REFUSED)
    it(`are refused ${what}`, async () => {
      const { status, body } = await root('POST /job/notification', document)
      assert.equal(status, 400)
      assert.equal(body.invalidInput.context, context)
      assert.match(body.invalidInput.explanation, explanation)
    })

  it('are unknown for unknown entities', async () => {
    const { status, body } = await root('GET /itm/notification')
    assert.deepEqual([status, body.notFound.type, body.notFound.id], [404, 'Entity', 'itm'])
  })

  it('are used by a job only if they are placeholders', async () => {
    const start = (id: string) =>
      root(
        `POST /job?type=COPY_FILE&jobmetadata=sourceUri%3dfile:///a&jobmetadata=destinationUri%3dfile:///b&notification=${id}`,
      )
    const ordinary = await create({ action: { http: HTTP }, ...JOB })
    for (const id of ['VX-99', 'x', ordinary]) {
      const { status, body } = await start(id)
      assert.deepEqual([status, body.notFound?.type, body.notFound?.id], [404, 'Notification', id])
    }
  })
})

/**
 * Recorded requests of the public JavaScript bindings (`@vidispine/vdt-api` 24.3.0-pre.3): with a trailing
 * slash, `Content-Type: application/json` even without a body, lists joined by an encoded comma, and matrix
 * parameters.
 */
import assert from 'node:assert/strict'
import type { Response } from 'supertest'
import { type How, serving } from '../../serving.ts'

const AS_SENT: How = {
  by: 'root',
  type: 'application/json',
  headers: { 'Accept-Encoding': 'gzip, compress, deflate, br' },
}
const ODD = 'a=b&c;d,e +é%'
const CORE = ['jobId', 'user', 'started', 'status', 'type', 'priority']
const TEXT = 'text/plain'

type Document = Response['body']

const ids = ({ job }: Document) => job.map(({ jobId }: { jobId: string }) => jobId)

describe('The JavaScript bindings', () => {
  const { api, ask, job } = serving()
  before(async () => {
    const user = 'root'
    await job({ user, state: 'HOLD', priority: 'LOW', metadata: { itemId: 'VX-9', odd: ODD } })
    await job({ user, state: 'FINISHED', priority: 'HIGH', type: 'EXPORT' })
    await job({ user, state: 'READY', priority: 'LOW', metadata: { itemId: 'VX-9' } })
    await job({ user: 'bob', state: 'STARTED' })
  })

  // biome-ignore format: a table
  const READING: readonly (readonly [call: string, line: string, look: (document: Document) => unknown, expected: unknown, body?: string])[] = [
    ['listJob()',                        'GET /API/job/',                                                          ids,                        ['VX-1', 'VX-2', 'VX-3']],
    ['listJob with query parameters',    'GET /API/job/?user=false&first=0&number=2&sort=jobId%20desc&state=&type=', ids,                     ['VX-4', 'VX-3']],
    ['listJob with lists',               'GET /API/job/?state=HOLD%2CREADY%2CFINISHED&sort=priority%20desc%2CjobId%20desc', ids,              ['VX-2', 'VX-3', 'VX-1']],
    ['listJob with matrix parameters',   'GET /API/job/;user=false;first=2;number=2;sort=jobId%20desc',            ids,                        ['VX-3', 'VX-2']],
    ['listJob, the first one undefined', 'GET /API/job/?&jobmetadata=itemId%3DVX-9&jobmetadata=odd%3Da%3Db%26c%3Bd%2Ce%20%2B%C3%A9%25', ids,  ['VX-1']],
    ['listJob for hits only',            'GET /API/job/?number=0',                                                 ({ hits, job }) => [hits, job], [3, []]],
    ['searchJob()',                      'PUT /API/job/search/',                                                   ids,                        ['VX-1', 'VX-2', 'VX-3'], '{}'],
    ['searchJob with facets',            'PUT /API/job/search/;user=false;number=1',                               ({ facet }) => facet,       [{ field: 'type', count: [{ value: 3, fieldValue: 'TRANSCODE' }, { value: 1, fieldValue: 'EXPORT' }], name: 'Types' }], '{"facet":[{"field":"type","count":true,"name":"Types"}]}'],
    ['searchJob with a filter',          'PUT /API/job/search/?user=false',                                        ids,                        ['VX-4'], '{"facetFilter":[{"field":"state","value":"STARTED"}]}'],
    ['getJob',                           'GET /API/job/VX-1',                                                      ({ data, log }) => [data, log], [[{ key: 'item', value: 'VX-9' }], { task: [] }]],
    ['getJob with query parameters',     'GET /API/job/VX-1?metadata=true&field=odd%2Cnone',                       ({ data }) => data,         [{ key: 'odd', value: ODD }]],
    ['getJob with matrix parameters',    'GET /API/job/VX-1;metadata=true',                                        ({ data }) => data.length,  3],
    ['getJobProblem',                    'GET /API/job/VX-1/problem',                                              (document) => document,     {}],
    ['listJobType',                      'GET /API/jobtype',                                                       ({ uri }) => uri.includes('TRANSCODE'), true],
    ['getVersion',                       'GET /API/version',                                                       ({ component }) => component[0].name, 'API'],
    ['listSelfTest',                     'GET /API/selftest/',                                                     ({ status }) => status,     'ok'],
    ['listSelfTest without credentials', 'GET /APInoauth/selftest/',                                               ({ status }) => status,     'ok'],
    ['getSelfTest',                      'GET /API/selftest/database',                                             ({ status }) => status,     'ok'],
  ]
  for (const [call, line, look, expected, body] of READING)
    it(`read with ${call}`, async () => {
      const answer = await ask(line, body === undefined ? AS_SENT : { ...AS_SENT, body })
      assert.equal(answer.status, 200, answer.text)
      assert.equal(answer.headers['content-type'], 'application/json')
      assert.deepEqual(look(answer.body), expected)
    })

  // biome-ignore format: a table
  for (const [call, line, expected] of [
    ['whoAmI',    'GET /API/whoami',       'root'],
    ['getJob',    'GET /API/job/VX-1',     'HOLD'],
    ['listJob',   'GET /API/job/',         'VX-1\r\nVX-2\r\nVX-3\r\n'],
    ['searchJob', 'PUT /API/job/search/',  'VX-1\r\nVX-2\r\nVX-3\r\n'],
    ['isOnline',  'GET /APInoauth/is-online/', ''],
  ] as const)
    it(`read text with ${call}`, async () =>
      assert.equal((await ask(line, { ...AS_SENT, accept: TEXT })).text, expected))

  const source = () => encodeURIComponent(`sourceUri=file://${api().mediaRoot}/a.mov`)
  const document = () =>
    JSON.stringify({ field: [{ key: 'sourceUri', value: `file://${api().mediaRoot}/a.mov` }] })

  // biome-ignore format: a table
  for (const [how, line, status] of [
    ['a document',                      () => 'POST /API/job?type=TRANSCODE',                                       'READY'],
    ['no document, but jobmetadata',    () => `POST /API/job?type=TRANSCODE&holdJob=true&jobmetadata=${source()}`,  'HOLD'],
    ['matrix parameters',               () => 'POST /API/job;type=TRANSCODE;holdJob=true;priority=HIGH',            'HOLD'],
    ['data for notifications',          () => 'POST /API/job?type=TRANSCODE&notificationData=a%3D1',                'READY'],
  ] as const)
    it(`create a job with createJob and ${how}`, async () => {
      const sent = line()
      const { body } = await ask(sent, sent.includes('jobmetadata') ? AS_SENT : { ...AS_SENT, body: document() })
      assert.deepEqual(Object.keys(body), CORE)
      assert.equal(body.status, status)
    })

  it('create a job with duplicateJob', async () => {
    const id = await job({
      user: 'root',
      state: 'FINISHED',
      metadata: { sourceUri: `file://${api().mediaRoot}/a.mov` },
    })
    const { body } = await ask(`POST /API/job/VX-${id}/re-run?priority=LOW`, AS_SENT)
    assert.deepEqual(Object.keys(body), CORE)
    assert.deepEqual([body.status, body.priority], ['READY', 'LOW'])
  })

  // biome-ignore format: a table
  for (const [call, state, line, after] of [
    ['modifyJob',                        'READY',    (id: number) => `PUT /API/job/VX-${id}?priority=HIGHEST`,               'READY HIGHEST'],
    ['modifyJob with matrix parameters', 'READY',    (id: number) => `PUT /API/job/VX-${id};priority=IMMEDIATE`,             'READY IMMEDIATE'],
    ['abortJob',                         'HOLD',     (id: number) => `DELETE /API/job/VX-${id}?reason=%C3%A9%3B%20no`,       'ABORTED MEDIUM'],
    ['abortJob of a final job',          'FINISHED', (id: number) => `DELETE /API/job/VX-${id}?cleanup=false`,               'FINISHED MEDIUM'],
    ['deleteJob',                        'FINISHED', (id: number) => `DELETE /API/job/?id=VX-${id}%2CVX-${id}`,              'gone'],
    ['deleteJob with matrix parameters', 'ABORTED',  (id: number) => `DELETE /API/job/;id=VX-${id}`,                         'gone'],
  ] as const)
    it(`change a job with ${call}, and get an empty response`, async () => {
      const id = await job({ user: 'root', state })
      const { status, text } = await ask(line(id), AS_SENT)
      assert.deepEqual([status, text], [200, ''])
      const { status: found, body } = await ask(`GET /API/job/VX-${id}`, AS_SENT)
      assert.equal(found === 404 ? 'gone' : `${body.status} ${body.priority}`, after)
    })

  // biome-ignore format: a table
  for (const [call, line, status, look, expected] of [
    ['getJob of an unknown job',       'GET /API/job/VX-999999',                       404, (fault: Document) => fault.notFound.type,       'Job'],
    ['getJobProblem of an unknown job', 'GET /API/job/VX-999999/problem',               404, (fault: Document) => fault.notFound.id,         'VX-999999'],
    ['createJob without a type',       'POST /API/job',                                400, (fault: Document) => fault.invalidInput.context, 'type'],
    ['createJob of an unknown type',   'POST /API/job?type=NOPE',                      400, (fault: Document) => fault.invalidInput.value,  'NOPE'],
    ['modifyJob to a wrong priority',  'PUT /API/job/VX-1?priority=URGENT',            400, (fault: Document) => fault.invalidInput.value,  'URGENT'],
    ['deleteJob of a running job',     'DELETE /API/job/?id=VX-2%2CVX-4',              400, (fault: Document) => fault.invalidInput.value,  'VX-4'],
    ['deleteJob of an unknown job',    'DELETE /API/job/?id=VX-2%2CVX-999999',         404, (fault: Document) => fault.notFound.id,         'VX-999999'],
    ['deleteJob without an id',        'DELETE /API/job/',                             400, (fault: Document) => fault.invalidInput.context, 'id'],
  ] as const)
    it(`are refused ${call} with all nine keys`, async () => {
      const answer = await ask(line, AS_SENT)
      assert.deepEqual([answer.status, Object.keys(answer.body).length], [status, 9])
      assert.equal(look(answer.body), expected)
    })
})

/** The checks of wire.md §20, by number. */
import assert from 'node:assert/strict'
import { lockJobEvents } from '../../../schema/queries/notifications/job-events.ts'
import { jobNotifications } from '../../../schema/queries/notifications/notifications.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { firedBy } from '../../../server/notification/due.ts'
import { serving } from '../../serving.ts'

const JOB = 'POST /API/job?type=TRANSCODE&jobmetadata=a%3d1&jobmetadata=sourceUri%3d'

describe('The checks of wire.md §20', () => {
  const { api, ask, job } = serving()
  before(async () => {
    for (let id = 1; id <= 25; id += 1) await job({ user: 'bob' })
  })
  const source = () => `${api().mediaRoot}/a.mov`
  const idsOf = ({ body }: { body: { job: readonly { jobId: string }[] } }) =>
    body.job.map(({ jobId }) => jobId)

  it('1: creating a job returns six keys, READY and MEDIUM', async () => {
    const { body } = await ask(`${JOB}${source()}`)
    assert.deepEqual(Object.keys(body), ['jobId', 'user', 'started', 'status', 'type', 'priority'])
    assert.deepEqual([body.status, body.priority], ['READY', 'MEDIUM'])
  })

  it('2: an unknown type is 400 in a document with nine keys', async () => {
    const { status, body } = await ask('POST /API/job?type=NOPE')
    assert.deepEqual([status, Object.keys(body).length, body.invalidInput.value], [400, 9, 'NOPE'])
  })

  it('3: the body overrides jobmetadata', async () => {
    const { body } = await ask(`${JOB}${source()}`, {
      type: 'application/json',
      body: '{"field":[{"key":"a","value":"2"}]}',
    })
    const { body: retrieved } = await ask(`GET /job/${body.jobId}?metadata=true`)
    assert.deepEqual(retrieved.data[0], { key: 'a', value: '2' })
  })

  it('4: a job has log.task and data, as arrays', async () => {
    const { body } = await ask('GET /API/job/VX-1')
    assert.deepEqual([body.log.task, body.data], [[], []])
  })

  it('5: a job as text/plain is its state', async () =>
    assert.equal((await ask('GET /API/job/VX-1', { accept: 'text/plain' })).text, 'READY'))

  it('6: an unknown job is 404 of type Job, in three formats', async () => {
    for (const accept of ['application/xml', 'application/json', 'text/plain']) {
      const { status, text } = await ask('GET /API/job/VX-999999', { accept })
      assert.equal(status, 404)
      assert.match(text, /<type>Job<|"type":"Job"|Type: Job\r\n/)
    }
  })

  it('7: a user without jobs sees jobs of other users with user=false', async () => {
    assert.equal((await ask('GET /API/job', { by: 'ann' })).body.hits, 0)
    assert.ok((await ask('GET /API/job?user=false', { by: 'ann' })).body.hits > 0)
  })

  it('8: matrix parameters with first=0 return the newest two jobs and all hits', async () => {
    const { text } = await ask('GET /API/job;user=false;first=0;number=2;sort=jobId%20desc', {
      accept: 'application/xml',
    })
    const { body } = await ask('GET /API/job?user=false&number=0')
    assert.match(
      text,
      new RegExp(`<hits>${body.hits}</hits>(<job><jobId>VX-\\d+</jobId>.*?</job>){2}</JobListDocument>$`),
    )
    assert.match(text, new RegExp(`<hits>\\d+</hits><job><jobId>VX-${body.hits}</jobId>`))
  })

  it('9: first=10 and number=10 return rows 10 to 19', async () =>
    assert.deepEqual(
      idsOf(await ask('GET /API/job/?first=10&number=10&sort=&user=False')),
      Array.from({ length: 10 }, (_, at) => `VX-${at + 10}`),
    ))

  it('10: jobmetadata filters, and + is a space in sort', async () => {
    const [late, early] = [
      await job({ user: 'bob', started: '2026-01-02T12:00:00.000Z', metadata: { itemId: 'VX-9' } }),
      await job({ user: 'bob', started: '2026-01-01T00:00:00.000Z', metadata: { itemId: 'VX-9' } }),
    ]
    const answer = await ask('GET /API/job?user=false&sort=startTime+asc&jobmetadata=itemId%3DVX-9')
    assert.deepEqual(idsOf(answer), [`VX-${early}`, `VX-${late}`])
  })

  it('11: state=all and a trailing comma are accepted', async () => {
    await job({ user: 'bob', type: 'EXPORT' })
    const { body } = await ask('GET /API/job?state=all&type=EXPORT,THUMBNAIL,&user=false')
    assert.equal(body.hits, 1)
  })

  it('12: a list as text/plain is the ids', async () =>
    assert.equal(
      (await ask('GET /API/job?user=false&number=2', { accept: 'text/plain' })).text,
      'VX-1\r\nVX-2\r\n',
    ))

  it('13: the facets of the documentation’s example count types, states and users', async () => {
    const body = `<JobSearchDocument xmlns="http://xml.vidispine.com/schema/vidispine"><facet count="true" name="JobTypes"><field>type</field></facet><facet count="true" minCount="1" maxCount="5" maxResults="10"><field>state</field></facet><facet count="true"><field>user</field></facet></JobSearchDocument>`
    const { body: found, text } = await ask('PUT /API/job/search/?user=false&type=EXPORT', {
      by: 'root',
      type: 'application/xml',
      body,
    })
    assert.equal(found.hits, 1)
    assert.match(
      text,
      /"facet":\[\{"field":"type","count":\[\{"value":1,"fieldValue":"EXPORT"\}\],"name":"JobTypes"\},\{"field":"state","count":\[\{"value":1,"fieldValue":"READY"\}\]\},\{"field":"user","count":\[\{"value":1,"fieldValue":"bob"\}\]\}\]\}$/,
    )
  })

  it('14: a facet over an unknown field is 404', async () => {
    const body = '{"facet":[{"field":"colour"}]}'
    const { status } = await ask('PUT /API/job/search/', { by: 'root', type: 'application/json', body })
    assert.equal(status, 404)
  })

  it('15: changing the priority with a Content-Type but no body returns an empty 200', async () => {
    const { status, text } = await ask('PUT /API/job/VX-3?priority=HIGH', { type: 'application/json' })
    assert.deepEqual([status, text, (await ask('GET /API/job/VX-3')).body.priority], [200, '', 'HIGH'])
  })

  it('16: IMMEDIATE without the role is forbidden', async () => {
    const { status, body } = await ask('PUT /API/job/VX-3?priority=IMMEDIATE')
    assert.deepEqual([status, body.forbidden.id], [403, 'bob'])
  })

  it('17: aborting a READY job without clean-up makes it ABORTED at once', async () => {
    const { status } = await ask('DELETE /API/job/VX-1?cleanup=false')
    assert.deepEqual([status, (await ask('GET /API/job/VX-1')).body.status], [200, 'ABORTED'])
  })

  it('18: aborting a STARTED job makes it ABORTED_PENDING', async () => {
    const id = await job({
      state: 'STARTED',
      steps: [{ number: 100, runs: [{ state: 'STARTED_ASYNCHRONOUS' }] }],
    })
    assert.equal((await ask(`DELETE /API/job/VX-${id}`)).status, 200)
    assert.equal((await ask(`GET /API/job/VX-${id}`)).body.status, 'ABORTED_PENDING')
  })

  it('19: a finished job can be deleted, but not a running one', async () => {
    const [running, finished] = [await job({ state: 'STARTED' }), await job({ state: 'FINISHED' })]
    assert.equal((await ask(`DELETE /API/job?id=VX-${running}`)).status, 400)
    assert.equal((await ask(`DELETE /API/job?id=VX-${finished}`)).status, 200)
    assert.equal((await ask(`GET /API/job/VX-${finished}`)).status, 404)
  })

  it('20: a re-run is a new job with the same data and another priority', async () => {
    const id = await job({ state: 'FINISHED', metadata: { sourceUri: source(), a: '1' } })
    const { body } = await ask(`POST /API/job/VX-${id}/re-run?priority=LOW`)
    assert.notEqual(body.jobId, `VX-${id}`)
    assert.deepEqual([body.status, body.priority], ['READY', 'LOW'])
    const [was, is] = await Promise.all(
      [`VX-${id}`, body.jobId].map((one) => ask(`GET /job/${one}?metadata=true`)),
    )
    assert.deepEqual(is?.body.data, was?.body.data)
  })

  it('21: a step runs on request only if its job is in HOLD', async () => {
    const [held, ready] = [
      await job({ state: 'HOLD', steps: [{ number: 100 }] }),
      await job({ steps: [{ number: 100 }] }),
    ]
    assert.equal((await ask(`POST /API/job/VX-${held}/step/100/run`)).status, 200)
    assert.equal((await ask(`POST /API/job/VX-${ready}/step/100/run`)).status, 400)
  })

  it('22: no problems are an empty document', async () => {
    assert.equal((await ask('GET /API/job/problem')).text, '{}')
    const { text } = await ask('GET /API/job/problem', { accept: 'application/xml' })
    assert.match(text, /<JobProblemListDocument xmlns="[^"]+"\/>$/)
  })

  it('23: job types are names', async () =>
    assert.ok(((await ask('GET /API/jobtype')).body.uri as string[]).includes('TRANSCODE')))

  const notification = async () => {
    const document = {
      action: { http: { url: 'http://relay/', contentType: 'application/json' } },
      trigger: { job: { stop: '' } },
    }
    const { body } = await ask('POST /API/job/notification', {
      ...{ by: 'root', type: 'application/json', body: JSON.stringify(document) },
    })
    return String(body.uri[0])
  }

  it('24: a new notification has a bare id, and a list of them absolute URLs', async () => {
    const id = await notification()
    assert.match(id, /^VX-\d+$/)
    const { body } = await ask('GET /API/job/notification', { by: 'root' })
    assert.match(body.uri.at(-1), new RegExp(`^http://[^/]+/API/job/notification/${id}$`))
  })

  it('25: the end of a job is delivered as fields, with its id, type, status and action', async () => {
    await notification()
    const { body: started } = await ask(`${JOB}${source()}`)
    await ask(`DELETE /API/job/${started.jobId}?cleanup=false`)
    const em = api().test.database.em.fork()
    const events = (await transaction(em, (tx) => lockJobEvents(tx, 100))) ?? []
    const fired = firedBy(events, await jobNotifications(em.fork()), 'http://vs/API/')
    const { field } = JSON.parse(fired.at(-1)?.body ?? '') as { field: { key: string; value: string }[] }
    const fields = Object.fromEntries(field.map(({ key, value }) => [key, value]))
    assert.deepEqual(
      [fields['jobId'], fields['type'], fields['status'], fields['action']],
      [started.jobId, 'TRANSCODE', 'ABORTED', 'STOP'],
    )
  })

  it('26: a preflight needs no credentials', async () => {
    const { status, headers } = await ask('OPTIONS /API/job/', {
      by: 'nobody',
      headers: { Origin: 'http://ui.example' },
    })
    assert.deepEqual([status, headers['access-control-allow-origin']], [204, '*'])
  })

  it('27: no credentials are 401', async () =>
    assert.equal((await ask('GET /API/job', { by: 'nobody' })).status, 401))

  it('28: RunAs makes the job another user’s', async () => {
    const { body } = await ask(`${JOB}${source()}`, { by: 'root', headers: { RunAs: 'bob' } })
    assert.equal(body.user, 'bob')
  })

  it('29: a trailing slash and matrix parameters change nothing', async () => {
    const [plain, slash, matrix] = await Promise.all(
      ['', '/', ';metadata=true'].map((end) => ask(`GET /API/job/VX-2${end}`)),
    )
    assert.deepEqual([slash?.text, matrix?.text], [plain?.text, plain?.text])
  })

  it('30: JSON has no charset, keeps arrays, ends times in +0000 and puts key before value', async () => {
    const { headers, text } = await ask('GET /API/job?metadata=true&number=1&sort=jobId+desc')
    assert.equal(headers['content-type'], 'application/json')
    assert.match(text, /"job":\[\{.*"started":"[^"]+\+0000".*"data":\[\{"key":"a","value":"\d"\}/)
  })
})

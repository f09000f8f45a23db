/** Requests that `POST /job/bulk` refuses as a whole, changing no job (Callsheet extension). */
import assert from 'node:assert/strict'
import { CRITERIA } from '../../../server/job/request/criteria.ts'
import { type How, serving } from '../../serving.ts'

describe('POST /job/bulk refused', () => {
  const { ask, job } = serving()
  const mine = () => job({ user: 'bob' })
  const bulk = (line: string, how?: How) => ask(`POST /API/job/bulk?${line}`, how)
  const stateOf = async (id: number) => (await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text

  // biome-ignore format: a table
  for (const [line, status, context] of [
    ['',                                     400, 'action'],
    ['action=forget',                        400, 'action'],
    ['action=priority',                      400, 'newPriority'],
    ['action=priority&newPriority=URGENT',   400, 'newPriority'],
    ['action=abort&cleanup=perhaps',         400, 'cleanup'],
    ['action=abort&all=true&after=12',       400, 'after'],
    ['action=abort&category=tpu',            400, 'category'],
    ['action=abort&dryRun=perhaps',          400, 'dryRun'],
    ['action=abort&all=perhaps',             400, 'all'],
  ] as const)
    it(`${line || 'no action'} is ${status} and names ${context}`, async () => {
      const answer = await bulk(line)
      assert.deepEqual([answer.status, answer.body.invalidInput.context], [status, context])
    })

  // biome-ignore format: a table
  for (const line of [
    '', 'all=false', 'user=true', 'user=false', 'user=false&state=all', 'type=all&priority=ALL', 'reason=x', 'after=VX-1',
  ])
    it(`without a criterion is 400 and changes no job: action=abort&${line}`, async () => {
      const id = await mine()
      const { status, body } = await bulk(`action=abort&${line}`)
      assert.deepEqual([status, body.invalidInput.context, await stateOf(id)], [400, 'all', 'READY'])
      assert.equal(
        body.invalidInput.explanation,
        'expected a criterion (jobmetadata, starttime-from, starttime-to, finishtime-from, finishtime-to, type, state, ' +
          'priority, text, failureCause, error, keep, duration-from, duration-to, category, id) or all=true, got neither',
      )
    })

  it('selects all jobs of the user with all=true', async () => {
    const [own, other] = [await mine(), await job({ user: 'ann' })]
    const { body } = await bulk('action=abort&all=true&dryRun=true')
    const ids = body.job.map(({ jobId }: { jobId: string }) => jobId)
    assert.deepEqual([ids.includes(`VX-${own}`), ids.includes(`VX-${other}`)], [true, false])
  })

  // biome-ignore format: a table
  for (const [name, sent, wrong, expected] of [
    ['state',    'RUNNING',        'RUNNING',  /^READY, STARTED, .+, HOLD, or all$/],
    ['state',    'READY,running',  'running',  /^READY, STARTED, .+, HOLD, or all$/],
    ['state',    'all,RUNNING',    'RUNNING',  /^READY, STARTED, .+, HOLD, or all$/],
    ['state',    'toString',       'toString', /^READY, STARTED, .+, HOLD, or all$/],
    ['type',     'NOPE',           'NOPE',     /^.*TRANSCODE.*, or all$/],
    ['type',     'TRANSCODE,nope', 'nope',     /^.*TRANSCODE.*, or all$/],
    ['priority', 'high',           'high',     /^.*MEDIUM, .*, or all$/],
    ['category', 'tpu',            'tpu',      /^cpu, /],
  ] as const)
    it(`${name}=${sent} is 400, names the value and changes no job`, async () => {
      const id = await mine()
      const { status, body } = await bulk(`action=abort&${name}=${sent}`)
      const { context, value, explanation } = body.invalidInput
      assert.deepEqual([status, context, value, await stateOf(id)], [400, name, wrong, 'READY'])
      const [, list = ''] = /^expected a comma-separated list of (.+), got “\w+”$/.exec(explanation) ?? []
      assert.match(list, expected)
      for (const line of ['GET /API/job', 'PUT /API/job/search'])
        if (name !== 'category') assert.equal((await ask(`${line}?${name}=${sent}`, { by: 'root' })).status, 200, line)
    })

  it('takes a job type that is no longer declared while there are jobs of it', async () => {
    const id = await job({ user: 'bob', type: 'FORMER' })
    const { status, body } = await bulk('action=abort&type=FORMER&dryRun=true')
    assert.deepEqual([status, body.job], [200, [{ jobId: `VX-${id}` }]])
  })

  it('takes the former name of a state', async () =>
    assert.equal((await bulk('action=abort&state=ABORT_PENDING')).status, 200))

  for (const name of Object.keys(CRITERIA))
    for (const blank of ['', '%20', ',', ',%20,'])
      it(`${name}=${blank} is 400 and does not select every job`, async () => {
        const id = await mine()
        const { status, body } = await bulk(`action=abort&${name}=${blank}`)
        assert.deepEqual([status, body.invalidInput.context, await stateOf(id)], [400, name, 'READY'])
      })

  // biome-ignore format: a table
  for (const [path, name] of [
    ['?action=abort&stat=READY',              'stat'],
    ['?action=abort&State=READY',             'State'],
    ['?action=abort&dryrun=true',             'dryrun'],
    ['?action=abort&number=2',                'number'],
    ['?action=abort&idonly=true',             'idonly'],
    ['?action=abort&stat',                    'stat'],
    [';stat=READY?action=abort',              'stat'],
    [';action=abort;number=2',                'number'],
  ] as const)
    it(`${path} is 400, names ${name} and changes no job`, async () => {
      const id = await mine()
      const { status, body } = await ask(`POST /API/job/bulk${path}`)
      assert.deepEqual([status, body.invalidInput.context, await stateOf(id)], [400, name, 'READY'])
      assert.match(body.invalidInput.explanation, /^unknown parameter: expected one of (\S+, ){9}\S+ and \d+ more$/)
    })

  it('ignores a blank criterion that is repeated with a value', async () => {
    const id = await job({ user: 'bob', state: 'HOLD' })
    const { body } = await bulk('action=abort&dryRun=true&state=&state=HOLD')
    assert.deepEqual(body.job, [{ jobId: `VX-${id}` }])
  })

  it('needs the role _job_write', async () =>
    assert.equal((await bulk('action=abort', { by: 'ann' })).status, 403))
})

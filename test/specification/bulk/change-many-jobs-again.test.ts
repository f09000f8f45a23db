/** `POST /job/bulk` with `Idempotency-Key`: a repeated request changes no job twice (Callsheet extension). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

describe('POST /job/bulk with Idempotency-Key', () => {
  const { api, ask, job, rows } = serving()
  const mine = (state: 'READY' | 'FINISHED' | 'STARTED', more: Readonly<Record<string, string>> = {}) =>
    job({ user: 'bob', state, metadata: { sourceUri: `${api().mediaRoot}/a.mov`, ...more } })
  const bulk = (key: string, line: string) =>
    ask(`POST /API/job/bulk?all=true&${line}`, { headers: { 'Idempotency-Key': key } })
  const jobs = async () => (await rows('select id from callsheet.job')).length
  const done = ({ body }: { body: { job: readonly unknown[] } }) => body.job

  beforeEach(() => rows('delete from callsheet.job returning id'))

  it('re-runs no job twice, and lists the jobs that it has started', async () => {
    const ids = [await mine('FINISHED'), await mine('FINISHED'), await mine('FINISHED')]
    const first = await bulk('re-run', 'action=re-run')
    const again = await bulk('re-run', 'action=re-run')
    assert.deepEqual([first.status, again.status, await jobs()], [200, 200, 6])
    assert.equal(first.body.job.length, ids.length)
    assert.deepEqual(done(again), done(first))
  })

  it('re-runs no job twice if it is sent several times at once', async () => {
    for (let count = 0; count < 10; count += 1) await mine('FINISHED')
    const answers = await Promise.all([1, 2, 3].map(() => bulk('instant', 'action=re-run')))
    assert.equal(await jobs(), 20)
    for (const answer of answers) assert.deepEqual([answer.status, answer.body.refused], [200, []])
    const started = answers.map((answer) => JSON.stringify(done(answer)))
    assert.equal(new Set(started).size, 1)
  })

  it('continues where it was interrupted', async () => {
    const [one, other] = [await mine('FINISHED'), await mine('FINISHED')]
    const { body } = await bulk('cut', 'action=re-run')
    await rows(`delete from callsheet.idempotency where key = ? returning key`, [`cut ${other}`])
    await rows('delete from callsheet.job where id = ? returning id', [Number(body.job[1].newJobId.slice(3))])
    const again = await bulk('cut', 'action=re-run')
    assert.deepEqual(again.body.job[0], { jobId: `VX-${one}`, newJobId: body.job[0].newJobId })
    assert.notEqual(again.body.job[1].newJobId, body.job[1].newJobId)
    assert.equal(await jobs(), 4)
  })

  it('does not change jobs that are newer than its first call', async () => {
    await mine('READY')
    await bulk('newer', 'action=abort')
    const later = await mine('READY')
    assert.equal((await bulk('newer', 'action=abort')).body.job.length, 1)
    assert.equal((await ask(`GET /job/VX-${later}`)).body.status, 'READY')
  })

  // biome-ignore format: a table
  for (const [line, state] of [
    ['action=abort',                                   'READY'],
    ['action=abort&state=READY',                       'READY'],
    ['action=delete',                                  'FINISHED'],
    ['action=priority&newPriority=LOW',                'READY'],
    ['action=priority&newPriority=LOW&priority=MEDIUM', 'READY'],
  ] as const)
    it(`${line}: lists what it has done, even if the jobs have changed since or were deleted`, async () => {
      const ids = [await mine(state), await mine(state)]
      const first = await bulk(line, line)
      const again = await bulk(line, line)
      assert.deepEqual(done(first), ids.map((id) => ({ jobId: `VX-${id}` })))
      assert.deepEqual([done(again), again.body.refused], [done(first), []])
    })

  it('does not set a priority again that was changed since', async () => {
    const id = await mine('READY')
    await bulk('once', 'action=priority&newPriority=LOW')
    await ask(`PUT /job/VX-${id}?priority=HIGH`)
    await bulk('once', 'action=priority&newPriority=LOW')
    assert.equal((await ask(`GET /job/VX-${id}`)).body.priority, 'HIGH')
  })

  it('retries the jobs that were refused', async () => {
    const id = await mine('STARTED')
    assert.equal((await bulk('refused', 'action=delete')).body.refused.length, 1)
    await rows(
      `update callsheet.job set state = 'FINISHED', finished = callsheet.now() where id = ? returning id`,
      [id],
    )
    assert.deepEqual(done(await bulk('refused', 'action=delete')), [{ jobId: `VX-${id}` }])
  })

  it('is 409 and names the key if another request has used it, a bulk request or not', async () => {
    await mine('READY')
    const start = (key: string) =>
      ask(`POST /job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov`, {
        headers: { 'Idempotency-Key': key },
      })
    await bulk('taken', 'action=abort')
    for (const answer of [await bulk('taken', 'action=delete'), await start('taken')])
      assert.deepEqual([answer.status, answer.body.conflict], [409, TAKEN])
    await start('by-a-job')
    assert.equal((await bulk('by-a-job', 'action=abort')).status, 409)
  })

  it('is ignored by a dry run, and not used up by it or by a refused request', async () => {
    const id = await mine('READY')
    const line = 'action=abort&state=READY'
    assert.equal((await bulk('unused', `${line}&dryRun=true`)).body.job.length, 1)
    assert.equal((await bulk('unused', 'action=priority')).status, 400)
    assert.deepEqual(done(await bulk('unused', line)), [{ jobId: `VX-${id}` }])
  })

  it('distinguishes keys with a common prefix', async () => {
    const id = await mine('FINISHED')
    const started = []
    for (const key of ['key', 'ke', 'key%', 'ke_'])
      started.push((await bulk(key, 'action=re-run&state=FINISHED')).body.job[0])
    assert.deepEqual([...new Set(started.map(({ jobId }) => jobId))], [`VX-${id}`])
    assert.equal(new Set(started.map(({ newJobId }) => newJobId)).size, 4)
  })
})

const TAKEN = {
  ...{ context: 'Idempotency-Key', id: 'taken' },
  ...{ explanation: 'another request has used this key', value: 'taken' },
}

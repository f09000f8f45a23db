/** `POST /job/bulk`: abort, stop, pause and resume change a batch of jobs in one transaction. */
import assert from 'node:assert/strict'
import { isFinal } from '../../../schema/states.ts'
import { serving } from '../../serving.ts'
import { jobIn, STATES } from '../read/job-in-state.ts'

const LIVE = STATES.filter((state) => !isFinal(state))

describe('POST /job/bulk changes together', () => {
  const served = serving()
  const { api, ask, job, rows } = served
  const several = async (count: number) => {
    const ids: number[] = []
    while (ids.length < count) ids.push(await job({ state: 'READY', user: 'bob' }))
    return ids
  }
  const bulk = (line: string, key?: string) =>
    ask(`POST /API/job/bulk?${line}`, key === undefined ? {} : { headers: { 'Idempotency-Key': key } })
  const named = (ids: readonly number[]) => ids.map((id) => ({ jobId: `VX-${id}` }))
  const history = async (id: number) =>
    rows(
      `select step, event, was, became, replace(cause, 'VX-' || job_id, 'VX-n') as cause, by_user
       from callsheet.history where job_id = ? order by id`,
      [id],
    )

  beforeEach(() => rows('delete from callsheet.job returning id'))

  for (const action of ['abort', 'stop', 'pause'])
    it(`the jobs of a batch, with ${action} and its notes in one transaction`, async () => {
      const ids = await several(10)
      const { body } = await bulk(`action=${action}&type=TRANSCODE`, `one ${action}`.replace(' ', '-'))
      assert.deepEqual(body.job, named(ids))
      const written = await rows(
        `select xmin::text from callsheet.job union select xmin::text from callsheet.history where event <> 'created' and job_id >= ?
         union select xmin::text from callsheet.idempotency where key like 'one-${action} %' and key not like '% last'`,
        [ids[0]],
      )
      assert.equal(written.length, 1)
    })

  for (const [action, parameters] of [
    ['abort', 'reason=enough'],
    ['stop', ''],
    ['pause', ''],
  ] as const)
    it(`with the same history as ${action} of each alone`, async () => {
      const [alone, together]: [number[], number[]] = [[], []]
      for (const state of LIVE) {
        alone.push(await jobIn(served, state, { user: 'bob' }))
        together.push(await jobIn(served, state, { user: 'bob' }))
      }
      for (const id of alone)
        await ask(action === 'abort' ? `DELETE /job/VX-${id}?${parameters}` : `POST /job/VX-${id}/${action}`)
      await bulk(`action=${action}&id=${together.map((id) => `VX-${id}`).join(',')}&${parameters}`)
      for (const [at, id] of together.entries())
        assert.deepEqual(await history(id), await history(alone[at] ?? 0), LIVE[at])
    })

  it('without waiting for a job that is locked, which it changes once it is free', async () => {
    const ids = await several(10)
    const held = ids[4] ?? 0
    const free = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const holding = api()
      .test.database.em.fork()
      .transactional(async (em) => {
        await em.execute('select from callsheet.job where id = ? for update', [held])
        locked.resolve()
        await free.promise
      })
    await locked.promise
    const answer = bulk('action=abort&type=TRANSCODE').then(({ body }) => body.job)
    const others = ids.filter((id) => id !== held)
    for (const id of others) await ask(`GET /job/VX-${id}?wait=ABORTED&timeout=10`)
    assert.equal((await ask(`GET /job/VX-${held}`)).body.status, 'READY')
    free.resolve()
    await holding
    assert.deepEqual(await answer, named(ids))
  })

  it('all of a batch or none: if the connection breaks, none is changed, and the key can be used again', async () => {
    const ids = await several(10)
    await rows(CUT)
    await rows(
      `create trigger cut before update on callsheet.job for each row when (new.id = ${ids[7]}) execute function cut()`,
    )
    const { status, body } = await bulk('action=abort&type=TRANSCODE', 'broken')
    await rows('drop function cut cascade')
    assert.equal(status, 200)
    assert.deepEqual(body.job, [])
    assert.equal(body.refused.length, 10)
    assert.match(body.refused[0].explanation, /^Unexpected error \(logged as [0-9a-f-]{36}\)$/)
    const states = await rows('select distinct state from callsheet.job')
    assert.deepEqual(states, [{ state: 'READY' }])
    assert.deepEqual((await bulk('action=abort&type=TRANSCODE', 'broken')).body.job, named(ids))
  })
})

const CUT = /* sql */ `
create function cut() returns trigger language plpgsql as
'begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(10); return new; end'`

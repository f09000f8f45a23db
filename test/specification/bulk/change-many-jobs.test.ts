/** `POST /job/bulk` (Callsheet extension): one action on all matching jobs. */
import assert from 'node:assert/strict'
import { FINAL_JOB_STATES, type FinalJobState } from '../../../schema/states.ts'
import { type How, serving } from '../../serving.ts'
import { STATES } from '../read/job-in-state.ts'

const ENDED: Readonly<Record<FinalJobState, string>> = {
  FINISHED: 'Already finished',
  FINISHED_WARNING: 'Already finished with a warning',
  FAILED_TOTAL: 'Already failed',
  ABORTED: 'Already aborted',
}

describe('POST /job/bulk', () => {
  const { api, ask, job, rows } = serving()
  /** Metadata that distinguishes the jobs of one test. */
  let group = 0
  beforeEach(() => {
    group += 1
  })
  const mine = (more: Parameters<typeof job>[0] = {}) =>
    job({
      user: 'bob',
      ...more,
      metadata: { sourceUri: `${api().mediaRoot}/a.mov`, ...more.metadata, group: `${group}` },
    })
  const bulk = (line: string, how?: How) =>
    ask(`POST /API/job/bulk?jobmetadata=group%3d${group}&${line}`, how)
  const stateOf = async (id: number) => (await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text
  const priorityOf = async (id: number) => (await ask(`GET /job/VX-${id}`)).body.priority
  const isFinal = (state: string): state is FinalJobState =>
    (FINAL_JOB_STATES as readonly string[]).includes(state)
  const named = (ids: readonly number[]) => ids.map((id) => ({ jobId: `VX-${id}` }))

  for (const dryRun of [false, true]) {
    const really = dryRun ? ', as a dry run predicts' : ''

    it(`aborts the jobs that are not final${really}`, async () => {
      const ids: number[] = []
      for (const state of STATES) ids.push(await mine({ state }))
      await rows(ABORTING, [ids[STATES.indexOf('ABORTED_PENDING')]])
      const { status, body, text } = await bulk(`action=abort&reason=enough&dryRun=${dryRun}`)
      assert.equal(status, 200, text)
      const left = STATES.map((state, at) => ({ state, id: ids[at] ?? 0 })).filter(
        ({ state }) => isFinal(state) || state === 'ABORTED_PENDING',
      )
      const over = new Set(left.map(({ id }) => id))
      const { action, hits, job: done, refused } = body
      assert.deepEqual([action, body.dryRun, hits], ['abort', dryRun, STATES.length])
      assert.deepEqual(done, named(ids.filter((id) => !over.has(id))))
      assert.deepEqual(
        refused,
        left.map(({ state, id }) => ({
          jobId: `VX-${id}`,
          status: state,
          explanation: isFinal(state) ? ENDED[state] : 'Already being aborted',
        })),
      )
      for (const [at, id] of ids.entries()) {
        const was = STATES[at]
        assert.equal(await stateOf(id), dryRun || over.has(id) ? was : 'ABORTED')
      }
      const causes = await rows<{ cause: string }>(
        `select cause from callsheet.history where cause = 'enough' and by_user = 'bob' and job_id >= ?`,
        [ids[0]],
      )
      assert.equal(causes.length > 0, !dryRun)
    })

    it(`deletes the jobs that are final${really}`, async () => {
      const ids = [
        await mine({ state: 'FINISHED' }),
        await mine({ state: 'STARTED' }),
        await mine({ state: 'ABORTED' }),
      ]
      const { body } = await bulk(`action=delete&dryRun=${dryRun}`)
      const [one = 0, running = 0, other = 0] = ids
      assert.deepEqual(body.job, named([one, other]))
      assert.deepEqual(body.refused, [
        {
          jobId: `VX-${running}`,
          status: 'STARTED',
          explanation: 'Only a final job can be deleted; the job is STARTED',
        },
      ])
      const left = await rows('select id from callsheet.job where id = any(?::int[])', [`{${ids.join()}}`])
      assert.equal(left.length, dryRun ? 3 : 1)
    })

    it(`re-runs no job that would be refused now${really}`, async () => {
      const outside = await mine({ state: 'FINISHED', metadata: { sourceUri: '/etc/passwd' } })
      const wrong = await mine({ state: 'FINISHED', metadata: { checksumMode: 'slow' } })
      const { body } = await bulk(`action=re-run&dryRun=${dryRun}`)
      assert.deepEqual(body.job, [])
      assert.deepEqual(
        body.refused.map(({ jobId, status }: Record<string, string>) => [jobId, status]),
        [outside, wrong].map((id) => [`VX-${id}`, 'FINISHED']),
      )
      for (const [at, id] of [outside, wrong].entries()) {
        const { invalidInput } = (await ask(`POST /job/VX-${id}/re-run`)).body
        assert.equal(body.refused[at].explanation, invalidInput.explanation)
      }
    })

    it(`re-runs the jobs whose type still exists, as new jobs of the caller${really}`, async () => {
      const [one, gone] = [
        await mine({ state: 'FINISHED', priority: 'HIGH' }),
        await mine({ state: 'FINISHED', type: 'ACME_GONE' }),
      ]
      const { body } = await bulk(`action=re-run&dryRun=${dryRun}`)
      const [{ newJobId, ...first }] = body.job
      assert.deepEqual([body.hits, body.job.length, first], [2, 1, { jobId: `VX-${one}` }])
      const [{ explanation, ...refused }] = body.refused
      assert.deepEqual([body.refused.length, refused], [1, { jobId: `VX-${gone}`, status: 'FINISHED' }])
      assert.match(explanation, /^Invalid job type: expected one of (\w+, ){9}\w+ and \d+ more$/)
      if (dryRun) return assert.equal(newJobId, undefined)
      const { user, priority, status } = (await ask(`GET /job/${newJobId}`)).body
      assert.deepEqual([user, priority, status], ['bob', 'HIGH', 'READY'])
    })

    it(`changes the priority of jobs in any state${really}`, async () => {
      const ids: number[] = []
      for (const state of STATES) ids.push(await mine({ state }))
      const { body } = await bulk(`action=priority&newPriority=LOW&dryRun=${dryRun}`)
      assert.deepEqual([body.job, body.refused], [named(ids), []])
      for (const id of ids) assert.equal(await priorityOf(id), dryRun ? 'MEDIUM' : 'LOW')
    })
  }

  it('changes only matching jobs: of the caller by default, of all users with user=false', async () => {
    const [own, other, high] = [await mine(), await mine({ user: 'ann' }), await mine({ priority: 'HIGH' })]
    const ids = async (more: string) =>
      (await bulk(`action=priority&newPriority=LOW&dryRun=true${more}`)).body.job.map(
        (one: { jobId: string }) => one.jobId,
      )
    assert.deepEqual(await ids(''), [`VX-${own}`, `VX-${high}`])
    assert.deepEqual(await ids('&user=false'), [`VX-${own}`, `VX-${other}`, `VX-${high}`])
    assert.deepEqual(await ids('&priority=HIGH'), [`VX-${high}`])
    assert.deepEqual(await ids('&state=FINISHED'), [])
    assert.deepEqual(await ids('&category=cpu'), [`VX-${own}`, `VX-${high}`])
    assert.deepEqual(await ids('&category=gpu_ai'), [])
  })

  it('continues after the id in `after`', async () => {
    const [one, two] = [await mine(), await mine()]
    const { body } = await bulk(`action=abort&after=VX-${one}`)
    assert.deepEqual([body.hits, body.job], [2, named([two])])
    assert.equal(await stateOf(one), 'READY')
  })

  it('does not change jobs that it creates itself', async () => {
    for (let count = 0; count < 5; count += 1) await mine({ state: 'FINISHED' })
    const { body } = await bulk('action=re-run')
    assert.deepEqual([body.job.length, (await bulk('action=re-run&dryRun=true')).body.hits], [5, 10])
  })

  it('changes more than one batch of jobs, ordered by id', async () => {
    await rows(
      `with job as (
         insert into callsheet.job (type, state, priority, user_name)
         select 'TRANSCODE', 'READY', 3, 'bob' from generate_series(1, 450) returning id)
       insert into callsheet.metadata (job_id, key, value) select id, 'group', ? from job returning job_id`,
      [String(group)],
    )
    const { body } = await bulk('action=abort')
    const ids = body.job.map(({ jobId }: { jobId: string }) => Number(jobId.slice(3)))
    assert.deepEqual([body.hits, ids.length, body.refused], [450, 450, []])
    assert.deepEqual(
      ids,
      ids.toSorted((a: number, b: number) => a - b),
    )
  })

  it('changes each job once if it is sent twice at the same time', async () => {
    for (let count = 0; count < 20; count += 1) await mine()
    const [one, other] = await Promise.all([bulk('action=abort'), bulk('action=abort')])
    assert.deepEqual([one.status, other.status], [200, 200])
    assert.equal(one.body.job.length + other.body.job.length, 20)
  })

  it('does nothing if no job matches', async () => {
    const { body } = await bulk('action=delete')
    assert.deepEqual(body, { action: 'delete', dryRun: false, hits: 0, job: [], refused: [] })
  })

  it('refuses IMMEDIATE to users who may not use it for one job', async () => {
    const id = await mine({ state: 'FINISHED', priority: 'IMMEDIATE' })
    assert.equal((await bulk('action=priority&newPriority=IMMEDIATE')).status, 403)
    for (const dryRun of [false, true]) {
      const { body } = await bulk(`action=re-run&dryRun=${dryRun}`)
      const explanation = 'priority IMMEDIATE needs the role _super_access_user'
      assert.deepEqual(
        [body.job, body.refused],
        [[], [{ jobId: `VX-${id}`, status: 'FINISHED', explanation }]],
      )
    }
    assert.equal((await bulk('action=re-run&newPriority=LOW')).body.job.length, 1)
  })

  it('answers in XML, but not as text/plain', async () => {
    await mine()
    assert.match(
      (await bulk('action=abort', { accept: 'application/xml' })).text,
      /<JobBulkDocument xmlns="[^"]+"><action>abort<\/action><dryRun>false<\/dryRun><hits>1<\/hits><job><jobId>VX-\d+<\/jobId><\/job><\/JobBulkDocument>$/,
    )
    assert.equal((await bulk('action=abort', { accept: 'text/plain' })).status, 406)
  })
})

const ABORTING = /* sql */ `
update callsheet.job set abort_requested = callsheet.now(), abort_user = 'ann', abort_cleanup = true
where id = ? returning id`

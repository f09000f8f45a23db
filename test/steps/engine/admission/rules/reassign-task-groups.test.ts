import assert from 'node:assert/strict'
import { keyOf, needFrom } from '../../../../../schema/need.ts'
import { waitForAdmissionLock } from '../../../../../schema/queries/admission/admission-lock.ts'
import { NO_RULES, type TaskGroup } from '../../../../../schema/queue.ts'
import { replaceRules } from '../../../../../steps/engine/admission/queue-rules.ts'
import { type Farm, farm } from '../../farm/farm.ts'
import { step } from '../../farm/made-up-steps.ts'
import { rowsAreSound } from '../../farm/rows-invariants.ts'

const never = new AbortController().signal
const URGENT: TaskGroup = { name: 'urgent', maxConcurrency: 1, jobs: [{ priorities: ['HIGH'] }] }
const GREEN: TaskGroup = {
  name: 'green',
  maxConcurrency: 1,
  jobs: [{ data: [{ key: 'color', value: 'green' }] }],
}

describe('The task groups of a job', function () {
  this.timeout(20_000)
  let one: Farm

  beforeEach(async () => {
    const needs = () => ({ reach: ['VX-1'] })
    one = await farm({
      ONE: [
        { number: 100, step: step('one') },
        { number: 200, step: step('two', undefined, { needs }), after: [100] },
      ],
    })
    await one.node('a', { cpu: 9 })
  })
  afterEach(async () => {
    await rowsAreSound(one)
    await one[Symbol.asyncDispose]()
  })

  const em = () => one.test.database.em.fork()
  const rules = (...groups: readonly TaskGroup[]) => replaceRules(em(), { ...NO_RULES, groups }, never)
  const start = (color: string) => one.start('ONE', 'MEDIUM', { metadata: { color } })

  /** The jobs that have a placement. */
  async function placed(): Promise<readonly number[]> {
    await one.admit()
    const rows = await one.rows<{ job: number }>(
      'select job_id as job from callsheet.placement order by job_id',
    )
    return rows.map(({ job }) => job)
  }

  /** The groups of the job, and of each of its steps. */
  async function groupsOf(job: number): Promise<readonly (readonly string[])[]> {
    const [row] = await one.rows<{ groups: readonly string[] }>(
      'select to_json(groups) as groups from callsheet.job where id = ?',
      [job],
    )
    const steps = await one.rows<{ need: string }>(
      'select need from callsheet.step where job_id = ? order by number',
      [job],
    )
    return [row?.groups ?? [], ...steps.map(({ need }) => needFrom(need).groups ?? [])]
  }

  it('change when its priority is raised: it then waits for a place', async () => {
    await rules(URGENT)
    const [high, raised] = [await one.start('ONE', 'HIGH'), await one.start('ONE', 'LOW')]
    await one.engine.changePriority(em(), raised, 'HIGH', 'ann')
    assert.deepEqual(await placed(), [high])
    assert.deepEqual(await groupsOf(raised), [['urgent'], ['urgent'], ['urgent']])
  })

  it('change when its priority is lowered: it no longer waits for a place', async () => {
    await rules(URGENT)
    const [high, lowered] = [await one.start('ONE', 'HIGH'), await one.start('ONE', 'HIGH')]
    assert.deepEqual(await placed(), [high])
    await one.engine.changePriority(em(), lowered, 'LOW', 'ann')
    assert.deepEqual(await placed(), [high, lowered])
  })

  it('count a running job as soon as its priority is raised', async () => {
    await rules(URGENT)
    const runs = await one.start('ONE', 'LOW')
    assert.deepEqual(await placed(), [runs])
    await one.engine.changePriority(em(), runs, 'HIGH', 'ann')
    await one.start('ONE', 'HIGH')
    assert.deepEqual(await placed(), [runs])
  })

  it('change for existing jobs when the rules are replaced', async () => {
    await rules(URGENT)
    const [first, , , red] = [
      await start('green'),
      await start('green'),
      await start('green'),
      await start('red'),
    ]
    await rules(GREEN)
    assert.deepEqual(await placed(), [first, red])
  })

  it('are removed when the rules have none any more', async () => {
    await rules(GREEN)
    const jobs = [await start('green'), await start('green')]
    await rules()
    assert.deepEqual(await placed(), jobs)
  })

  it('change nothing else in the need of a step', async () => {
    const job = await start('green')
    await rules(GREEN)
    const needs = await one.rows('select need from callsheet.step where job_id = ? order by number', [job])
    const need = { type: 'ONE', category: 'cpu', groups: ['green'] }
    assert.deepEqual(needs, [{ need: keyOf(need) }, { need: keyOf({ ...need, reach: ['VX-1'] }) }])
  })

  it('change for all live jobs and for no final ones', async () => {
    await one.rows(MAKE_JOBS)
    await one.rows(MAKE_STEPS)
    await rules({ name: 'all', maxConcurrency: 1, jobs: [{}] })
    const counts = await one.rows(
      `select finished is null as live, groups = '{all}' as grouped, count(*)::integer
       from callsheet.job group by 1, 2 order by 1`,
    )
    assert.deepEqual(counts, [
      { live: false, grouped: false, count: 3 },
      { live: true, grouped: true, count: 1_200 },
    ])
    const needs = await one.rows('select distinct need from callsheet.step where state = ?', ['READY'])
    assert.deepEqual(needs, [{ need: '{"type":"ONE","category":"cpu","groups":["all"]}' }])
  })

  it('change only after a running admission has written its placements', async () => {
    await rules(URGENT)
    const job = await one.start('ONE', 'LOW')
    const admitting = em()
    await admitting.begin()
    await waitForAdmissionLock(admitting)
    const changed = one.engine.changePriority(em(), job, 'HIGH', 'ann')
    await one.lockAwaited()
    assert.deepEqual(await groupsOf(job), [[], [], []])
    await admitting.commit()
    await changed
    assert.deepEqual(await groupsOf(job), [['urgent'], ['urgent'], ['urgent']])
  })
})

const MAKE_JOBS = /* sql */ `
insert into callsheet.job (type, state, priority, user_name, finished)
select 'ONE', case when n > 3 then 'READY' else 'FINISHED' end, 3, 'ann', case when n <= 3 then callsheet.now() end
from generate_series(1, 1203) n returning id`
const MAKE_STEPS = /* sql */ `
insert into callsheet.step (job_id, number, name, description, state, priority, need, runs_as, tries)
select id, 100, 'one', 'One.', case when finished is null then 'READY' else 'FINISHED' end, 3, '{"type":"ONE","category":"cpu"}',
  'STARTED_ASYNCHRONOUS', 6
from callsheet.job returning id`

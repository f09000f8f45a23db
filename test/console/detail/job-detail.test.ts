import assert from 'node:assert/strict'
import type { Cause } from '../../../schema/documents/job-reason.ts'
import { JOB_STATES } from '../../../schema/states.ts'
import type { JobDetail, Task } from '../../../web/src/api/wire.ts'
import { headlineOf } from '../../../web/src/detail/headline.ts'
import { resultOf } from '../../../web/src/detail/metadata/result.ts'
import { endingOf } from '../../../web/src/detail/reason/ending.ts'
import type { Reason } from '../../../web/src/detail/reason/reason.ts'
import { standstillOf } from '../../../web/src/detail/reason/standstill.ts'
import { timesOf } from '../../../web/src/detail/times.ts'

const NOON = Date.parse('2026-01-31T12:00:00.000Z')
const at = (seconds: number) => new Date(NOON + seconds * 1_000).toISOString().replace('Z', '+0000')
const JOB: JobDetail = { jobId: 'VX-1', status: 'STARTED', type: 'TEST', priority: 'MEDIUM' }
const failed = (attempts: number, errorMessage?: string): Task => ({
  ...{ step: 200, attempts, status: 'FAILED_FATAL', timestamp: at(0), subTask: [] },
  ...(errorMessage !== undefined && { errorMessage }),
})
const ended = (status: JobDetail['status'], ...task: Task[]): JobDetail => ({ ...JOB, status, log: { task } })

// biome-ignore format: a table
const ENDINGS = [
  ['whose step failed', ended('FAILED_TOTAL', failed(0, 'No space')), undefined, 'Step 200 failed', 'No space'],
  ['whose step failed more than once', ended('FAILED_TOTAL', failed(2, 'No space')), undefined, 'Step 200 failed on try 3', 'No space'],
  ['whose clean-up failed, too', ended('FAILED_TOTAL', failed(0, 'No space'), { ...failed(5, 'busy'), step: 900 }), 'The job is FAILED_TOTAL: step 200 failed: No space.', 'Step 200 failed', 'No space'],
  ['that took too long to start', ended('FAILED_TOTAL'), 'The job is FAILED_TOTAL: it queued for more than 60 s.', 'The job failed', 'It queued for more than 60 s.'],
  ['that went on without a step', ended('FINISHED_WARNING', failed(0, 'No picture')), undefined, 'Step 200 failed; the job went on without it', 'No picture'],
  ['that was aborted', ended('ABORTED', failed(0, 'aborted')), 'The job is ABORTED: aborted by ann (enough).', 'The job was aborted', 'Aborted by ann (enough).'],
] as const

describe('The box of a job', () => {
  for (const [how, job, reason, title, text] of ENDINGS)
    it(`${how} says “${title}”, and why`, () => {
      const ending = endingOf(job, reason)
      assert.deepEqual([ending?.title, ending?.text], [title, text])
    })

  for (const status of JOB_STATES.filter(
    (state) => !['FAILED_TOTAL', 'FINISHED_WARNING', 'ABORTED'].includes(state),
  ))
    it(`is not there while it is ${status}`, () =>
      assert.equal(endingOf(ended(status), undefined), undefined))
})

const reason = (cause: Cause, more: Partial<Reason> = {}): Reason => ({
  ...{ jobId: 'VX-1', status: 'READY', cause, reason: 'Because.', problem: [], ...more },
})

// biome-ignore format: a table
const STANDSTILLS: readonly (readonly [string, Reason, string | undefined])[] = [
  ['runs', reason('running'), undefined],
  ['is over', reason('ended'), undefined],
  ['is held', reason('held'), 'On hold'],
  ['queues', reason('slots-full'), 'In the queue'],
  ['waits for a problem', reason('problem'), 'Waiting for a problem to pass'],
]

describe('Why a job is not running', () => {
  for (const [how, answer, title] of STANDSTILLS)
    it(`is ${title === undefined ? 'not said' : `“${title}”`} of one that ${how}`, () =>
      assert.equal(standstillOf(answer, NOON)?.title, title))

  it('comes with its place, when it is likely to start, and what would help', () => {
    const queued = reason('slots-full', {
      position: 3,
      estimate: at(90),
      whatIf: 'It would start with one more slot.',
    })
    const facts = standstillOf(queued, NOON)?.facts ?? []
    assert.deepEqual(
      facts.map(([name]) => name),
      ['Place in the queue', 'Likely to start', 'What would help'],
    )
    assert.match(facts[1]?.[1] ?? '', /^in 1 minute \(/)
  })

  it('comes with the time and the number of the next try', () => {
    const waits = reason('retry', { retryAfter: at(30), attempts: 1, maxRetries: 5 })
    const facts = standstillOf(waits, NOON)?.facts ?? []
    assert.match(facts[0]?.[1] ?? '', /^in 30 seconds \(/)
    assert.deepEqual(facts[1], ['Tries', '2 of 6 used'])
  })
})

// biome-ignore format: a table
const HEADLINES: readonly (readonly [string, JobDetail, Reason | undefined, string])[] = [
  ['runs', JOB, reason('running', { reason: 'Step 100 runs on vm.' }), 'Step 100 runs on vm.'],
  ['queues', JOB, reason('slots-full'), ''],
  ['is over', { ...JOB, finished: at(1) }, reason('ended'), ''],
  ['has not been asked why yet', { ...JOB, currentStep: { number: 1, status: 'STARTED', description: 'Reading.' } }, undefined, 'Reading.'],
]

describe('Below its name', () => {
  for (const [how, job, why, said] of HEADLINES)
    it(`a job that ${how} has “${said}”`, () => assert.equal(headlineOf(job, why), said))
})

const data = (value: string) => ({ data: [{ key: 'result', value }] })

describe('The result of a job', () => {
  it('is JSON where it is, indented', () =>
    assert.deepEqual(resultOf(data('{"a":[1]}')), {
      is: 'json',
      value: { a: [1] },
      text: '{\n  "a": [\n    1\n  ]\n}',
    }))
  it('is text where it is not JSON', () =>
    assert.deepEqual(resultOf(data('{done')), { is: 'text', text: '{done' }))
  it('is none when it is empty', () => assert.equal(resultOf(data('')), undefined))
  it('is none when the job says nothing', () => assert.equal(resultOf({}), undefined))
})

const created = { timestamp: at(0), event: 'created', to: 'READY' }
const started = { timestamp: at(10), event: 'started', to: 'STARTED', step: 50, attempts: 0 }

// biome-ignore format: a table
const TIMES = [
  ['that queues', {}, [created], 30, { queuedMs: 30_000 }],
  ['that runs', {}, [created, started], 30, { queuedMs: 10_000, ranMs: 20_000 }],
  ['that is over', { finished: at(15) }, [created, started], 30, { queuedMs: 10_000, ranMs: 5_000 }],
  ['that ended before it began', { finished: at(15) }, [created], 30, {}],
  ['of a server whose clock is ahead', {}, [created], -30, { queuedMs: 0 }],
  ['whose history is not known yet', {}, [], 30, {}],
] as const

describe('The durations of a job', () => {
  for (const [how, more, entries, now, times] of TIMES)
    it(`${how} are ${JSON.stringify(times)}`, () =>
      assert.deepEqual(timesOf({ ...JOB, started: at(0), ...more }, entries, NOON + now * 1_000), times))
})

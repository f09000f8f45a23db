import assert from 'node:assert/strict'
import type { Cause } from '../../../schema/documents/job-reason.ts'
import { JOB_STATES } from '../../../schema/states.ts'
import type { JobDetail, Task } from '../../../web/src/api/wire.ts'
import { headlineOf } from '../../../web/src/detail/headline.ts'
import { resultOf } from '../../../web/src/detail/metadata/result.ts'
import { endingOf } from '../../../web/src/detail/reason/ending.ts'
import type { Reason } from '../../../web/src/detail/reason/reason.ts'
import { standstillOf } from '../../../web/src/detail/reason/standstill.ts'
import { timesOf } from '../../../web/src/time/times-of.ts'

const NOON = Date.parse('2026-01-31T12:00:00.000Z')
const at = (seconds: number) => new Date(NOON + seconds * 1_000).toISOString().replace('Z', '+0000')
const JOB: JobDetail = { jobId: 'VX-1', status: 'STARTED', type: 'TEST', priority: 'MEDIUM' }
const failed = (attempts: number, errorMessage?: string): Task => ({
  ...{ step: 200, attempts, status: 'FAILED_FATAL', timestamp: at(0), subTask: [] },
  ...(errorMessage !== undefined && { errorMessage }),
})
const ended = (status: JobDetail['status'], more: Partial<JobDetail>, ...task: Task[]): JobDetail => ({
  ...{ ...JOB, status, log: { task }, ...more },
})
const because = (errorMessage: string) => ({ data: [{ key: 'errorMessage', value: errorMessage }] })
const step = (failedStep: number) => ({ failureCause: 'step', failedStep, ...because('No space') }) as const
const partial = { stoppedBy: 'ann', data: [{ key: 'partialOutput', value: 'true' }] }

// biome-ignore format: a table
const ENDINGS = [
  ['whose step failed', ended('FAILED_TOTAL', step(200), failed(0)), undefined, 'bad', 'Step 200 failed', 'No space'],
  ['whose step failed more than once', ended('FAILED_TOTAL', step(200), failed(2)), undefined, 'bad', 'Step 200 failed after 3 attempts', 'No space'],
  ['whose clean-up also failed', ended('FAILED_TOTAL', step(200), failed(0), { ...failed(5, 'busy'), step: 900 }), undefined, 'bad', 'Step 200 failed', 'No space'],
  ['that exceeded its queue time limit', ended('FAILED_TOTAL', { failureCause: 'queue-time-limit', ...because('not started within its queue time limit of 60 s') }), undefined, 'bad', 'Queue time limit exceeded', 'Not started within its queue time limit of 60 s'],
  ['that exceeded its run time limit', ended('FAILED_TOTAL', { failureCause: 'run-time-limit', ...because('run time limit of 3 s exceeded') }), undefined, 'bad', 'Run time limit exceeded', 'Run time limit of 3 s exceeded'],
  ['whose worker was lost', ended('FAILED_TOTAL', { failureCause: 'worker-lost', failedStep: 200, ...because('lost 5 times') }), undefined, 'bad', 'Step 200 lost its worker too often', 'Lost 5 times'],
  ['that could not be started', ended('FAILED_TOTAL', { failureCause: 'not-started', ...because('no') }), undefined, 'bad', 'Could not be started', 'No'],
  ['of a server that gives no cause', ended('FAILED_TOTAL', {}), 'The job is FAILED_TOTAL: no luck.', 'bad', 'Job failed', 'No luck.'],
  ['that continued without a step', ended('FINISHED_WARNING', {}, failed(0, 'No picture')), undefined, 'warning', 'Step 200 failed; the job continued without it', 'No picture'],
  ['that was aborted', ended('ABORTED', { failureCause: 'aborted' }, failed(0, 'aborted')), 'The job is ABORTED: aborted by ann (enough).', 'stopped', 'Job aborted', 'Aborted by ann (enough).'],
  ['that was stopped', ended('FINISHED', partial), undefined, 'stopped', 'Stopped early by ann', 'The output is partial: it ends where the job was stopped.'],
  ['that was stopped after its output was made', ended('FINISHED', { stoppedBy: '' }), undefined, 'stopped', 'Stopped early', 'The output is complete: the job was stopped after it had been made.'],
  ['whose source was at a URI', ended('FAILED_TOTAL', { ...step(200), ...because('file:///m/a%20b.mp4 is gone') }), undefined, 'bad', 'Step 200 failed', '/m/a b.mp4 is gone'],
] as const

describe('The box of a job', () => {
  for (const [how, job, reason, tone, title, text] of ENDINGS)
    it(`${how} says “${title}” and why`, () => assert.deepEqual(endingOf(job, reason), { tone, title, text }))

  for (const status of JOB_STATES.filter(
    (state) => !['FAILED_TOTAL', 'FINISHED_WARNING', 'ABORTED'].includes(state),
  ))
    it(`is hidden while it is ${status}`, () =>
      assert.equal(endingOf(ended(status, {}), undefined), undefined))
})

const reason = (cause: Cause, more: Partial<Reason> = {}): Reason => ({
  ...{ jobId: 'VX-1', status: 'READY', cause, reason: 'Because.', problem: [], ...more },
})

// biome-ignore format: a table
const STANDSTILLS: readonly (readonly [string, Reason, string | undefined])[] = [
  ['is running', reason('running'), undefined],
  ['has ended', reason('ended'), undefined],
  ['is held', reason('held'), 'On hold'],
  ['is queued', reason('slots-full'), 'Queued'],
  ['exceeded a limit', reason('given-up'), 'Ending: a limit was exceeded'],
  ['waits for a problem', reason('problem'), 'Waiting for a problem to pass'],
]

describe('Why a job is not running', () => {
  for (const [how, answer, title] of STANDSTILLS)
    it(`is ${title === undefined ? 'not shown' : `“${title}”`} if it ${how}`, () =>
      assert.equal(standstillOf(answer, NOON)?.title, title))

  it('is named after the file that it waits for', () => {
    const waiting = { resourceId: 'file:///m/later-1.mp4', resourceType: 'FILE', requirement: 'to exist' }
    assert.equal(standstillOf(reason('problem'), NOON, waiting)?.title, 'Waiting for a file: later-1.mp4')
  })

  it('includes the queue position, the estimated start and what would help', () => {
    const queued = reason('slots-full', {
      position: 3,
      estimate: at(90),
      whatIf: 'It would start with one more slot.',
    })
    const facts = standstillOf(queued, NOON)?.facts ?? []
    assert.deepEqual(
      facts.map(([name]) => name),
      ['Queue position', 'Estimated start', 'What would help'],
    )
    assert.match(facts[1]?.[1] ?? '', /^in 1 minute \(/)
  })

  it('includes the time of the next retry and the number of attempts', () => {
    const waits = reason('retry', { retryAfter: at(30), attempts: 1, maxRetries: 5 })
    const facts = standstillOf(waits, NOON)?.facts ?? []
    assert.match(facts[0]?.[1] ?? '', /^in 30 seconds \(/)
    assert.deepEqual(facts[1], ['Attempts', '2 of 6 used'])
  })
})

// biome-ignore format: a table
const HEADLINES: readonly (readonly [string, JobDetail, Reason | undefined, string])[] = [
  ['is running', JOB, reason('running', { reason: 'Step 100 runs on vm.' }), 'Step 100 runs on vm.'],
  ['is queued', JOB, reason('slots-full'), 'Because.'],
  ['waits for a file to appear', { ...JOB, waiting: { resourceId: '/m/a.mp4', resourceType: 'FILE', requirement: 'to exist' } }, undefined, 'Waiting for a file: a.mp4'],
  ['waits for a step', JOB, reason('problem', { reason: 'Step 100 waits for file:///m/a%20b.mp4 to exist.' }), 'Step 100 waits for /m/a b.mp4 to exist.'],
  ['has ended', { ...JOB, finished: at(1) }, reason('ended'), ''],
  ['has no reason loaded yet', { ...JOB, currentStep: { number: 1, status: 'STARTED', description: 'Reading.' } }, undefined, 'Reading.'],
]

describe('The line below the name', () => {
  for (const [how, job, why, said] of HEADLINES)
    it(`is “${said}” for a job that ${how}`, () => assert.equal(headlineOf(job, why), said))
})

const data = (value: string) => ({ data: [{ key: 'result', value }] })

describe('The result of a job', () => {
  it('is indented if it is JSON', () =>
    assert.deepEqual(resultOf(data('{"a":[1]}')), {
      is: 'json',
      value: { a: [1] },
      text: '{\n  "a": [\n    1\n  ]\n}',
    }))
  it('is text if it is not JSON', () =>
    assert.deepEqual(resultOf(data('{done')), { is: 'text', text: '{done' }))
  it('is absent if it is empty', () => assert.equal(resultOf(data('')), undefined))
  it('is absent if the job has no metadata', () => assert.equal(resultOf({}), undefined))
})

const STARTED_AT_10 = [{ key: 'runStarted', value: at(10) }]

// biome-ignore format: a table
const TIMES = [
  ['that is queued', {}, 30, { queuedMs: 30_000 }],
  ['that is running', { data: STARTED_AT_10 }, 30, { queuedMs: 10_000, ranMs: 20_000 }],
  ['that has ended', { data: STARTED_AT_10, finished: at(15) }, 30, { queuedMs: 10_000, ranMs: 5_000 }],
  ['that ended before it started', { finished: at(15) }, 30, {}],
  ['on a server whose clock is ahead', {}, -30, { queuedMs: 0 }],
  ['that was just created, before its times are known', { started: undefined }, 30, {}],
] as const

describe('The durations of a job', () => {
  for (const [how, more, now, times] of TIMES)
    it(`${how} are ${JSON.stringify(times)}`, () =>
      assert.deepEqual(timesOf({ ...JOB, started: at(0), ...more }, NOON + now * 1_000), times))
})

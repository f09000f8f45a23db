import assert from 'node:assert/strict'
import type { Job, Task } from '../../../web/src/api/wire.ts'
import type { JobType } from '../../../web/src/graph/steps-of.ts'
import { moved } from '../../../web/src/jobs/list/moved.ts'
import { shortId } from '../../../web/src/jobs/row/short-id.ts'
import { lookOf } from '../../../web/src/state/look.ts'
import { messageOf } from '../../../web/src/state/message.ts'
import { percent, progressOf } from '../../../web/src/state/progress.ts'

const NOON = Date.parse('2026-01-31T12:00:00.000Z')
const JOB: Job = { jobId: 'VX-1', status: 'STARTED', type: 'TRANSCODE', priority: 'MEDIUM' }
const at = (number: number, status: Task['status'], description = 'Transcoding.') => ({
  currentStep: { number, status, description },
  totalSteps: 4,
})
const task = (step: number, status: Task['status'], more: Partial<Task> = {}): Task => ({
  ...{ step, attempts: 0, status, timestamp: '2026-01-31T12:00:00.000+0000', subTask: [], ...more },
})
const half = { progress: { value: 50, total: 100, unit: 'percent' } }
const log = (...tasks: Task[]) => ({ log: { task: tasks } })
const step = (number: number, usualDuration?: number, more = {}): JobType['step'][number] => ({
  ...{ number, name: `step-${number}`, description: '', dependency: [], parallelDependency: [] },
  ...{ critical: true, cleanup: false, runsAs: 'STARTED_ASYNCHRONOUS', tries: 6, ...more },
  ...(usualDuration !== undefined && { usualDuration }),
})
const type = (...steps: JobType['step'][number][]): JobType => ({
  ...{ name: 'TRANSCODE', description: '', category: [], parameter: [], step: steps },
})
const NEW = type(step(100), step(200), step(300), step(400), step(900, undefined, { cleanup: true }))
const USUAL = type(step(100, 1), step(200, 97), step(300, 1), step(400, 1), step(900, 50, { cleanup: true }))
const done = (number: number) => task(number, 'FINISHED')

// biome-ignore format: a table
const PROGRESS: readonly (readonly [string, Partial<Job>, JobType, number | undefined])[] = [
  ['that has not started', {}, NEW, undefined],
  ['that has finished', { status: 'FINISHED' }, NEW, 1],
  ['at the start of its third step of four', log(done(100), done(200), task(300, 'STARTED')), NEW, 0.5],
  ['halfway through its second step of four', log(done(100), task(200, 'STARTED', half)), NEW, 0.375],
  ['halfway through a step that usually takes 97 % of the time', log(done(100), task(200, 'STARTED', half)), USUAL, 0.495],
  ['after that step', log(done(100), done(200)), USUAL, 0.98],
  ['that reports more than its total', log(done(100), task(200, 'STARTED', { progress: { value: 300, total: 100 } })), NEW, 0.5],
  ['that failed halfway through its second step', { status: 'FAILED_TOTAL', finished: 'x', ...log(done(100), task(200, 'FAILED_FATAL', half), done(900)) }, NEW, 0.375],
  ['that failed before its first step', { status: 'FAILED_TOTAL', finished: 'x' }, NEW, 0],
  ['that was stopped halfway through its second step', { status: 'FINISHED', finished: 'x', stoppedBy: 'ann', ...log(done(100), task(200, 'FINISHED', half), done(300), done(400)) }, NEW, 0.875],
  ['that was run again from its third step', log(task(300, 'STARTED')), type(step(100), step(200, undefined, { dependency: [100] }), step(300, undefined, { dependency: [200] }), step(400)), 0.5],
]

const MESSAGE: readonly (readonly [string, Partial<Job>, string])[] = [
  ['that has not started', { status: 'READY' }, ''],
  ['that is queued', { status: 'READY', reason: 'All CPU slots are busy.' }, 'All CPU slots are busy.'],
  ['that is running', at(1, 'STARTED'), 'Transcoding.'],
  ['that is paused', { ...at(1, 'STARTED'), paused: 'ann' }, 'Paused by ann'],
  [
    'that failed',
    { status: 'FAILED_TOTAL', finished: 'x', data: [{ key: 'errorMessage', value: 'No space' }] },
    'No space',
  ],
  [
    'that finished with warnings',
    {
      ...{ status: 'FINISHED_WARNING', finished: 'x' },
      ...log(done(100), task(200, 'FAILED_FATAL', { errorMessage: 'No picture' })),
    },
    'No picture',
  ],
  ['that finished', { status: 'FINISHED', finished: 'x' }, ''],
  [
    'that was aborted',
    { status: 'ABORTED', finished: 'x', reason: 'The job is ABORTED: aborted by ann.' },
    'Aborted by ann.',
  ],
  [
    'that was stopped',
    { status: 'FINISHED', finished: 'x', stoppedBy: 'ann', data: [{ key: 'partialOutput', value: 'true' }] },
    'Partial',
  ],
  ['that waits', { status: 'WAITING', waiting: { requirement: 'Room on VX-1' } }, 'Room on VX-1'],
  [
    'that waits for a file',
    {
      status: 'WAITING',
      waiting: { resourceId: 'file:///m/a%20b.mp4', resourceType: 'FILE', requirement: 'to exist' },
    },
    'Waiting for a file: a b.mp4',
  ],
  [
    'that waits for a named resource',
    { status: 'WAITING', waiting: { resourceId: 'VX-1', requirement: 'to have room' } },
    'Waiting for VX-1 to have room',
  ],
]

// biome-ignore format: a table
const LOOKS: readonly (readonly [Partial<Job>, string, string])[] = [
  [{ status: 'STARTED' }, 'Running', 'running'],
  [{ status: 'HOLD' }, 'On hold', 'waiting'],
  [{ status: 'READY' }, 'Queued', 'idle'],
  [{ status: 'WAITING', paused: 'ann' }, 'Paused', 'waiting'],
  [{ status: 'STARTED', paused: 'ann' }, 'Running', 'running'],
  [{ status: 'FINISHED' }, 'Finished', 'good'],
  [{ status: 'FINISHED', stoppedBy: 'ann' }, 'Stopped early by ann', 'stopped'],
  [{ status: 'FINISHED_WARNING', stoppedBy: '' }, 'Stopped early', 'stopped'],
  [{ status: 'FAILED_TOTAL', stoppedBy: 'ann' }, 'Failed', 'bad'],
]

describe('A job in the list', () => {
  for (const [more, word, tone] of LOOKS)
    it(`that is ${JSON.stringify(more)} is “${word}”`, () => {
      const found = lookOf({ ...JOB, ...more })
      assert.deepEqual([found.word, found.tone], [word, tone])
    })

  for (const [how, more, of, share] of PROGRESS)
    it(`${how} has ${share === undefined ? 'no progress' : `the progress ${share}`}`, () => {
      const found = progressOf({ ...JOB, ...more }, of)
      assert.equal(found && Math.round(found * 1_000) / 1_000, share)
    })
  for (const [how, more, said] of MESSAGE)
    it(`${how} shows “${said}”`, () => assert.equal(messageOf({ ...JOB, ...more }, undefined)(NOON), said))

  it('that is running shows how far it is and the time left', () => {
    const job = {
      ...JOB,
      ...at(1, 'STARTED'),
      started: '2026-01-31T11:58:00Z',
      data: [{ key: 'runStarted', value: '2026-01-31T11:59:00.000Z' }],
    }
    assert.equal(messageOf(job, 0.5)(NOON), '50% · 1 min left')
    assert.equal(messageOf(job, 0.01)(NOON), '1% · Transcoding.', 'too early to tell')
  })

  for (const [jobId, shown] of [
    ['VX-7', 'VX-7'],
    ['VX-99999', 'VX-99999'],
    ['VX-1234567', '234567'],
  ] as const)
    it(`with the id ${jobId} shows ${shown}`, () => assert.equal(shortId(jobId), shown))

  it('is at 100% only when it is done', () => assert.equal(percent(0.999), '99%'))
})

// biome-ignore format: a table
const MOVES = [
  ['ArrowDown', -1, 10, 0], ['ArrowDown', 9, 10, 9], ['ArrowUp', 0, 10, 0], ['ArrowUp', 5, 10, 4],
  ['PageDown', 2, 10, 6], ['PageUp', 2, 10, 0], ['Home', 7, 10, 0], ['End', 0, 10, 9], ['Enter', 3, 10, undefined],
] as const

describe('The keys of the job list', () => {
  for (const [key, from, count, to] of MOVES)
    it(to === undefined ? `ignore ${key}` : `move from row ${from} of ${count} to ${to} on ${key}`, () =>
      assert.equal(moved(key, from, count, 4), to),
    )
})

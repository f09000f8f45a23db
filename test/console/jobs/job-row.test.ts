import assert from 'node:assert/strict'
import type { Job, Task } from '../../../web/src/api/wire.ts'
import { moved } from '../../../web/src/jobs/list/moved.ts'
import { shortId } from '../../../web/src/jobs/list/short-id.ts'
import { messageOf } from '../../../web/src/state/message.ts'
import { percent, progressOf } from '../../../web/src/state/progress.ts'

const JOB: Job = { jobId: 'VX-1', status: 'STARTED', type: 'TRANSCODE', priority: 'MEDIUM' }
const at = (number: number, status: Task['status'], description = 'Transcoding.') => ({
  currentStep: { number, status, description },
  totalSteps: 4,
})
const task = (status: Task['status'], more: Partial<Task> = {}): Task => ({
  ...{ step: 200, attempts: 0, status, timestamp: '2026-01-31T12:00:00.000+0000', subTask: [], ...more },
})
const half = { value: 50, total: 100, unit: 'percent' }

// biome-ignore format: a table
const PROGRESS: readonly (readonly [string, Partial<Job>, number | undefined])[] = [
  ['that has not started', {}, undefined],
  ['that has finished', { status: 'FINISHED' }, 1],
  ['at the start of its third step of four', at(3, 'STARTED'), 0.5],
  ['after its third step of four', at(3, 'FINISHED'), 0.75],
  ['halfway through its second step of four', { ...at(2, 'STARTED'), log: { task: [task('STARTED', { progress: half })] } }, 0.375],
  ['that reports more than its total', { ...at(4, 'STARTED'), log: { task: [task('STARTED', { progress: { value: 300, total: 100 } })] } }, 1],
  ['in its clean-up step', { status: 'ABORTED_PENDING', ...at(5, 'FINISHED') }, 1],
]

const MESSAGE: readonly (readonly [string, Partial<Job>, string])[] = [
  ['that has not started', {}, ''],
  ['that is running', at(1, 'STARTED'), 'Transcoding.'],
  ['that is paused', { ...at(1, 'STARTED'), paused: 'ann' }, 'Paused by ann'],
  [
    'that failed',
    {
      status: 'FAILED_TOTAL',
      ...at(1, 'FAILED_FATAL'),
      log: { task: [task('FAILED_FATAL', { errorMessage: 'No space' })] },
    },
    'No space',
  ],
  [
    'that waits',
    { status: 'WAITING', ...at(1, 'WAITING'), waiting: { requirement: 'Room on VX-1' } },
    'Room on VX-1',
  ],
  [
    'that waits for a named resource',
    {
      status: 'WAITING',
      ...at(1, 'WAITING'),
      waiting: { resourceId: 'VX-1', requirement: 'to have room' },
    },
    'Waiting for VX-1 to have room',
  ],
]

describe('A job in the list', () => {
  for (const [how, more, share] of PROGRESS)
    it(`${how} has ${share === undefined ? 'no progress' : `the progress ${share}`}`, () =>
      assert.equal(progressOf({ ...JOB, ...more }), share))
  for (const [how, more, said] of MESSAGE)
    it(`${how} shows “${said}”`, () => assert.equal(messageOf({ ...JOB, ...more }), said))

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

import assert from 'node:assert/strict'
import type { JobDetail, Task } from '../../../web/src/api/wire.ts'
import { commandLine } from '../../../web/src/graph/command-line.ts'
import { type JobType, type Step, stepsOf, stepToLookAt, triesOf } from '../../../web/src/graph/steps-of.ts'

const declared = (
  number: number,
  dependency: number[] = [],
  more: Partial<JobType['step'][number]> = {},
) => ({
  ...{ number, name: 'do', description: 'Doing.', dependency, parallelDependency: [], critical: true },
  ...{ cleanup: false, runsAs: 'STARTED' as const, tries: 6, ...more },
})
const TYPE: JobType = {
  ...{ name: 'TEST', description: '', category: [], parameter: [] },
  step: [
    declared(100),
    declared(200, [100]),
    declared(250, [], { parallelDependency: [200] }),
    declared(900, [], { cleanup: true }),
  ],
}
const task = (step: number, status: Task['status'], attempts = 0): Task => ({
  ...{ step, attempts, status, timestamp: '2026-01-31T12:00:00.000+0000', subTask: [] },
})
const job = (task: Task[], finished?: string): JobDetail => ({
  ...{ jobId: 'VX-1', status: 'STARTED', type: 'TEST', priority: 'MEDIUM', log: { task } },
  ...(finished !== undefined && { finished }),
})
const NOON = '2026-01-31T12:00:00.000+0000'

// biome-ignore format: a table
const STATUSES: readonly (readonly [string, JobDetail, readonly Step['status'][]])[] = [
  ['in a new job: the first is ready', job([]), ['READY', 'NONE', 'NONE', 'NONE']],
  ['after a finished step: the next is ready', job([task(100, 'FINISHED')]), ['FINISHED', 'READY', 'NONE', 'NONE']],
  ['with a retried step: the last attempt counts', job([task(100, 'FAILED_RETRY'), task(100, 'STARTED', 1)]), ['STARTED', 'NONE', 'NONE', 'NONE']],
  ['alongside a signaled step: the dependent one is ready', job([task(100, 'FINISHED'), task(200, 'STARTED_PARALLEL')]), ['FINISHED', 'STARTED_PARALLEL', 'READY', 'NONE']],
  ['in a job that has ended: the others did not run', job([task(100, 'FAILED_FATAL')], NOON), ['FAILED_FATAL', 'NOT_RUN', 'NOT_RUN', 'NOT_RUN']],
  ['before the step that a job was run again from: reused', job([task(200, 'STARTED')]), ['TAKEN_OVER', 'STARTED', 'NONE', 'NONE']],
  ['further before it: also reused', job([task(250, 'FINISHED')], NOON), ['TAKEN_OVER', 'TAKEN_OVER', 'FINISHED', 'NOT_RUN']],
]

describe('The steps of a job', () => {
  for (const [how, one, statuses] of STATUSES)
    it(`have the right states ${how}`, () =>
      assert.deepEqual(
        stepsOf(one, TYPE).map(({ status }) => status),
        statuses,
      ))

  it('include a step that is no longer part of the job type, once, with all its attempts', () => {
    const steps = stepsOf(
      job([task(100, 'FINISHED'), task(700, 'FAILED_RETRY'), task(700, 'FINISHED', 1)]),
      TYPE,
    )
    assert.deepEqual(
      steps.filter(({ name }) => name === undefined).map(({ number, attempts }) => [number, attempts.length]),
      [[700, 2]],
    )
  })

  // biome-ignore format: a table
  for (const [how, more, status] of [
    ['failed', { failureCause: 'step', failedStep: 100 }, 'FAILED_FATAL'],
    ['was stopped because another failed', { failureCause: 'step', failedStep: 200 }, 'STOPPED'],
    ['was stopped by the run time limit', { failureCause: 'run-time-limit' }, 'STOPPED'],
    ['was aborted', { status: 'ABORTED', failureCause: 'aborted' }, 'ABORTED'],
    ['is being aborted', { status: 'ABORTED_PENDING' }, 'ABORTED'],
  ] as const)
    it(`show a step that ${how} as ${status}`, () => {
      const [step] = stepsOf({ ...job([task(100, 'FAILED_FATAL')]), ...more }, TYPE)
      assert.equal(step?.status, status)
    })

  it('count tries, not waits: a run with the same number as the one before it is none', () => {
    const attempts = [
      task(100, 'WAITING'),
      task(100, 'WAITING'),
      task(100, 'FAILED_RETRY', 0),
      task(100, 'STARTED', 1),
    ]
    assert.equal(triesOf({ attempts: attempts.slice(0, 2) }), 1)
    assert.equal(triesOf({ attempts }), 2)
  })

  it('are those that have run while the job type is not loaded', () => {
    const steps = stepsOf(job([task(100, 'FINISHED'), task(200, 'STARTED')]), undefined)
    assert.deepEqual(
      steps.map(({ number, after }) => [number, after]),
      [
        [100, []],
        [200, []],
      ],
    )
  })
})

// biome-ignore format: a table
const LOOKED_AT: readonly (readonly [string, readonly Task[], number])[] = [
  ['that failed, before one that is running', [task(100, 'STARTED'), task(200, 'FAILED_FATAL')], 200],
  ['that is running, before one that waits', [task(100, 'WAITING'), task(200, 'STARTED')], 200],
  ['that waits, before one that finished', [task(100, 'WAITING'), task(200, 'FINISHED')], 100],
  ['that ran last if all finished', [task(100, 'FINISHED'), task(200, 'FINISHED')], 200],
  ['that is first if none has run', [], 100],
]

describe('The step that is shown first', () => {
  for (const [how, tasks, number] of LOOKED_AT)
    it(`is one ${how}`, () => assert.equal(stepToLookAt(stepsOf(job([...tasks]), TYPE)), number))
})

// biome-ignore format: a table
const COMMANDS = [
  ['/usr/bin/ffmpeg -hide_banner -y', true], ["'/opt/my tools/ffmpeg' -y", true], ['ffprobe -v error a.mp4', true],
  ['C:\\ffmpeg\\ffmpeg.exe -y', true], ['copying 586817 bytes from /a to /b', false],
  ['mov,mp4,m4a, 10 s, h264 + aac', false], ['/media/a.mp4 - copied', false], ['10 -3', false],
] as const

describe('The command line of a step', () => {
  for (const [description, is] of COMMANDS)
    it(`is ${is ? '' : 'not '}the line “${description}”`, () => {
      const line = commandLine({ subStep: [{ timestamp: NOON, description }] })
      assert.equal(line, is ? description : undefined)
    })

  it('is the first such line, before the output of the program', () => {
    const lines = ['analysing', 'ffmpeg -y a', '/b -c'].map((description) => ({
      timestamp: NOON,
      description,
    }))
    assert.equal(commandLine({ subStep: lines }), 'ffmpeg -y a')
  })
})

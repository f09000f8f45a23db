/** `currentStep`, `totalSteps` and `log` of a job's document (wire.md §6.3). */
import assert from 'node:assert/strict'
import type { WantedStep } from '../../factory.ts'
import { serving } from '../../serving.ts'

type Case = readonly [
  what: string,
  steps: readonly WantedStep[],
  current: readonly [number: number, status: string] | undefined,
  total: number | undefined,
  /** step.attempts status */
  tasks: readonly string[],
]

const failed = { state: 'FAILED_RETRY', errorMessage: 'no space left' } as const
const done = { runs: [{ state: 'FINISHED' }] } as const
const running = { runs: [{ state: 'STARTED_ASYNCHRONOUS' }] } as const

// biome-ignore format: a table
const CASES: readonly Case[] = [
  ['nothing has run',          [{ number: 100 }, { number: 200 }],                                    undefined,              undefined, []],
  ['the first runs',           [{ number: 100, ...running }, { number: 200 }],                        [1, 'STARTED_ASYNCHRONOUS'], 2,    ['100.0 STARTED_ASYNCHRONOUS']],
  ['the second runs',          [{ number: 100, ...done }, { number: 200, ...running }],               [2, 'STARTED_ASYNCHRONOUS'], 2,    ['100.0 FINISHED', '200.0 STARTED_ASYNCHRONOUS']],
  ['two run at once',          [{ number: 100, ...running }, { number: 200, ...running }],            [2, 'STARTED_ASYNCHRONOUS'], 2,    ['100.0 STARTED_ASYNCHRONOUS', '200.0 STARTED_ASYNCHRONOUS']],
  ['one was retried',          [{ number: 50 }, { number: 100, runs: [failed, { state: 'STARTED' }] }], [2, 'STARTED'],       2,         ['100.0 FAILED_RETRY', '100.1 STARTED']],
  ['a later one finishes first', [{ number: 100, ...running }, { number: 200, ...done }],              [1, 'STARTED_ASYNCHRONOUS'], 2,    ['100.0 STARTED_ASYNCHRONOUS', '200.0 FINISHED']],
  ['all are finished',         [{ number: 100, ...done }, { number: 900, cleanup: true }],            [1, 'FINISHED'],        1,         ['100.0 FINISHED']],
  ['it cleans up',             [{ number: 100, runs: [{ state: 'FAILED_FATAL' }] }, { number: 900, cleanup: true, ...running }], [1, 'STARTED_ASYNCHRONOUS'], 1, ['100.0 FAILED_FATAL', '900.0 STARTED_ASYNCHRONOUS']],
  ['it was lost and runs again', [{ number: 100, runs: [{ state: 'DISAPPEARED' }, { state: 'STARTED_ASYNCHRONOUS', attempt: 0 }] }], [1, 'STARTED_ASYNCHRONOUS'], 1, ['100.0 DISAPPEARED', '100.0 STARTED_ASYNCHRONOUS']],
  ['it was lost and is queued',  [{ number: 100, state: 'READY', runs: [{ state: 'DISAPPEARED' }] }],  [1, 'DISAPPEARED'],     1,         ['100.0 DISAPPEARED']],
  ['it waits for its retry',     [{ number: 100, runs: [failed] }],                                    [1, 'FAILED_RETRY'],    1,         ['100.0 FAILED_RETRY']],
  ['its retry is queued',        [{ number: 100, state: 'READY', runs: [failed] }],                    [1, 'FAILED_RETRY'],    1,         ['100.0 FAILED_RETRY']],
  ['it failed before its retry', [{ number: 100, state: 'FAILED_FATAL', runs: [failed, failed] }], [1, 'FAILED_FATAL'], 1,       ['100.0 FAILED_RETRY', '100.1 FAILED_FATAL']],
  ['it waits',                   [{ number: 100, runs: [{ state: 'WAITING' }] }],                      [1, 'WAITING'],         1,         ['100.0 WAITING']],
  ['it waited and is queued',    [{ number: 100, state: 'READY', runs: [{ state: 'WAITING' }] }],      [1, 'READY'],           1,         ['100.0 READY']],
  ['it failed while it waited', [{ number: 100, state: 'FAILED_FATAL', runs: [{ state: 'WAITING' }] }], [1, 'FAILED_FATAL'],  1,         ['100.0 FAILED_FATAL']],
  ['it waited and runs',         [{ number: 100, runs: [{ state: 'WAITING' }, { state: 'STARTED', attempt: 0 }] }], [1, 'STARTED'], 1,    ['100.0 WAITING', '100.0 STARTED']],
  ['one runs alongside another', [{ number: 100, runs: [{ state: 'STARTED_PARALLEL_ASYNCHRONOUS' }] }, { number: 200, ...running }, { number: 300 }], [2, 'STARTED_ASYNCHRONOUS'], 3, ['100.0 STARTED_PARALLEL_ASYNCHRONOUS', '200.0 STARTED_ASYNCHRONOUS']],
  ['one that ran alongside is finished', [{ number: 100, runs: [{ state: 'STARTED_PARALLEL_ASYNCHRONOUS' }] }, { number: 200, ...done }], [1, 'STARTED_PARALLEL_ASYNCHRONOUS'], 2, ['100.0 STARTED_PARALLEL_ASYNCHRONOUS', '200.0 FINISHED']],
  ['it cleans up with a step in the middle', [{ number: 100, ...done }, { number: 150, cleanup: true, ...running }, { number: 200 }], [2, 'STARTED_ASYNCHRONOUS'], 2, ['100.0 FINISHED', '150.0 STARTED_ASYNCHRONOUS']],
]

interface Document {
  readonly currentStep?: { readonly number: number; readonly status: string; readonly description: string }
  readonly totalSteps?: number
  readonly log: { readonly task: readonly { step: number; attempts: number; status: string }[] }
}

describe('The steps of a job', () => {
  const { ask, job } = serving()

  for (const [what, steps, current, total, tasks] of CASES)
    for (const path of [
      (id: number) => `/job/VX-${id}`,
      (id: number) => `/job?user=false&step=true&first=${id}`,
    ])
      it(`show ${current ? `step ${current[0]} of ${total}` : 'no step'} when ${what}, at ${path(1)}`, async () => {
        const id = await job({ state: 'STARTED', steps })
        const { body } = await ask(`GET ${path(id)}`)
        const { currentStep, totalSteps, log } = ('job' in body ? body.job[0] : body) as Document
        assert.deepEqual(currentStep && [currentStep.number, currentStep.status], current)
        assert.equal(totalSteps, total)
        assert.deepEqual(
          log.task.map(({ step, attempts, status }) => `${step}.${attempts} ${status}`),
          tasks,
        )
      })

  it('have progress, lines and error messages, if there are any', async () => {
    const id = await job({
      state: 'STARTED',
      steps: [
        {
          number: 100,
          description: 'Tries.',
          runs: [
            { id: 9_001, ...failed },
            { id: 9_002, state: 'STARTED', progress: { value: 0.25 } },
          ],
        },
        {
          number: 200,
          description: 'Encodes.',
          runs: [
            {
              id: 9_003,
              state: 'STARTED',
              progress: { value: 1.5, total: 95.28, unit: 'percent', warnings: 3, errors: 8_742 },
              lines: [{ text: 'Attempt 0 of step 200' }, { text: 'a\nb' }],
            },
          ],
        },
      ],
    })
    const { body } = await ask(`GET /job/VX-${id}`)
    const timestamp = '2026-01-01T12:00:00.000+0000'
    assert.deepEqual(body.log.task, [
      {
        step: 100,
        attempts: 0,
        status: 'FAILED_RETRY',
        timestamp,
        description: 'Tries.',
        errorMessage: 'no space left',
        subTask: [],
        id: 9_001,
      },
      {
        step: 100,
        attempts: 1,
        status: 'STARTED',
        timestamp,
        description: 'Tries.',
        progress: { value: 0.25 },
        subTask: [],
        id: 9_002,
      },
      {
        ...{ step: 200, attempts: 0, status: 'STARTED', timestamp, description: 'Encodes.' },
        progress: { value: 1.5, total: 95, unit: 'percent' },
        ...{ subStep: [{ timestamp, description: 'a\nb' }], subTask: [], id: 9_003 },
        ...{ warnings: 3, errors: 8_742 },
      },
    ])
  })

  it('have the error with which a waiting step failed, not the condition that it waited for', async () => {
    const step = { number: 100, state: 'FAILED_FATAL', errorMessage: 'aborted by ann' } as const
    const runs = [{ state: 'WAITING', errorMessage: 'waits for file:///a to exist' }] as const
    const changed = '2026-01-01T13:00:00.000Z'
    const id = await job({ state: 'ABORTED', steps: [{ ...step, runs, changed }] })
    const { body } = await ask(`GET /job/VX-${id}`)
    const { errorMessage, timestamp } = body.log.task[0]
    assert.deepEqual([errorMessage, timestamp], ['aborted by ann', '2026-01-01T13:00:00.000+0000'])
  })
})

describe('A job that waits', () => {
  const { ask, job, rows } = serving()

  const waiting = async (state: 'WAITING' | 'STARTED', path: string) => {
    const id = await job({ state, steps: [{ number: 100, runs: [{ state: 'WAITING' }] }] })
    await rows(`with p as (
        insert into callsheet.problem (type, resource, requirement) values ('FILE', 'file:///a.mov', 'to exist')
        on conflict (type, resource, requirement) where resolved is null do update set touched = callsheet.now() returning id)
      insert into callsheet.waiting_step (problem_id, step_id, job_id)
      select p.id, s.id, s.job_id from p, callsheet.step s where s.job_id = ${id}`)
    const { body } = await ask(`GET ${path.replace('ID', String(id))}`)
    return 'job' in body ? body.job[0].waiting : body.waiting
  }
  const WAITING = { resourceId: 'file:///a.mov', resourceType: 'FILE', requirement: 'to exist' }

  for (const path of ['/job/VX-ID', '/job?user=false&step=true&first=ID'])
    it(`shows the condition at ${path}`, async () =>
      assert.deepEqual(await waiting('WAITING', path), WAITING))

  it('does not show the condition in a list without steps', async () =>
    assert.equal(await waiting('WAITING', '/job?user=false&first=ID'), undefined))

  it('does not show the condition while another step runs', async () =>
    assert.equal(await waiting('STARTED', '/job/VX-ID'), undefined))
})

import assert from 'node:assert/strict'
import type { Job, JobPage, Task } from '../../web/src/api/wire.ts'
import { Changes, isTouched } from '../../web/src/live/changes.ts'
import { further, furtherList } from '../../web/src/live/further.ts'
import { readMessage } from '../../web/src/live/message.ts'

const LIST = ['jobs', { q: 'VX-1' }, 0]
const JOB_1 = ['job', 'VX-1']

// biome-ignore format: a table
const TOUCHED = [
  ['one job has changed', LIST, new Set(['VX-7']), true],
  ['nothing has changed', LIST, new Set<string>(), false],
  ['that job has changed', JOB_1, new Set(['VX-7', 'VX-1']), true],
  ['another job has changed', JOB_1, new Set(['VX-11']), false],
  ['any job may have changed', JOB_1, 'any', true],
] as const

const task = (step: number, value: number, attempts = 0): Task => ({
  ...{ step, attempts, status: 'STARTED', timestamp: '2026-01-31T12:00:00.000+0000', subTask: [] },
  progress: { value, total: 100, unit: 'percent' },
})
const job = (jobId: string, ...tasks: readonly Task[]): Job => ({
  ...{ jobId, status: 'STARTED', type: 'TRANSCODE', priority: 'MEDIUM', log: { task: tasks } },
})
const TOLD = [{ step: 200, attempts: 1, value: 60, total: 100, unit: 'percent' }]

describe('What the page shows', () => {
  for (const [when, key, changed, again] of TOUCHED)
    it(`of ${JSON.stringify(key)} is ${again ? '' : 'not '}asked for again when ${when}`, () =>
      assert.equal(isTouched(key, changed), again))

  it('is asked for once, however often it has changed, and the next time only when it has changed again', async () => {
    const changes = new Changes()
    for (const one of ['VX-1', 'VX-2', 'VX-1']) changes.note(one)
    await changes.noted
    assert.deepEqual(changes.take(), new Set(['VX-1', 'VX-2']))
    assert.deepEqual(changes.take(), new Set())
    changes.note('VX-3')
    changes.note('any')
    assert.equal(changes.take(), 'any')
  })
})

describe('Progress that is told', () => {
  const before = job('VX-1', task(100, 100), task(200, 30, 0), task(200, 10, 1))

  it('is put to that attempt of that step', () =>
    assert.deepEqual(
      further(before, 'VX-1', TOLD),
      job('VX-1', task(100, 100), task(200, 30, 0), task(200, 60, 1)),
    ))

  it('changes no other job', () => assert.equal(further(before, 'VX-2', TOLD), before))

  it('changes nothing when it is known already', () => {
    const after = further(before, 'VX-1', TOLD)
    assert.equal(further(after, 'VX-1', TOLD), after)
  })

  it('changes one row of a list, and only when it is there', () => {
    const other = job('VX-2', task(200, 5, 1))
    const list: JobPage = { hits: 2, job: [other, before], facet: [] }
    assert.deepEqual(furtherList(list, 'VX-1', TOLD).job, [other, further(before, 'VX-1', TOLD)])
    assert.equal(furtherList(list, 'VX-3', TOLD), list)
    const count: { readonly hits: number; readonly job?: readonly Job[] } = { hits: 2 }
    assert.equal(furtherList(count, 'VX-1', TOLD), count)
  })
})

describe('A message of the stream', () => {
  // biome-ignore format: a table
  const TEXTS = [
    ['{"type":"jobs"}', true], ['{"type":"job","job":"VX-1"}', true], ['{"type":"weather"}', false], ['null', false],
    ['half a messa', false], ['', false],
  ] as const
  for (const [text, understood] of TEXTS)
    it(`“${text}” is ${understood ? 'understood' : 'passed over'}`, () =>
      assert.equal(readMessage(text) !== undefined, understood))
})

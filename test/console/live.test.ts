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
  ['its job has changed', JOB_1, new Set(['VX-7', 'VX-1']), true],
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
const PROGRESS = [{ step: 200, attempts: 1, value: 60, total: 100, unit: 'percent' }]

describe('A cached query', () => {
  for (const [when, key, changed, again] of TOUCHED)
    it(`with the key ${JSON.stringify(key)} is ${again ? '' : 'not '}refetched when ${when}`, () =>
      assert.equal(isTouched(key, changed), again))

  it('is refetched once for repeated changes, and again only after a further change', async () => {
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

describe('Progress from the live stream', () => {
  const before = job('VX-1', task(100, 100), task(200, 30, 0), task(200, 10, 1))

  it('is applied to the attempt it is about', () =>
    assert.deepEqual(
      further(before, 'VX-1', PROGRESS),
      job('VX-1', task(100, 100), task(200, 30, 0), task(200, 60, 1)),
    ))

  it('does not change other jobs', () => assert.equal(further(before, 'VX-2', PROGRESS), before))

  it('changes nothing if it is already known', () => {
    const after = further(before, 'VX-1', PROGRESS)
    assert.equal(further(after, 'VX-1', PROGRESS), after)
  })

  it('changes one row of a list, if the job is in it', () => {
    const other = job('VX-2', task(200, 5, 1))
    const list: JobPage = { hits: 2, job: [other, before], facet: [] }
    assert.deepEqual(furtherList(list, 'VX-1', PROGRESS).job, [other, further(before, 'VX-1', PROGRESS)])
    assert.equal(furtherList(list, 'VX-3', PROGRESS), list)
    const count: { readonly hits: number; readonly job?: readonly Job[] } = { hits: 2 }
    assert.equal(furtherList(count, 'VX-1', PROGRESS), count)
  })
})

describe('A message of the live stream', () => {
  // biome-ignore format: a table
  const TEXTS = [
    ['{"type":"jobs"}', true], ['{"type":"job","job":"VX-1"}', true], ['{"type":"weather"}', false], ['null', false],
    ['half a messa', false], ['', false],
  ] as const
  for (const [text, understood] of TEXTS)
    it(`“${text}” is ${understood ? 'accepted' : 'ignored'}`, () =>
      assert.equal(readMessage(text) !== undefined, understood))
})

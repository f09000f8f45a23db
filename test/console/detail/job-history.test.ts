import assert from 'node:assert/strict'
import { momentsOf } from '../../../web/src/history/moments.ts'
import { type Entry, runsOf } from '../../../web/src/history/runs.ts'

const at = (seconds: number) => `2026-01-31T12:00:${seconds.toFixed(3).padStart(6, '0')}+0000`
const ms = (seconds: number) => Date.parse('2026-01-31T12:00:00.000Z') + seconds * 1_000
const entry = (seconds: number, event: string, to: string, more: Partial<Entry> = {}): Entry => ({
  ...{ timestamp: at(seconds), event, to, ...more },
})
const of = (step: number, attempts = 0) => ({ step, attempts })

const STORY: readonly Entry[] = [
  entry(0, 'created', 'READY', { user: 'ann' }),
  entry(1, 'started', 'STARTED', of(50)),
  entry(1, 'step-started', 'STARTED'),
  entry(1, 'finished', 'FINISHED', of(50)),
  entry(1, 'dependencies-met', 'READY', of(100)),
  entry(1, 'dependencies-met', 'READY', of(150)),
  entry(2.2, 'started-asynchronously', 'STARTED_ASYNCHRONOUS', { ...of(100), node: 'alpha' }),
  entry(5, 'lost', 'DISAPPEARED', { ...of(100), node: 'alpha', cause: 'its node is gone' }),
  entry(5, 'run-again', 'READY', of(100)),
  entry(6, 'started-asynchronously', 'STARTED_ASYNCHRONOUS', { ...of(100), node: 'beta' }),
]

describe('The runs of a step', () => {
  const runs = runsOf(STORY)
  it('have the start, end and node that the history gives', () =>
    assert.deepEqual(runs.get(100), [
      { started: ms(2.2), ended: ms(5), node: 'alpha' },
      { started: ms(6), node: 'beta' },
    ]))
  it('are empty before it starts', () => assert.deepEqual(runs.get(150), []))
})

const sentences = (entries: readonly Entry[]) =>
  momentsOf(entries).map(({ happenings }) => happenings.map(({ sentence }) => sentence))

describe('The timeline of a job', () => {
  it('groups what happened within one second', () =>
    assert.deepEqual(sentences(STORY), [
      ['The job was created'],
      ['Step 50 started', 'The job is running', 'Step 50 finished', 'Steps 100 and 150 became ready'],
      ['Step 100 started'],
      ['Step 100 was lost with its node', 'Step 100 was queued again'],
      ['Step 100 started'],
    ]))

  it('tells a planned stop of a node from a loss, an aborted step from a failed one, and an early end', () => {
    const planned = entry(0, 'lost', 'DISAPPEARED', { ...of(100), cause: 'node stopped' })
    assert.deepEqual(sentences([planned]), [['Step 100 was interrupted: its node was stopped']])
    const abort = [
      entry(0, 'abort-requested', 'ABORTED_PENDING'),
      entry(0, 'failed-fatal', 'FAILED_FATAL', of(100)),
    ]
    const [{ happenings: [, aborted] = [] } = {}] = momentsOf(abort)
    assert.deepEqual([aborted?.sentence, aborted?.look?.tone], ['Step 100 was aborted', 'stopped'])
    const stop = [
      entry(0, 'stop-requested', 'STARTED', { user: 'ann' }),
      entry(0, 'all-finished', 'FINISHED'),
    ]
    const [{ happenings: [, stopped] = [] } = {}] = momentsOf(stop)
    assert.deepEqual([stopped?.sentence, stopped?.look?.tone], ['The job was stopped early', 'stopped'])
  })

  it('gives the cause, the node and the user', () => {
    const [{ happenings: [created] = [] } = {}, , , { happenings: [lost] = [] } = {}] = momentsOf(STORY)
    assert.equal(created?.user, 'ann')
    assert.deepEqual([lost?.node, lost?.cause, lost?.look?.tone], ['alpha', 'its node is gone', 'warning'])
  })

  // biome-ignore format: a table
  const SAID: readonly (readonly [string, Entry, string])[] = [
    ['a failed attempt', entry(0, 'failed-retry', 'FAILED_RETRY', of(100, 2)), 'Step 100 (retry 2) failed and will be retried'],
    ['a retry that is due', entry(0, 'retry-due', 'READY', of(100, 1)), 'Step 100 was queued for its next attempt'],
    ['a change of priority', entry(0, 'priority-changed', 'HIGH', { from: 'LOW' }), 'The job changed priority from LOW to HIGH'],
    ['a job that is kept', entry(0, 'kept', 'true', { from: 'false' }), 'The job will be kept when others of its age go'],
    ['an unknown event', entry(0, 'painted', 'GREEN', of(7)), 'Step 7 painted: GREEN'],
  ]
  for (const [what, one, said] of SAID)
    it(`describes ${what} as “${said}”`, () => assert.deepEqual(sentences([one]), [[said]]))
})

import assert from 'node:assert/strict'
import { JOB_STATES, type JobState, type StepState } from '../../../schema/states.ts'
import { jobs, whyNot } from '../../../web/src/actions/messages.ts'
import { type JobAction, maySkipCleanup, offered, prioritiesFor } from '../../../web/src/actions/offered.ts'
import { Refusal, Unreachable } from '../../../web/src/api/refusal.ts'
import type { Job } from '../../../web/src/api/wire.ts'
import { mayOf } from '../../../web/src/session/may.ts'

const log = (status: StepState): NonNullable<Job['log']> => ({
  task: [{ step: 100, attempts: 0, status, timestamp: '2026-01-31T12:00:00.000+0000', subTask: [] }],
})
const WRITES = { write: true }

// biome-ignore format: a table
const OFFERS: Readonly<Record<JobState, readonly JobAction[]>> = {
  READY:            ['pause', 'priority', 'abort'],
  STARTED:          ['pause', 'priority', 'stop', 'abort'],
  WAITING:          ['pause', 'priority', 'abort'],
  HOLD:             ['run-step', 'release', 'pause', 'priority', 'abort'],
  VIDINET_JOB:      [],
  ABORTED_PENDING:  ['abort'],
  ABORTED:          ['re-run', 'delete'],
  FAILED_TOTAL:     ['re-run', 'delete'],
  FINISHED_WARNING: ['re-run', 'delete'],
  FINISHED:         ['re-run', 'delete'],
}

describe('The actions for a job', () => {
  for (const status of JOB_STATES) {
    it(`that is ${status} are: ${OFFERS[status].join(', ') || 'none'}`, () => {
      assert.deepEqual(offered({ status }, WRITES), OFFERS[status])
    })

    it(`that is ${status} and paused include resume instead of pause`, () => {
      const expected = OFFERS[status].map((action) => (action === 'pause' ? 'resume' : action))
      assert.deepEqual(offered({ status, paused: 'ann' }, WRITES), expected)
    })

    it(`that is ${status} are none for a user who may not change jobs`, () => {
      assert.deepEqual(offered({ status }, { write: false }), [])
    })
  }

  it('include stop for a job on hold only while one of its steps is running', () => {
    assert.ok(offered({ status: 'HOLD', log: log('STARTED_ASYNCHRONOUS') }, WRITES).includes('stop'))
    assert.ok(!offered({ status: 'HOLD', log: log('FINISHED') }, WRITES).includes('stop'))
  })

  it('can skip clean-up only while no step has started', () => {
    assert.equal(maySkipCleanup({}), true)
    assert.equal(maySkipCleanup({ log: { task: [] } }), true)
    assert.equal(maySkipCleanup({ log: log('FAILED_RETRY') }), false)
  })
})

// biome-ignore format: a table
const MAY = [
  [[],                                          []],
  [['_job_read', '_job_search'],                []],
  [['_job_write'],                              ['write']],
  [['_administrator'],                          ['administer']],
  [['_job_write', '_super_access_user'],        ['write', 'immediate']],
  [['_item_search'],                            []],
  [['_item_search', '_item_id_read'],           ['search']],
  [['_import', '_transcode'],                   ['import', 'transcode']],
] as const

describe('A user with the roles', () => {
  for (const [roles, may] of MAY)
    it(`${roles.join(' and ') || '(none)'} may ${may.join(' and ') || 'only look'}`, () =>
      assert.deepEqual(
        Object.entries(mayOf(roles)).flatMap(([name, is]) => (is ? [name] : [])),
        may,
      ))

  it('_super_access_user is the only one who may set the priority IMMEDIATE', () => {
    assert.equal(prioritiesFor({ immediate: true })[0], 'IMMEDIATE')
    assert.deepEqual(prioritiesFor({ immediate: false }), ['HIGHEST', 'HIGH', 'MEDIUM', 'LOW', 'LOWEST'])
  })
})

// biome-ignore format: a table
const WHY_NOT = [
  [new Refusal(400, 'Step: step 300 waits for step 200.'), 'Step: step 300 waits for step 200.'],
  [new Refusal(403, 'The role _job_write is missing.'),
    'Permission denied. The role _job_write is missing. An administrator can grant you the role.'],
  [new Unreachable(), 'Cannot reach the server.'],
  ['no error', 'Something went wrong.'],
] as const

describe('The message of a failed action', () => {
  for (const [error, said] of WHY_NOT) it(`is “${said}”`, () => assert.equal(whyNot(error), said))

  it('counts jobs in the singular and the plural', () => {
    assert.deepEqual([jobs(0), jobs(1), jobs(2)], ['0 jobs', '1 job', '2 jobs'])
  })
})

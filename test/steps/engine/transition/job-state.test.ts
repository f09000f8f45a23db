import assert from 'node:assert/strict'
import { FINAL_JOB_STATES, type JobState } from '../../../../schema/states.ts'
import { jobState } from '../../../../steps/engine/transition/job-state.ts'
import { type GivenStep, lockedStep } from './locked-job.ts'

type Row = readonly [was: JobState, steps: readonly GivenStep[], is: JobState, when: string]

const step = (number: number, state: GivenStep['state'], more: Partial<GivenStep> = {}): GivenStep => ({
  number,
  state,
  ...more,
})
const OPTIONAL = { critical: false }
const CLEANUP = { cleanup: true }

function table(
  title: string,
  rows: readonly Row[],
  given: {
    readonly held?: boolean
    readonly abort?: { readonly cleanup: boolean }
    readonly started?: boolean
    readonly givenUp?: boolean
    readonly cleanupGivenUp?: boolean
  },
) {
  describe(title, () => {
    for (const [was, steps, is, when] of rows) {
      it(`${was === is ? `stays ${is}` : `${was} becomes ${is}`} when ${when}`, () => {
        const { held = false, started = true, abort, givenUp = false, cleanupGivenUp = false } = given
        assert.equal(
          jobState(was, { steps: steps.map(lockedStep), held, started, abort, givenUp, cleanupGivenUp }),
          is,
        )
      })
    }
  })
}

// biome-ignore format: a table
table('A job that is not on hold', [
  ['READY',   [step(1, 'READY')],                                                 'READY',            'no step has started'],
  ['READY',   [step(1, 'STARTED')],                                               'STARTED',          'a transactional step runs'],
  ['READY',   [step(1, 'STARTED_ASYNCHRONOUS')],                                  'STARTED',          'an asynchronous step runs'],
  ['STARTED', [step(1, 'STARTED_PARALLEL')],                                      'STARTED',          'a step has signalled'],
  ['STARTED', [step(1, 'STARTED_SUBTASKS')],                                      'STARTED',          'a step runs subtasks'],
  ['STARTED', [step(1, 'FINISHED'), step(2, 'READY')],                            'STARTED',          'it is between two steps'],
  ['STARTED', [step(1, 'FAILED_RETRY')],                                          'STARTED',          'a step waits for its retry'],
  ['STARTED', [step(1, 'WAITING')],                                               'WAITING',          'its only step waits for a condition'],
  ['STARTED', [step(1, 'WAITING'), step(2, 'READY')],                             'WAITING',          'one waits and nothing runs'],
  ['STARTED', [step(1, 'WAITING'), step(2, 'STARTED')],                           'STARTED',          'one waits and another runs'],
  ['WAITING', [step(1, 'READY')],                                                 'READY',            'the condition has passed'],
  ['WAITING', [step(1, 'WAITING'), step(2, 'STARTED')],                           'STARTED',          'another step has started'],
  ['STARTED', [step(1, 'FINISHED'), step(2, 'FINISHED')],                         'FINISHED',         'all have finished'],
  ['STARTED', [step(1, 'FINISHED'), step(9, 'NONE', CLEANUP)],                    'FINISHED',         'all have finished, and nothing is to be cleaned up'],
  ['STARTED', [step(1, 'FAILED_FATAL', OPTIONAL), step(2, 'FINISHED')],           'FINISHED_WARNING', 'an optional step has failed'],
  ['WAITING', [step(1, 'FAILED_FATAL', OPTIONAL)],                                'FINISHED_WARNING', 'the waiting step was optional and is given up'],
  ['STARTED', [step(1, 'FAILED_FATAL')],                                          'FAILED_TOTAL',     'a critical step has failed'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(2, 'STARTED')],                      'STARTED',          'a critical step has failed and another still runs'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(2, 'NONE')],                         'FAILED_TOTAL',     'a step after the failed one never ran'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'READY', CLEANUP)],               'STARTED',          'it is to be cleaned up'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'STARTED', CLEANUP)],             'STARTED',          'it is being cleaned up'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'FINISHED', CLEANUP)],            'FAILED_TOTAL',     'it has failed and is cleaned up'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'FAILED_FATAL', CLEANUP)],        'FAILED_TOTAL',     'it has failed and cannot be cleaned up'],
], {})

// biome-ignore format: a table
table('A job in HOLD', [
  ['HOLD', [step(1, 'NONE')],                                                     'HOLD',             'no step was requested'],
  ['HOLD', [step(1, 'STARTED')],                                                  'HOLD',             'a step runs'],
  ['HOLD', [step(1, 'FINISHED'), step(2, 'NONE')],                                'HOLD',             'a step has finished'],
  ['HOLD', [step(1, 'FAILED_RETRY')],                                             'HOLD',             'a step has failed'],
  ['HOLD', [step(1, 'WAITING')],                                                  'HOLD',             'a step waits for a condition'],
  ['HOLD', [step(1, 'FINISHED'), step(9, 'NONE', CLEANUP)],                       'FINISHED',         'all its steps have finished'],
  ['HOLD', [step(1, 'FAILED_FATAL', OPTIONAL)],                                   'FINISHED_WARNING', 'all have ended, and an optional one has failed'],
  ['HOLD', [step(1, 'FAILED_FATAL'), step(9, 'READY', CLEANUP)],                  'HOLD',             'it has failed and is to be cleaned up'],
  ['HOLD', [step(1, 'FAILED_FATAL'), step(2, 'NONE')],                            'FAILED_TOTAL',     'a critical step has failed'],
], { held: true })

// biome-ignore format: a table
table('A released job', [
  ['HOLD', [step(1, 'READY')],                                                    'READY',            'no step runs'],
  ['HOLD', [step(1, 'STARTED')],                                                  'STARTED',          'a step runs'],
  ['HOLD', [step(1, 'WAITING')],                                                  'WAITING',          'a step waits for a condition'],
], {})

// biome-ignore format: a table
table('A job that is aborted', [
  ['STARTED', [step(1, 'STARTED')],                                               'ABORTED_PENDING',  'a step still runs'],
  ['READY',   [step(1, 'NONE')],                                                  'ABORTED',          'nothing runs and nothing is to be cleaned up'],
  ['HOLD',    [step(1, 'NONE'), step(9, 'READY', CLEANUP)],                       'ABORTED_PENDING',  'it is to be cleaned up'],
  ['ABORTED_PENDING', [step(1, 'FAILED_FATAL'), step(9, 'STARTED', CLEANUP)],     'ABORTED_PENDING',  'it is being cleaned up'],
  ['ABORTED_PENDING', [step(1, 'FAILED_FATAL'), step(9, 'WAITING', CLEANUP)],     'ABORTED_PENDING',  'its clean-up waits for a condition'],
  ['ABORTED_PENDING', [step(1, 'FAILED_FATAL'), step(9, 'FINISHED', CLEANUP)],    'ABORTED',          'it is cleaned up'],
  ['ABORTED_PENDING', [step(1, 'FINISHED'), step(9, 'FINISHED', CLEANUP)],        'ABORTED',          'its last step has finished nevertheless'],
], { abort: { cleanup: true } })

// biome-ignore format: a table
table('A job that is aborted without clean-up', [
  ['READY',   [step(1, 'NONE'), step(9, 'NONE', CLEANUP)],                        'ABORTED',          'no step has started'],
  ['STARTED', [step(1, 'FINISHED'), step(9, 'READY', CLEANUP)],                   'ABORTED_PENDING',  'a step has started'],
], { abort: { cleanup: false } })

// biome-ignore format: a table
table('A job that is given up', [
  ['READY',   [step(1, 'NONE')],                                                  'FAILED_TOTAL',     'no step runs'],
  ['WAITING', [step(1, 'FAILED_FATAL')],                                          'FAILED_TOTAL',     'the waiting step has failed'],
  ['STARTED', [step(1, 'STARTED')],                                               'STARTED',          'a step still runs'],
  ['WAITING', [step(1, 'NONE'), step(9, 'READY', CLEANUP)],                       'READY',            'it is to be cleaned up'],
  ['STARTED', [step(1, 'FINISHED'), step(9, 'STARTED', CLEANUP)],                 'STARTED',          'it is being cleaned up'],
  ['STARTED', [step(1, 'FINISHED')],                                              'FAILED_TOTAL',     'its last step has finished nevertheless'],
  ['STARTED', [step(1, 'FAILED_FATAL', OPTIONAL), step(9, 'FINISHED', CLEANUP)],  'FAILED_TOTAL',     'it is cleaned up'],
], { givenUp: true })

// biome-ignore format: a table
table('A job that is given up before it has started', [
  ['READY',   [step(1, 'NONE'), step(9, 'STARTED', CLEANUP)],                     'READY',            'it is being cleaned up'],
  ['READY',   [step(1, 'NONE'), step(9, 'WAITING', CLEANUP)],                     'WAITING',          'its clean-up waits for a condition'],
  ['WAITING', [step(1, 'NONE'), step(9, 'STARTED', CLEANUP)],                     'READY',            'its clean-up continues'],
  ['WAITING', [step(1, 'NONE'), step(8, 'WAITING', CLEANUP), step(9, 'STARTED', CLEANUP)], 'READY',   'a clean-up step runs while another waits'],
  ['READY',   [step(1, 'NONE'), step(9, 'FINISHED', CLEANUP)],                    'FAILED_TOTAL',     'it is cleaned up'],
], { givenUp: true, started: false })

// biome-ignore format: a table
table('A job that is given up and then aborted', [
  ['STARTED', [step(1, 'STARTED')],                                               'ABORTED_PENDING',  'a step still runs'],
  ['ABORTED_PENDING', [step(1, 'FAILED_FATAL')],                                  'ABORTED',          'no step runs any more'],
], { givenUp: true, abort: { cleanup: true } })

// biome-ignore format: a table
table('A job whose clean-up is given up', [
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'STARTED', CLEANUP)],             'STARTED',          'its clean-up still runs'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'FAILED_FATAL', CLEANUP)],        'FAILED_TOTAL',     'no step runs any more'],
  ['STARTED', [step(1, 'FAILED_FATAL'), step(9, 'NONE', CLEANUP)],                'FAILED_TOTAL',     'some of its clean-up had not started'],
], { cleanupGivenUp: true })

// biome-ignore format: a table
table('A job that is aborted, and whose clean-up is given up', [
  ['ABORTED_PENDING', [step(1, 'FAILED_FATAL'), step(9, 'STARTED', CLEANUP)],     'ABORTED_PENDING',  'its clean-up still runs'],
  ['ABORTED_PENDING', [step(1, 'FAILED_FATAL'), step(9, 'FAILED_FATAL', CLEANUP)], 'ABORTED',         'no step runs any more'],
], { abort: { cleanup: true }, cleanupGivenUp: true })

describe('A job that has ended', () => {
  for (const state of FINAL_JOB_STATES) {
    for (const step of ['READY', 'STARTED', 'WAITING', 'FINISHED', 'FAILED_FATAL'] as const) {
      it(`stays ${state}, even with a step that is ${step}`, () => {
        const given = {
          steps: [lockedStep({ number: 1, state: step })],
          held: false,
          abort: undefined,
          started: true,
          givenUp: false,
          cleanupGivenUp: false,
        }
        assert.equal(jobState(state, given), state)
        assert.equal(jobState(state, { ...given, abort: { cleanup: true } }), state)
        assert.equal(jobState(state, { ...given, givenUp: true }), state)
      })
    }
  }
})

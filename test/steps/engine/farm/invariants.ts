/** The invariants of every change of a job, written independently of the engine. */

import assert from 'node:assert/strict'
import {
  isFinal,
  JOB_REMARKS,
  JOB_TRANSITIONS,
  type JobEvent,
  type JobState,
  type StepEvent,
  type StepState,
  stepStateAfter,
} from '../../../../schema/states.ts'
import type { Seen } from './model.ts'
import { mayBeReady } from './sound-job.ts'

/**
 * Asserts that the history of a change leads to the written states by valid transitions, and that all are
 * written.
 */
export function followsTheTables({ before, written }: Seen): void {
  const steps = new Map(before.steps.map((step) => [step.number, step.state]))
  let state: JobState = before.state
  for (const row of written.history) {
    if (row.step === null) state = jobAfter(state, row)
    else steps.set(row.step, stepAfter(steps.get(row.step), row))
  }
  assert.deepEqual(
    [written.job.was, written.job.state, written.job.final],
    [before.state, state, isFinal(state)],
  )
  const moved = new Set(written.history.flatMap(({ step }) => step ?? []))
  assert.deepEqual(
    new Set(written.steps.map(({ id }) => id)),
    moved,
    'every step that moved is written, and no other',
  )
  saysWhatWasAsked(written)
  saysWhyItEnds(written)
  noneStartsTooEarly({ before, written })
  for (const { id, was, state: is } of written.steps) {
    assert.deepEqual([was, is], [before.steps.find((step) => step.id === id)?.state, steps.get(id)])
  }
}

/** Every request has a row in the history, and nothing else has. */
function saysWhatWasAsked({ job, history }: Seen['written']): void {
  const { stop, pause, resumed, givenUp, cleanupGivenUp } = job
  const asked = {
    'stop-requested': stop !== null,
    paused: pause !== null,
    resumed,
    'given-up': givenUp !== null,
    'cleanup-given-up': cleanupGivenUp !== null,
  }
  for (const remark of JOB_REMARKS)
    assert.equal(history.filter(({ event }) => event === remark).length, asked[remark] ? 1 : 0, remark)
}

/** The last row of a failed or aborted job has a cause. */
function saysWhyItEnds({ job, history }: Seen['written']): void {
  if (job.state === 'FAILED_TOTAL' || job.state === 'ABORTED') assert.ok(history.at(-1)?.cause, 'why it ends')
}

/** No step starts before its dependencies are met, including steps started by request in a held job. */
function noneStartsTooEarly({ before, written }: Seen): void {
  for (const { step: number, event } of written.history) {
    const step = event.startsWith('started') ? before.steps.find((one) => one.number === number) : undefined
    if (step) assert.ok(mayBeReady(before, step), `step ${number} starts too early`)
  }
}

function isRemark(event: string): boolean {
  return (JOB_REMARKS as readonly string[]).includes(event)
}

type Row = Seen['written']['history'][number]

function jobAfter(state: JobState, { event, was, became }: Row): JobState {
  if (isRemark(event)) {
    assert.deepEqual([was, became], [state, state], `${event} moves nothing`)
    return state
  }
  const transitions: Partial<Record<JobEvent, JobState>> = JOB_TRANSITIONS[state]
  const next = transitions[event as JobEvent]
  assert.ok(next, `${event} cannot happen to a job that is ${state}`)
  assert.deepEqual([was, became], [state, next])
  return next
}

function stepAfter(state: StepState | undefined, { step, event, was, became }: Row): StepState {
  const next = state && stepStateAfter(state, event as StepEvent)
  assert.ok(next, `${event} cannot happen to step ${step}, which is ${state}`)
  assert.deepEqual([was, became], [state, next])
  return next
}

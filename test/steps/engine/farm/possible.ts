/** Lists every change that may happen to a job now, by admission, nodes, time or request. */

import type { LockedPlacement, LockedStep } from '../../../../schema/queries/transition/lock-job.ts'
import { isFinal, isRunning } from '../../../../schema/states.ts'
import { nodeCondition } from '../../../../steps/engine/admission/node-requirements.ts'
import { eventAfterWait, PAUSED } from '../../../../steps/engine/declare/problem.ts'
import { fatal, finished, type Outcome, retry, waitFor } from '../../../../steps/engine/declare/step.ts'
import { abortedAgain, cleanupTooLong, hasBegunCleanup } from '../../../../steps/engine/transition/cleanup.ts'
import { type AttemptEnd, ending, stopping } from '../../../../steps/engine/transition/ending.ts'
import type { Change } from '../../../../steps/engine/transition/requested-change.ts'
import { runStep } from '../../../../steps/engine/transition/run-step.ts'
import type { Model, Possible } from './model.ts'

export function possible(model: Model): readonly Possible[] {
  const { job } = model
  if (isFinal(job.state)) return []
  const ofSteps = job.steps.flatMap((step) => ofStep(model, step))
  return [...ofSteps, ...job.placements.flatMap((placed) => ofPlacement(model, placed)), ...ofJob(model)]
}

function ofStep(model: Model, step: LockedStep): readonly Possible[] {
  const { number, id, state } = step
  switch (state) {
    case 'READY':
      if (model.job.placements.some(({ stepId }) => stepId === id)) return []
      return step.runsAs === 'STARTED'
        ? OUTCOMES.map((end) => transactional(model, step, end))
        : [onward('place', { place: id }), ...stranded(step)]
    case 'WAITING':
      return waiting(step)
    case 'FAILED_RETRY':
      return model.due.has(number)
        ? [onward('retry-due', { transitions: [{ number, event: 'retry-due' }] })]
        : requested(model, step)
    case 'NONE':
      return requested(model, step)
    case 'STARTED':
    case 'STARTED_ASYNCHRONOUS':
    case 'STARTED_PARALLEL':
    case 'STARTED_PARALLEL_ASYNCHRONOUS':
    case 'STARTED_SUBTASKS':
    case 'FINISHED':
    case 'FAILED_FATAL':
    case 'DISAPPEARED':
      return []
  }
}

/** “Run a job step”, if it is not refused. */
function requested({ job }: Model, { number }: LockedStep): readonly Possible[] {
  const answer = runStep(job, number)
  return 'event' in answer ? [onward('requested', { transitions: [answer] })] : []
}

function ofPlacement(
  { job }: Model,
  { id: run, stepId, nodeId, fetched }: LockedPlacement,
): readonly Possible[] {
  const step = job.steps.find(({ id }) => id === stepId)
  if (!step) return []
  const of = { number: step.number, run, nodeId }
  if (!fetched) {
    const begun = onward('begin', {
      transitions: [{ ...of, event: 'started-asynchronously' }],
      fetched: [run],
    })
    return [begun, astray('return', { dropped: [run] })]
  }
  if (!isRunning(step.state)) return []
  const move = (event: 'lost' | 'signalled', dropped: readonly number[]) =>
    astray(event, { transitions: [{ ...of, event }], dropped })
  const why = ['node stopped', 'placement lost', ...(job.abort ? ['aborted' as const] : [])] as const
  return [
    ...OUTCOMES.map((end) => ended(end, changeOf(ending(job, step, of, end, BACKOFF)))),
    ...why.map((stopped) => astray(stopped, changeOf(stopping(job, step, of, stopped)))),
    move('lost', [run]),
    ...(step.state === 'STARTED_ASYNCHRONOUS' ? [move('signalled', [])] : []),
  ]
}

function changeOf({ says: _says, ...change }: AttemptEnd): Change {
  return change
}

function ofJob({ job }: Model): readonly Possible[] {
  const aborts = [true, false].map((cleanup) => {
    const does = { abort: { cleanup, user: 'admin', reason: null }, cause: 'aborted by admin' }
    return { what: `abort cleanup=${cleanup}`, does, onward: false, rare: true }
  })
  const release = { what: 'release', does: { releaseHold: true }, onward: true, rare: true }
  const user = 'admin'
  const pause = astray('pause', { pause: { user }, cause: 'paused by admin' })
  const resume = onward('resume', { resume: true, cause: 'resumed by admin' })
  const limit = 'run time limit of 60 s exceeded'
  const [again, late] = [abortedAgain(job, { user, reason: null }), cleanupTooLong(job)]
  const busy = job.steps.some(({ state }) => isRunning(state))
  return [
    ...(job.abort ? [] : aborts),
    ...(job.abort && again ? [seldom('abort again', again)] : []),
    ...(late && hasBegunCleanup(job.steps) ? [seldom('clean-up takes too long', late)] : []),
    ...(job.held ? [release] : []),
    ...(job.paused ? [resume] : job.abort ? [] : [pause]),
    ...(job.abort || job.stop || !busy ? [] : [seldom('stop', { stop: { user } })]),
    ...(job.abort || job.givenUp !== null
      ? []
      : [seldom('limit', { giveUp: { cause: 'run-time-limit', reason: limit }, cause: limit })]),
  ]
}

/** Its problems may pass; a step that waits for nothing continues. */
function waiting(step: LockedStep): readonly Possible[] {
  const { number, waitsFor } = step
  if (waitsFor.length === 0)
    return [onward('continues', { transitions: [{ number, event: eventAfterWait(step) }] })]
  // Only resuming the job resolves a pause.
  return waitsFor
    .filter(({ type }) => type !== PAUSED)
    .map(({ id, type }) => onward(`${type} has passed`, { resolve: id }))
}

/** No node can run the step. */
function stranded({ number }: LockedStep): readonly Possible[] {
  const condition = nodeCondition({ type: 'TEST', category: 'gpu_ai' }, 'with slots for gpu_ai')
  return [astray('stranded', { transitions: [{ number, event: 'must-wait', condition }] })]
}

function transactional(model: Model, step: LockedStep, outcome: Outcome): Possible {
  const run = { number: step.number, run: model.nextRun }
  const change = ending(model.job, step, run, outcome, BACKOFF)
  return ended(outcome, {
    ...change,
    transitions: [{ ...run, event: 'started' }, ...(change.transitions ?? [])],
  })
}

function seldom(what: string, does: Change): Possible {
  return { what, does, onward: false, rare: true }
}

function ended({ ended: how }: Outcome, does: Change): Possible {
  return { what: how, does, onward: how === 'finished', rare: how === 'fatal' }
}

function onward(what: string, does: Possible['does']): Possible {
  return { what, does, onward: true, rare: false }
}

function astray(what: string, does: Possible['does']): Possible {
  return { what, does, onward: false, rare: false }
}

const OUTCOMES = [
  finished(),
  retry('busy'),
  fatal('corrupt'),
  waitFor({ type: 'FILE', resource: 'file:///a.mov', requirement: 'to exist' }),
] as const
const BACKOFF = { firstMs: 1_000, jitter: 0.5 }

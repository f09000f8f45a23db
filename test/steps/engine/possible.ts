/** Everything that may happen to a job now: by admission, by nodes, by time, and by whoever asks. */

import type { LockedPlacement, LockedStep } from '../../../schema/queries/lock-job.ts'
import { isFinal, isRunning } from '../../../schema/states.ts'
import { ending, stopping } from '../../../steps/engine/ending.ts'
import type { Change } from '../../../steps/engine/settle.ts'
import { fatal, finished, type Outcome, retry } from '../../../steps/engine/step.ts'
import type { Model } from './model.ts'

export interface Possible {
  readonly what: string
  readonly does: Change | { readonly place: number }
  /** Leads to an end: what is left when nobody interferes any more. */
  readonly onward: boolean
  /** Cuts a life short, so that it is to be met less often than the rest. */
  readonly rare: boolean
}

export function possible(model: Model): readonly Possible[] {
  const { job } = model
  if (isFinal(job.state)) return []
  const ofSteps = job.steps.flatMap((step) => ofStep(model, step))
  return [...ofSteps, ...job.placements.flatMap((placed) => ofPlacement(model, placed)), ...ofJob(model)]
}

function ofStep(model: Model, step: LockedStep): readonly Possible[] {
  const { number, id, state } = step
  const asked = canBeAsked(model, step)
  const move = (event: 'problem-resolved' | 'retry-due' | 'dependencies-met') =>
    onward(event, { moves: [{ number, event }] })
  switch (state) {
    case 'READY':
      if (model.job.placements.some(({ stepId }) => stepId === id)) return []
      return step.runsAs === 'STARTED'
        ? OUTCOMES.map((end) => short(model, step, end))
        : [onward('place', { place: id })]
    case 'WAITING':
      return [move('problem-resolved'), givenUp(number)]
    case 'FAILED_RETRY':
      return asked || model.due.has(number) ? [move('retry-due'), givenUp(number)] : [givenUp(number)]
    case 'NONE':
      return asked ? [move('dependencies-met')] : []
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

/** “Run a job step”: the job is in HOLD, and not being cleaned up. */
function canBeAsked({ job }: Model, { cleanup }: LockedStep): boolean {
  return job.state === 'HOLD' && !cleanup && job.steps.every((step) => !step.cleanup || step.state === 'NONE')
}

function ofPlacement(
  { job }: Model,
  { id: run, stepId, nodeId, fetched }: LockedPlacement,
): readonly Possible[] {
  const step = job.steps.find(({ id }) => id === stepId)
  if (!step) return []
  const of = { number: step.number, run, nodeId }
  if (!fetched) {
    const begun = onward('begin', { moves: [{ ...of, event: 'started-asynchronously' }], fetched: [run] })
    return [begun, astray('return', { dropped: [run] })]
  }
  if (!isRunning(step.state)) return []
  const move = (event: 'lost' | 'must-wait' | 'signalled', dropped: readonly number[]) =>
    astray(event, { moves: [{ ...of, event }], dropped })
  const why = ['node stopped', 'claim lost', ...(job.abort ? ['aborted' as const] : [])] as const
  return [
    ...OUTCOMES.map((end) => ended(end, ending(job, step, of, end, BACKOFF))),
    ...why.map((stopped) => astray(stopped, stopping(job, of, stopped))),
    ...[move('lost', [run]), move('must-wait', [run])],
    ...(step.state === 'STARTED_ASYNCHRONOUS' ? [move('signalled', [])] : []),
  ]
}

function ofJob({ job }: Model): readonly Possible[] {
  const aborts = [true, false].map((cleanup) => {
    const does = { abort: { cleanup, user: 'admin', reason: null }, cause: 'aborted by admin' }
    return { what: `abort cleanup=${cleanup}`, does, onward: false, rare: true }
  })
  const release = { what: 'release', does: { release: true }, onward: true, rare: true }
  return [...(job.abort ? [] : aborts), ...(job.held ? [release] : [])]
}

function short(model: Model, step: LockedStep, outcome: Outcome): Possible {
  const run = { number: step.number, run: model.nextRun }
  const change = ending(model.job, step, run, outcome, BACKOFF)
  return ended(outcome, { ...change, moves: [{ ...run, event: 'started' }, ...(change.moves ?? [])] })
}

function ended({ ended: how }: Outcome, does: Change): Possible {
  return { what: how, does, onward: how === 'finished', rare: how === 'fatal' }
}

function givenUp(number: number): Possible {
  const does = { moves: [{ number, event: 'failed-fatal', reason: 'it took too long' }] } as const
  return { what: 'give up', does, onward: false, rare: true }
}

function onward(what: string, does: Possible['does']): Possible {
  return { what, does, onward: true, rare: false }
}

function astray(what: string, does: Possible['does']): Possible {
  return { what, does, onward: false, rare: false }
}

const OUTCOMES = [finished(), retry('busy'), fatal('corrupt')] as const
const BACKOFF = { firstMs: 1_000, jitter: 0.5 }

/** Job types whose steps fail, wait and take time until the mood is calm. */
import {
  fatal,
  finished,
  type Outcome,
  retry,
  type StepContext,
  waitFor,
} from '../../../../steps/engine/declare/step.ts'
import { aborted, step, transactional } from './made-up-steps.ts'

export const TYPES = ['CHAIN', 'WIDE', 'PAIR'] as const

/** Covers chains, a non-critical step, clean-up, transactional steps, and a parallel dependency. */
export function types(mood: { readonly calm: boolean }) {
  const moody = (name: string) => step(name, (context) => perform(mood, context))
  const cleaner = (name: string) => ({ number: 900, step: step(`cleaner of ${name}`), cleanup: true })
  return {
    CHAIN: [
      { number: 100, step: moody('a chain begins') },
      { number: 200, step: transactional('a chain goes on', async () => finished()), after: [100] },
      { number: 300, step: moody('a chain ends'), after: [200] },
      cleaner('chains'),
    ],
    WIDE: [
      { number: 100, step: moody('left') },
      { number: 200, step: moody('right'), critical: false },
      { number: 300, step: moody('both'), after: [100, 200] },
    ],
    PAIR: [
      { number: 100, step: moody('writer') },
      { number: 200, step: moody('reader'), alongside: [100] },
      cleaner('pairs'),
    ],
  }
}

/** The job, number and attempt of a step determine what it does. */
async function perform(mood: { readonly calm: boolean }, context: StepContext<undefined>): Promise<Outcome> {
  const { job, number, attempt, signal, stop } = context
  const what = (job.id * 7 + number / 100 + attempt * 3) % 8
  if (mood.calm) return finished()
  if (what === 0) return retry('busy')
  if (what === 1) return fatal('corrupt')
  if (what === 2) return waitFor({ type: 'CALM', resource: 'the sea', requirement: 'to be calm' })
  if (what < 5) await context.signalParallel()
  const over = AbortSignal.any([signal, stop, AbortSignal.timeout(20 * what)])
  await aborted(over)
  return finished()
}

export function problem(mood: { readonly calm: boolean }) {
  return { type: 'CALM', description: 'The sea is rough.', check: async () => mood.calm }
}

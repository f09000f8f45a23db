/** Runs the steps of a job type without an engine, one after the other. */

import type { JobType } from '../../steps/engine/declare/job-type.ts'
import type { Metadata, Outcome } from '../../steps/engine/declare/step.ts'
import type { Tools } from '../../steps/tools.ts'
import type { Bench, Given } from './context.ts'

export interface Ran {
  /** The outcome of the last step that ran. */
  readonly last: Outcome
  readonly results: Readonly<Record<string, unknown>>
  readonly metadata: Metadata
}

/**
 * Runs the asynchronous steps in order until one does not finish; then discards its output as the engine
 * does.
 */
export async function runJob(here: Bench, type: JobType<Tools>, given: Given = {}): Promise<Ran> {
  const results: Record<string, unknown> = { ...given.results }
  let metadata = {}
  for (const { number, step, cleanup } of type.stages) {
    if (cleanup || step.runsAs === 'STARTED' || results[step.name] !== undefined) continue
    const context = here.context({ ...given, results, number })
    const last = await step.run(context)
    if (last.ended !== 'finished') {
      await step.discard?.(context)
      return { last, results, metadata }
    }
    results[step.name] = last.result ?? null
    metadata = { ...metadata, ...last.metadata }
  }
  return { last: { ended: 'finished' }, results, metadata }
}

/** Runs the clean-up steps, as after a failure. */
export async function cleanUp(here: Bench, type: JobType<Tools>, given: Given): Promise<void> {
  for (const { number, step, cleanup } of type.stages)
    if (cleanup && step.runsAs !== 'STARTED') await step.run(here.context({ ...given, number }))
}

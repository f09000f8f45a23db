import { rm } from 'node:fs/promises'
import { siteId } from '../schema/ids.ts'
import { hasLanded, removePartials } from '../tasks/land.ts'
import { finished, type Step, type StepContext } from './engine/step.ts'
import { planOf, type Rendition } from './renditions.ts'
import type { Tools } from './tools.ts'

/** After success: the partial names, which have served to tell our own outputs from others'. */
export const removePartialNames: Step<Tools> = {
  name: 'remove-partial-names',
  description: 'Removing partial files.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  async run(context) {
    for (const { final } of await renditionsIn(context))
      await removePartials(final, siteId(context.job.id), TRANSCODE_STEP)
    return finished()
  },
}

/** After a failure or an abort: the partial names, and outputs that took their final name but were never registered. */
export const removeLeftovers: Step<Tools> = {
  name: 'remove-leftovers',
  description: 'Removing leftovers.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  async run(context) {
    const id = siteId(context.job.id)
    for (const { final } of await renditionsIn(context)) {
      const unregistered =
        context.result('register-output') === undefined && (await hasLanded(final, id, TRANSCODE_STEP))
      if (unregistered) await rm(final, { force: true })
      await removePartials(final, id, TRANSCODE_STEP)
    }
    return finished()
  },
}

/** The number of the step that names its partial files, in every job type that makes renditions. */
export const TRANSCODE_STEP = 200

/** What was made; or, where the worker died over it, what was to be made. */
async function renditionsIn(context: StepContext<Tools>): Promise<readonly Rendition[]> {
  const made = context.result<readonly Rendition[]>('transcode')
  if (made) return made
  const plan = await planOf(context)
  return 'refused' in plan ? [] : plan.renditions
}

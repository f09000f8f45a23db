/** The step check-completeness, whose failure makes a job end as FINISHED_WARNING. */

import { fatal, finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import type { Output } from './check-output.ts'

/** Fails if a rendition that was kept lacks something of its plan. */
export const checkCompleteness: Step<Tools> = {
  name: 'check-completeness',
  description: 'Checking for missing media.',
  runsAs: 'STARTED',
  async run({ result }) {
    const outputs = result<readonly Output[]>('check-output') ?? []
    const incomplete = outputs.filter(({ flaws = [] }) => flaws.length > 0)
    if (incomplete.length === 0) return finished()
    return fatal(incomplete.map(({ tag, flaws = [] }) => `${tag} has ${flaws.join(', and ')}`).join('; '))
  },
}

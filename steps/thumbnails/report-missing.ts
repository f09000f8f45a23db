/** The step report-missing-thumbnails, which fails if some thumbnails could not be made. */

import { fatal, finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { saysMissing } from './picture-times.ts'
import type { Thumbnails } from './thumbnail-plan.ts'

/** An optional step: the job then ends FINISHED_WARNING, with the thumbnails that were made. */
export const reportMissing: Step<Tools> = {
  name: 'report-missing-thumbnails',
  description: 'Reporting missing thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  async run({ result }) {
    const missing = result<Thumbnails>('make-thumbnails')?.missing ?? []
    return missing.length > 0 ? fatal(saysMissing(missing)) : finished()
  },
}

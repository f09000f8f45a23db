/** The step check-completeness-of-thumbnails, which fails if some thumbnails could not be made. */

import { fatal, finished, type Step } from '../engine/declare/step.ts'
import type { Tools } from '../tools.ts'
import { saysMissing } from './picture-times.ts'
import type { Thumbnails } from './thumbnail-plan.ts'

/** An optional step: the job then ends FINISHED_WARNING, with the thumbnails that were made. */
export const checkThumbnails: Step<Tools> = {
  name: 'check-completeness-of-thumbnails',
  description: 'Checking for missing thumbnails.',
  runsAs: 'STARTED',
  async run({ result }) {
    const missing = result<Thumbnails>('make-thumbnails')?.missing ?? []
    return missing.length > 0 ? fatal(saysMissing(missing)) : finished()
  },
}

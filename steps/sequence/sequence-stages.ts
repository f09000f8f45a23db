/** The steps of the job types that render a sequence, by the numbers of Vidispine (wire-media.md §8.1). */
import type { DeclaredStage } from '../engine/declare/job-type.ts'
import { removePartialSequence, removeSequence } from '../files/remove-leftovers.ts'
import { PICTURES_OF_SEQUENCE } from '../thumbnails/pictures-of-content.ts'
import type { Tools } from '../tools.ts'
import { checkCompleteness } from '../transcode/check-completeness.ts'
import { checkOutput } from '../transcode/check-output.ts'
import { registerOutput } from '../transcode/register-output.ts'
import { probeSources } from './probe-sources.ts'
import { planSequence, renderSequence } from './render-step.ts'

export const SEQUENCE_STAGES: readonly DeclaredStage<Tools>[] = [
  { number: 100, step: probeSources },
  { number: 500, step: planSequence, after: [100] },
  { number: 600, step: renderSequence, after: [500], transient: true },
  { number: 700, step: checkOutput, after: [600], transient: true },
  { number: 750, step: checkCompleteness, after: [700], critical: false },
  { number: 800, step: registerOutput, after: [700] },
  { number: 810, step: PICTURES_OF_SEQUENCE.make, after: [800], critical: false, transient: true },
  { number: 820, step: PICTURES_OF_SEQUENCE.keep, after: [810], critical: false },
  { number: 830, step: PICTURES_OF_SEQUENCE.remove, after: [820], critical: false },
  { number: 850, step: removePartialSequence, after: [800], critical: false },
  { number: 890, step: PICTURES_OF_SEQUENCE.cleanUp, cleanup: true },
  { number: 900, step: removeSequence, cleanup: true },
]

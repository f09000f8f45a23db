/** The job type TEST, whose steps run scripts. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Tools } from '../tools.ts'
import { NEEDS } from './script-needs.ts'
import { SCRIPT, scriptedStep, transactionalScriptedStep } from './scripted-step.ts'

/**
 * For tests of whole servers; available only with the setting TEST_JOBS. The key `step-200` is the script of
 * step 200, one for each attempt, separated by commas (scripted-step.ts). The key `needs-200` gives its needs
 * (script-needs.ts).
 */
export default jobType<Tools>(
  'TEST',
  'Running the script.',
  [
    { number: 50, step: transactionalScriptedStep },
    { number: 100, step: scriptedStep, after: [50] },
    { number: 150, step: scriptedStep, after: [50], critical: false },
    { number: 200, step: scriptedStep, after: [100] },
    { number: 250, step: scriptedStep, after: [50], alongside: [100] },
    { number: 300, step: scriptedStep, after: [150, 200, 250] },
    { number: 900, step: scriptedStep, cleanup: true },
  ],
  {
    parameters: [
      ...[50, 100, 150, 200, 250, 300, 900].map((number) => ({
        key: `step-${number}`,
        required: false,
        description: `Script of step ${number}, one for each attempt. Default: \`finish\`.`,
        form: SCRIPT,
      })),
      ...[100, 150, 200, 250, 300, 900].map((number) => ({
        key: `needs-${number}`,
        required: false,
        description: `Needs of step ${number}. Default: a \`cpu\` slot.`,
        form: NEEDS,
      })),
    ],
  },
)

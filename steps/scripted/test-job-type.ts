import { jobType } from '../engine/declare/job-type.ts'
import type { Tools } from '../tools.ts'
import { NEEDS } from './script-needs.ts'
import { SCRIPT, scriptedStep, transactionalScriptedStep } from './scripted-step.ts'

/**
 * A job whose steps do what its metadata tell them, for tests of whole servers; there only with the setting TEST_JOBS. The key
 * `step-200` says what step 200 does, one script for each attempt, separated by commas; see `script.ts`. What it needs of a node
 * is said by `needs-200`; see `script-needs.ts`.
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
        description: `What step ${number} does, for each attempt. Default: it finishes.`,
        form: SCRIPT,
      })),
      ...[100, 150, 200, 250, 300, 900].map((number) => ({
        key: `needs-${number}`,
        required: false,
        description: `What step ${number} needs of a node. Default: a slot of \`cpu\`.`,
        form: NEEDS,
      })),
    ],
  },
)

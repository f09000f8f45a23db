/** Writes the plan of a job that a dry run did not start. Pure. */

import { visible } from '../../../schema/codec/one-line.ts'
import type { JobPlanDocument } from '../../../schema/documents/job-plan.ts'
import { needFrom } from '../../../schema/need.ts'
import type { Priority } from '../../../schema/states.ts'
import type { CommandLine } from '../../../steps/engine/declare/step.ts'
import type { PlannedStep } from '../../../steps/engine/submit/plan.ts'
import type { StartRequest } from '../../../steps/engine/submit/start-request.ts'
import type { Plain } from '../../http/answer/plain.ts'

export function planDocument(
  { type, user, held }: StartRequest,
  priority: Priority,
  steps: readonly PlannedStep[],
): JobPlanDocument {
  return { type, user, status: held ? 'HOLD' : 'READY', priority, step: steps.map(stepDocument) }
}

function stepDocument({ place, command, ...step }: PlannedStep): JobPlanDocument['step'][number] {
  const { number, description, after, alongside, critical, cleanup, tries } = step
  return {
    ...{ number, description, after: [...after], alongside: [...alongside], critical, cleanup, tries },
    need: needFrom(step.need).category,
    ...place,
    ...(command && commandOf(command)),
  }
}

function commandOf(command: CommandLine): Pick<JobPlanDocument['step'][number], 'command' | 'noCommand'> {
  if ('unknown' in command) return { noCommand: command.unknown }
  return { command: { argument: [...command.argument], explanation: [...command.explanation] } }
}

/** As text/plain: the command lines, quoted for a shell. */
export function commandLines({ step }: JobPlanDocument): Plain {
  return step.flatMap(({ command }) => (command ? [command.argument.map(quoted).join(' ')] : []))
}

/** Bash reads `$'\u001b'` as the control character. */
function quoted(argument: string): string {
  if (visible(argument) !== argument) return `$'${visible(argument.replaceAll(/['\\]/g, String.raw`\$&`))}'`
  return /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`
}

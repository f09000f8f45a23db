/** Finds the code of a step by its name. */
import { isScriptName } from '../../../schema/queries/definitions/scripts.ts'
import { scriptStep } from '../declare/definition.ts'
import { stepsOf } from '../declare/job-type.ts'
import type { Step } from '../declare/step.ts'
import type { AgentOptions } from './agent-options.ts'

/** The declared steps, and those that run a script, whose name says which. */
export function stepsNamed<Tools>({
  jobTypes,
  runScript,
}: Pick<AgentOptions<Tools>, 'jobTypes' | 'runScript'>): { get(name: string): Step<Tools> | undefined } {
  const declared = stepsOf(jobTypes)
  return {
    get: (name) => {
      if (!runScript || !isScriptName(name)) return declared.get(name)
      return scriptStep(name, (context) => runScript(name, context))
    },
  }
}

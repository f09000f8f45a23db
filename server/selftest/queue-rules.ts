/** The self-test of the queue rules: it names settings that have no effect. */
import type { Config } from '../../config/config.ts'
import { readStoredRules } from '../../schema/queries/admission/queue-rules.ts'
import type { SelfTest } from '../http/context.ts'
import { readRules } from '../queue/rules.ts'
import { unusedSettings } from '../queue/unused-settings.ts'

/** Never fails: rules that were changed over the API are as intended. */
export function queueRulesSelfTest(config: Config, jobTypes: readonly string[]): SelfTest {
  const { rules } = readRules(config, jobTypes)
  return {
    name: 'queue-rules',
    description: 'Names the settings that rules changed over the API replace.',
    async run(em) {
      return { status: 'ok', messages: unusedSettings(config, rules, await readStoredRules(em)) }
    },
  }
}

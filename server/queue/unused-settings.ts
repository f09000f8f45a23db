/** Finds the settings of queue rules that have no effect, because the rules were changed over the API. */
import { isDeepStrictEqual } from 'node:util'
import { type Config, SETTINGS } from '../../config/config.ts'
import type { StoredRules } from '../../schema/queries/admission/queue-rules.ts'
import type { QueueRules, RuleName } from '../../schema/queue.ts'

/** One sentence for each setting that is given and differs from the rule in effect. Pure. */
export function unusedSettings(
  config: Config,
  settings: QueueRules,
  { rules, overApi }: StoredRules,
): readonly string[] {
  return overApi.flatMap((name) => {
    const setting = SETTING_OF[name]
    if (config[setting] === undefined || isDeepStrictEqual(settings[name], rules[name])) return []
    return [`${SETTINGS[setting].variable} has no effect: ${WORDS[name]} changed over the API.`]
  })
}

const SETTING_OF = {
  concurrentJobs: 'concurrentJobs',
  pools: 'jobPools',
  groups: 'taskGroups',
  priorities: 'jobPriorities',
} as const satisfies Record<RuleName, keyof Config>

const WORDS = {
  concurrentJobs: 'concurrentJobs was',
  pools: 'the job pools were',
  groups: 'the task groups were',
  priorities: 'the priorities of job types were',
} as const satisfies Record<RuleName, string>

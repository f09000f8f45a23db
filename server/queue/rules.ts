/** Reads the queue rules from the settings. */
import { type Config, SETTINGS } from '../../config/config.ts'
import type { QueueRules } from '../../schema/queue.ts'
import { readGroups, readPools, readPriorities } from './read-rules.ts'

/** A setting that cannot be parsed. The message is shown to the administrator. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting'
}

/** Throws WrongSetting, which names the setting, its value and what was expected. */
export function rulesOf(config: Config): QueueRules {
  return {
    concurrentJobs: config.concurrentJobs ?? null,
    pools: read('jobPools', config, readPools, 'pools such as HIGH:2 LOWEST:1'),
    groups: read('taskGroups', config, readGroups, 'groups such as proxies:max=2;type=TRANSCODE'),
    priorities: read('jobPriorities', config, readPriorities, 'priorities such as EXPORT=HIGH'),
  }
}

function read<T>(
  name: 'jobPools' | 'taskGroups' | 'jobPriorities',
  config: Config,
  reader: (text: string) => T | undefined,
  expected: string,
): T {
  const text = config[name] ?? ''
  const value = reader(text)
  if (value === undefined)
    throw new WrongSetting(`${SETTINGS[name].variable}: expected ${expected}, got “${text}”`)
  return value
}

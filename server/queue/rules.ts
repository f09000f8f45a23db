/** Reads the queue rules from the settings. */
import { type Config, type InvalidSetting, SETTINGS } from '../../config/config.ts'
import type { QueueRules } from '../../schema/queue.ts'
import { readGroups, readPools, readPriorities } from './read-rules.ts'

/** Returns the rules, without those of invalid settings. `jobTypes` are the names that rules may refer to. */
export function readRules(
  config: Config,
  jobTypes: readonly string[],
): { readonly rules: QueueRules; readonly invalid: readonly InvalidSetting[] } {
  const invalid: InvalidSetting[] = []
  const read = <T>(setting: Rule, reader: (text: string) => T | undefined, without: T): T => {
    const value = reader(config[setting] ?? '')
    if (value === undefined) invalid.push({ setting, message: malformed(setting, config) })
    return value ?? without
  }
  const groups = read('taskGroups', readGroups, [])
  const priorities = read('jobPriorities', readPriorities, {})
  const pools = read('jobPools', readPools, [])
  const named = {
    taskGroups: groups.flatMap(({ jobs }) => jobs.flatMap(({ types = [] }) => types)),
    jobPriorities: Object.keys(priorities),
  }
  for (const setting of ['taskGroups', 'jobPriorities'] as const) {
    const unknown = named[setting].filter((type) => !jobTypes.includes(type))
    if (unknown.length > 0) invalid.push({ setting, message: unknownTypes(setting, unknown, jobTypes) })
  }
  return { rules: { concurrentJobs: config.concurrentJobs ?? null, pools, groups, priorities }, invalid }
}

type Rule = 'jobPools' | 'taskGroups' | 'jobPriorities'

function malformed(setting: Rule, config: Config): string {
  return `${SETTINGS[setting].variable}: expected ${EXPECTED[setting]}, got “${config[setting] ?? ''}”`
}

const EXPECTED = {
  jobPools: 'pools such as HIGH:2 LOWEST:1, each threshold once',
  taskGroups: 'groups such as proxies:max=2;type=TRANSCODE, each with at most one max',
  jobPriorities: 'one priority for each job type, such as TRANSCODE=HIGH',
} as const

function unknownTypes(setting: Rule, unknown: readonly string[], jobTypes: readonly string[]): string {
  const { variable } = SETTINGS[setting]
  return `${variable}: expected job types (${jobTypes.join(', ')}), got “${[...new Set(unknown)].join(' ')}”`
}

/** Settings of the queue. */
import { integer, optional, optionalInteger, setting } from '../kinds.ts'

/** The end of the description of a rule that the API can change. */
const UNTIL_CHANGED = 'Applies until changed over the API.'

export const QUEUE = {
  concurrentJobs: setting(
    'CONCURRENT_JOBS',
    'Maximum number of running jobs without job pools. If not set: as many as fit on the machines. ' +
      UNTIL_CHANGED,
    optionalInteger(1, 100_000),
  ),
  jobPools: setting(
    'JOB_POOLS',
    'Job pools, each as threshold and size, such as `HIGH:2 LOWEST:4`. ' +
      `A pool admits jobs with its threshold priority or above. ${UNTIL_CHANGED}`,
    optional(/./, 'pools such as HIGH:2 LOWEST:4'),
  ),
  jobPriorities: setting(
    'JOB_PRIORITIES',
    `Default priority of jobs by type, such as \`TRANSCODE=HIGH THUMBNAIL=LOW\`. ${UNTIL_CHANGED}`,
    optional(/./, 'priorities such as TRANSCODE=HIGH'),
  ),
  taskGroups: setting(
    'TASK_GROUPS',
    'Task groups with their maximum number of running jobs, such as ' +
      '`proxies:max=2;type=TRANSCODE;priority=LOW`. Further criteria: `user=` and `data=key=value`. ' +
      'The groups of queued and running jobs are assigned again when the server starts, and when their priority changes. ' +
      UNTIL_CHANGED,
    optional(/./, 'groups such as proxies:max=2;type=TRANSCODE'),
  ),
  retryBackoff: setting(
    'RETRY_BACKOFF',
    'Delay before the first retry of a step, s. Each further delay is twice as long.',
    integer(120, 0, 86_400),
  ),
} as const

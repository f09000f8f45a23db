/** What the queue lets run. */
import { integer, optional, optionalInteger, setting } from '../kinds.ts'

export const QUEUE = {
  concurrentJobs: setting(
    'CONCURRENT_JOBS',
    'How many jobs may run at once where there are no job pools. Absent: as many as the machines have room for.',
    optionalInteger(1, 100_000),
  ),
  jobPools: setting(
    'JOB_POOLS',
    'Job pools, each as threshold and size, as `HIGH:2 LOWEST:4`: a pool admits jobs of its threshold or above.',
    optional(/./, 'pools such as HIGH:2 LOWEST:4'),
  ),
  jobPriorities: setting(
    'JOB_PRIORITIES',
    'Priority of jobs that ask for none, by type, as `EXPORT=HIGH THUMBNAIL=LOW`.',
    optional(/./, 'priorities such as EXPORT=HIGH'),
  ),
  taskGroups: setting(
    'TASK_GROUPS',
    'Task groups and how many of their jobs may run at once, as `proxies:max=2;type=TRANSCODE;priority=LOW`; also `user=` and `data=key=value`. Jobs that wait or run are grouped anew at the start, and when their priority changes.',
    optional(/./, 'groups such as proxies:max=2;type=TRANSCODE'),
  ),
  retryBackoff: setting(
    'RETRY_BACKOFF',
    'Wait before the first retry of a step, s; each further wait is twice as long.',
    integer(120, 0, 86_400),
  ),
} as const

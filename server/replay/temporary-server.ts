/** The settings of the temporary server of a replay. Pure. */
import { SETTINGS } from '../../config/config.ts'
import type { JobBundle } from '../bundle/job-bundle.ts'

/**
 * What decides over a job is as recorded: limits of media and scripts, and whether there are TEST jobs.
 * Addresses, folders and hosts are not: a replay reaches nothing else. Failed steps are retried at once.
 */
export function replaySettings(
  environment: NodeJS.ProcessEnv,
  { settings }: Pick<JobBundle, 'settings'>,
  dataDir: string,
): NodeJS.ProcessEnv {
  const variables = new Set<string>(Object.values(SETTINGS).map(({ variable }) => variable))
  const others = Object.entries(environment).filter(
    ([name]) => !variables.has(name) || OF_THIS_MACHINE.has(name),
  )
  const recorded = Object.entries(settings).filter(([name]) => AS_RECORDED.has(name))
  return Object.fromEntries([...others, ...recorded, ['RETRY_BACKOFF', '0'], ['DATA_DIR', dataDir]])
}

const OF_THIS_MACHINE: ReadonlySet<string> = new Set(
  (['ffmpeg', 'ffprobe', 'confinement', 'programMemory'] as const).map((name) => SETTINGS[name].variable),
)

const AS_RECORDED: ReadonlySet<string> = new Set(
  (
    [
      ...(['testJobs', 'maxPixels', 'maxMissing', 'stallAfter', 'settledAfter'] as const),
      ...(['scriptTime', 'scriptTimeout', 'scriptMemory', 'scriptStack', 'scriptLog'] as const),
    ] as const
  ).map((name) => SETTINGS[name].variable),
)

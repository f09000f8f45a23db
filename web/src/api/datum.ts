/** Reads one key of a job’s metadata. Pure. */
import type { Job } from './wire.ts'

/** Undefined if the job does not have the key, or was read without it. */
export function datum({ data }: Pick<Job, 'data'>, key: string): string | undefined {
  return data?.find((pair) => pair.key === key)?.value
}

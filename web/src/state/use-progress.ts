/** A hook that computes how far a job is. */
import type { Job } from '../api/wire.ts'
import { useJobType } from '../graph/use-job-type.ts'
import { progressOf } from './progress.ts'

/** 0 … 1; undefined for a job that has not started. Until the type is loaded, all steps count the same. */
export function useProgress(job: Job): number | undefined {
  const { data } = useJobType(job.type)
  return progressOf(job, data)
}

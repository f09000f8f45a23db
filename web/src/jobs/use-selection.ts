/** Reads and changes the selected job in the URL. */
import { setSearchParams, useSearchParams } from '../url/search-params.ts'

/** The id of the selected job, `VX-12`. */
export function useSelection(): string | undefined {
  return useSearchParams().get('job') ?? undefined
}

/** Undefined closes the selected job. */
export function select(jobId: string | undefined): void {
  setSearchParams({ job: jobId })
}

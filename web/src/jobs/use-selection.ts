import { setSearchParams, useSearchParams } from '../url/search-params.ts'

/** The job that the URL selects, `VX-12`. */
export function useSelection(): string | undefined {
  return useSearchParams().get('job') ?? undefined
}

/** Undefined selects none. */
export function select(jobId: string | undefined): void {
  setSearchParams({ job: jobId })
}

/** Counts how many warnings and errors the steps of a job have logged. Pure. */
import type { Job } from '../api/wire.ts'

export type Counted = { readonly warnings?: number | undefined; readonly errors?: number | undefined }

/** `8,742 errors, 1 warning`; empty if there are neither. */
export function seriousWords({ warnings = 0, errors = 0 }: Counted): string {
  const words = (count: number, one: string) =>
    count === 0 ? [] : [`${count.toLocaleString()} ${count === 1 ? one : `${one}s`}`]
  return [...words(errors, 'error'), ...words(warnings, 'warning')].join(', ')
}

/** Those of all attempts of a job. */
export function seriousOf({ log }: Pick<Job, 'log'>): Counted {
  const sum = (of: (task: Counted) => number | undefined) =>
    (log?.task ?? []).reduce((total, task) => total + (of(task) ?? 0), 0)
  return { warnings: sum(({ warnings }) => warnings), errors: sum(({ errors }) => errors) }
}

/** Reads the result of a job from its metadata. Pure. */
import type { JobDetail } from '../../api/wire.ts'

export type Result =
  | { readonly is: 'json'; readonly value: unknown; readonly text: string }
  | { readonly is: 'text'; readonly text: string }

/** The metadata key of the result. */
export const RESULT = 'result'

/** Parsed if it is JSON; `text` is then indented. Undefined if the job has no result. */
export function resultOf({ data = [] }: Pick<JobDetail, 'data'>): Result | undefined {
  const text = data.find(({ key }) => key === RESULT)?.value
  if (text === undefined || text === '') return undefined
  try {
    const value: unknown = JSON.parse(text)
    return { is: 'json', value, text: JSON.stringify(value, undefined, 2) }
  } catch {
    return { is: 'text', text }
  }
}

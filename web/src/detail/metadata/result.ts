/** What a job has made, as it says in its metadata. Pure. */
import type { JobDetail } from '../../api/wire.ts'

export type Result =
  | { readonly is: 'json'; readonly value: unknown; readonly text: string }
  | { readonly is: 'text'; readonly text: string }

/** The metadata key under which jobs leave their result. */
export const RESULT = 'result'

/** The result, as JSON where it is; `text` is then indented. Undefined without one. */
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

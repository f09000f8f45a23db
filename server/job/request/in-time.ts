/** Refuses searches that take longer than the database may. */
import { isTimedOut } from '../../../schema/sql/database-away.ts'
import { invalidInput } from '../../http/answer/fault.ts'

/** The parameters that can make a search read many rows, the costliest first. */
interface Searched {
  readonly text: readonly string[]
  readonly jobmetadata: readonly { readonly key: string; readonly value: string }[]
  readonly error: boolean | undefined
  readonly sort?: string
}

/**
 * Resolves like the search. If PostgreSQL has cancelled it, throws `invalidInput` for its costliest
 * parameter, because the same search would take as long again, and clients repeat requests that are answered
 * with 503 (wire.md §5.2). Without such a parameter the database is overloaded, and the error is thrown as
 * it is.
 */
export async function inTime<T>(query: Searched, search: Promise<T>): Promise<T> {
  try {
    return await search
  } catch (error) {
    const [costliest] = isTimedOut(error) ? costsOf(query) : []
    if (!costliest) throw error
    throw invalidInput(
      costliest.name,
      'the search took too long: narrow it by other criteria',
      costliest.value,
    )
  }
}

function costsOf({ text, jobmetadata, error, sort = '' }: Searched) {
  const [pair] = jobmetadata
  return [
    ...(text.length > 0 ? [{ name: 'text', value: text.join(' ') }] : []),
    ...(pair ? [{ name: 'jobmetadata', value: `${pair.key}=${pair.value}` }] : []),
    ...(error === undefined ? [] : [{ name: 'error', value: String(error) }]),
    ...(sort === '' ? [] : [{ name: 'sort', value: sort }]),
  ]
}

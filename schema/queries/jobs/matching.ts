/** The conditions that search other tables than `callsheet.job`: by metadata and by text. */

/** A condition on `callsheet.job j`, with a `?` for each value. */
export interface SqlCondition {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** A key and the value that a job must have for it. */
export interface Pair {
  readonly key: string
  readonly value: string
}

/**
 * A job must have all of these pairs. Of a few, PostgreSQL begins with the rarest. With twice as many,
 * planning takes four times as long, so more are looked up together and counted. Relies on the index
 * `metadata_value`, which holds the first 200 characters of a value.
 */
export function hasMetadata(pairs: readonly Pair[]): readonly SqlCondition[] {
  const distinct = [...new Map(pairs.map((pair) => [JSON.stringify([pair.key, pair.value]), pair])).values()]
  return distinct.length <= MOST_APART ? distinct.map(hasPair) : [hasAll(distinct)]
}

const MOST_APART = 4

function hasPair({ key, value }: Pair): SqlCondition {
  return {
    sql: `j.id in (
      select m.job_id from callsheet.metadata m
      where m.key = ? and left(m.value, 200) = left(?, 200) and m.value = ?)`,
    values: [key, value, value],
  }
}

/** A job has one value for each key, so it has as many matching rows as it has pairs. */
function hasAll(pairs: readonly Pair[]): SqlCondition {
  return {
    sql: `j.id in (
      select m.job_id
      from (values ${pairs.map(() => '(?, ?)').join(', ')}) as c (key, value)
      join callsheet.metadata m on m.key = c.key and left(m.value, 200) = left(c.value, 200) and m.value = c.value
      group by m.job_id
      having count(*) = ?)`,
    values: [...pairs.flatMap(({ key, value }) => [key, value]), pairs.length],
  }
}

/** A word of a text to search for. */
export interface Word {
  readonly text: string
  /** The job that it names, if it is an id. */
  readonly id?: number
}

/**
 * A job must contain every word: as its id, or as part of its type, of a metadata value, or of a step's error
 * message or description; case-insensitive. A retried step loses its error message; its attempts do not. No
 * index helps: each word reads the tables once, or only the rows of the jobs that other criteria leave.
 */
export function mentions({ text, id }: Word): SqlCondition {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return {
    sql: `j.id in (
      select m.job_id from callsheet.metadata m where m.value ilike ?
      union all select s.job_id from callsheet.step s where s.error_message ilike ? or s.description ilike ?
      union all select a.job_id from callsheet.attempt a where a.error_message ilike ?
      union all select t.id from callsheet.job t where t.type ilike ?${id === undefined ? '' : '\n      union all select ?'})`,
    values: [pattern, pattern, pattern, pattern, pattern, ...(id === undefined ? [] : [id])],
  }
}

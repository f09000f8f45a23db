/** The criteria that select jobs, and their translation to SQL. */

/** A job must match every given field, each by any of its values. Absent fields exclude nothing. */
export interface Criteria {
  /** Only these; an empty list matches nothing. */
  readonly ids?: readonly number[]
  readonly user?: string
  /** Only these; an empty list matches nothing. */
  readonly states?: readonly string[]
  readonly types?: readonly string[]
  readonly failureCauses?: readonly string[]
  /** Ranks, LOWEST 1 … IMMEDIATE 6. */
  readonly priorities?: readonly number[]
  /** A job must have all of these pairs, exactly as written. */
  readonly metadata?: readonly { readonly key: string; readonly value: string }[]
  /** Both ends included. */
  readonly startedFrom?: Date
  readonly startedTo?: Date
  readonly finishedFrom?: Date
  readonly finishedTo?: Date
  /** Time from the start of the first step to the end of the job, s. Jobs without either time never match. */
  readonly durationFrom?: number
  readonly durationTo?: number
  /** Part of the type, of a metadata value, or of a step's error message or description; case-insensitive. */
  readonly text?: string
  /** Whether a step of the job has failed. */
  readonly error?: boolean
}

/** A condition on `callsheet.job j`, with a `?` for each value. */
export interface SqlCondition {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** The criteria as SQL. `counted` is true if the counts in `job_count` can answer them too. */
export function conditionOf(criteria: Criteria): SqlCondition & { readonly counted: boolean } {
  const countable = [
    ...equal('user_name', criteria.user),
    ...oneOf('state', criteria.states),
    ...oneOf('type', criteria.types),
    ...oneOf('priority', criteria.priorities),
  ]
  const others = [
    ...oneOf('id', criteria.ids),
    ...oneOf('failure_cause', criteria.failureCauses),
    ...(criteria.metadata ?? []).map(hasMetadata),
    ...compare('started', '>=', criteria.startedFrom),
    ...compare('started', '<=', criteria.startedTo),
    ...compare('finished', '>=', criteria.finishedFrom),
    ...compare('finished', '<=', criteria.finishedTo),
    ...duration('>=', criteria.durationFrom),
    ...duration('<=', criteria.durationTo),
    ...(criteria.text === undefined ? [] : [mentions(criteria.text)]),
    ...(criteria.error === undefined
      ? []
      : [{ sql: criteria.error ? HAS_FAILED : `not ${HAS_FAILED}`, values: [] }]),
  ]
  const all = [...countable, ...others]
  return {
    sql: all.length > 0 ? `where ${all.map(({ sql }) => sql).join('\n  and ')}` : '',
    values: all.flatMap(({ values }) => values),
    counted: others.length === 0,
  }
}

function equal(column: string, value: string | undefined): readonly SqlCondition[] {
  return value === undefined ? [] : [{ sql: `j.${column} = ?`, values: [value] }]
}

function oneOf(column: string, values: readonly (string | number)[] | undefined): readonly SqlCondition[] {
  if (values === undefined) return []
  return [
    values.length === 0 ? { sql: 'false', values: [] } : { sql: `j.${column} in (?)`, values: [values] },
  ]
}

function compare(column: string, operator: '>=' | '<=', time: Date | undefined): readonly SqlCondition[] {
  return time === undefined ? [] : [{ sql: `j.${column} ${operator} ?`, values: [time.toISOString()] }]
}

function duration(operator: '>=' | '<=', seconds: number | undefined): readonly SqlCondition[] {
  if (seconds === undefined) return []
  return [{ sql: `j.finished - j.run_started ${operator} ? * interval '1 second'`, values: [seconds] }]
}

/** Relies on the index `metadata_value`, which holds the first 200 characters of a value. */
function hasMetadata({ key, value }: { readonly key: string; readonly value: string }): SqlCondition {
  return {
    sql: `j.id in (
      select m.job_id from callsheet.metadata m
      where m.key = ? and left(m.value, 200) = left(?, 200) and m.value = ?)`,
    values: [key, value, value],
  }
}

/**
 * Scans all jobs that could match, as no index helps. A retried step loses its error message; its attempts do
 * not.
 */
function mentions(text: string): SqlCondition {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
  return {
    sql: `(j.type ilike ?
      or exists (select from callsheet.metadata m where m.job_id = j.id and m.value ilike ?)
      or exists (select from callsheet.step s
        where s.job_id = j.id and (s.error_message ilike ? or s.description ilike ?))
      or exists (select from callsheet.attempt a where a.job_id = j.id and a.error_message ilike ?))`,
    values: [pattern, pattern, pattern, pattern, pattern],
  }
}

const HAS_FAILED = `exists (
      select from callsheet.attempt a where a.job_id = j.id and a.state in ('FAILED_RETRY', 'FAILED_FATAL'))`

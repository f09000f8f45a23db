/** The criteria that select jobs, and their translation to SQL. */

import { hasMetadata, mentions, type Pair, type SqlCondition, type Word } from './matching.ts'

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
  readonly metadata?: readonly Pair[]
  /** Both ends included. */
  readonly startedFrom?: Date
  readonly startedTo?: Date
  readonly finishedFrom?: Date
  readonly finishedTo?: Date
  /** Time from the start of the first step to the end of the job, s. Jobs without either time never match. */
  readonly durationFrom?: number
  readonly durationTo?: number
  /** A job must contain all of these words. The jobs that are named by their id come first in a list. */
  readonly words?: readonly Word[]
  /** Whether a step of the job has failed. */
  readonly error?: boolean
  /** Whether retention leaves it. */
  readonly keep?: boolean
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
    ...hasMetadata(criteria.metadata ?? []),
    ...compare('started', '>=', criteria.startedFrom),
    ...compare('started', '<=', criteria.startedTo),
    ...compare('finished', '>=', criteria.finishedFrom),
    ...compare('finished', '<=', criteria.finishedTo),
    ...duration('>=', criteria.durationFrom),
    ...duration('<=', criteria.durationTo),
    ...(criteria.words ?? []).map(mentions),
    ...(criteria.error === undefined
      ? []
      : [{ sql: criteria.error ? HAS_FAILED : `not ${HAS_FAILED}`, values: [] }]),
    ...(criteria.keep === undefined ? [] : [{ sql: criteria.keep ? 'j.keep' : 'not j.keep', values: [] }]),
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

const HAS_FAILED = `exists (
      select from callsheet.attempt a where a.job_id = j.id and a.state in ('FAILED_RETRY', 'FAILED_FATAL'))`

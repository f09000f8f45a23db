/** Conditions on a value as a whole, by its start, by a pattern, or between bounds. */
import { timeCodeFrom } from '../../../time-code.ts'
import { KEY_LENGTH, type SearchClause, type ValueCondition } from './condition.ts'

/** Bounds of a value. Numbers and time codes compare by their size; anything else as text. */
export interface ValueRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly excludesFrom?: boolean
  readonly excludesTo?: boolean
}

/** In any case; `*` stands for anything. Index: `item_value_key`. */
export function valueCondition(value: string): ValueCondition {
  const star = value.indexOf('*')
  if (star < 0) return { byKey: equal(value) }
  const start = startCondition([...value.slice(0, star)].slice(0, KEY_LENGTH).join(''))
  const isStart = star === value.length - 1 && isWithinKey(value)
  if (isStart) return { byKey: start }
  const pattern = patternOf(value)
  return {
    byKey: { sql: `(${start.sql} and v.key like lower(?))`, values: [...start.values, pattern] },
    byValue: { sql: `(${start.sql} and lower(v.value) like lower(?))`, values: [...start.values, pattern] },
  }
}

/** The case counts, too. */
export function exactCondition(value: string): ValueCondition {
  const { byKey, byValue = byKey } = valueCondition(value)
  const { sql, values } = value.includes('*')
    ? { sql: `(${byValue.sql} and v.value like ?)`, values: [...byValue.values, patternOf(value)] }
    : { sql: `(${byKey.sql} and v.hash = hashtextextended(?, 0))`, values: [...byKey.values, value] }
  return { byKey: { sql, values } }
}

function equal(value: string): SearchClause {
  if (isWithinKey(value)) return { sql: 'v.key = lower(?)', values: [value] }
  const sql = `(v.key = lower(left(?, ${KEY_LENGTH})) and lower(v.value) = lower(?))`
  return { sql, values: [value, value] }
}

/** As a range, because the plan of a prepared statement does not know the pattern. */
function startCondition(start: string): SearchClause {
  if (start === '') return { sql: 'true', values: [] }
  return { sql: '(v.key >= lower(?) and v.key <= lower(?) || ?)', values: [start, start, HIGHEST] }
}

const HIGHEST = '\u{10FFFF}'

/** Whether the key of a value that is no longer has all of it. */
function isWithinKey(value: string): boolean {
  return [...value].length < KEY_LENGTH
}

/** Index: `item_value_number`, or `item_value_key` for texts. */
export function rangeCondition(range: ValueRange): ValueCondition {
  const { from, to, excludesFrom = false, excludesTo = false } = range
  const bounds = [from, to].filter((bound) => bound !== undefined)
  const isNumeric = bounds.every((bound) => numberOf(bound) !== undefined)
  const compared = isNumeric ? comparedAsNumber : comparedAsText
  const parts = [
    ...(from === undefined ? [] : [compared(excludesFrom ? '>' : '>=', from)]),
    ...(to === undefined ? [] : [compared(excludesTo ? '<' : '<=', to)]),
  ]
  const sql = parts.length === 0 ? 'true' : `(${parts.map((part) => part.sql).join(' and ')})`
  return { byKey: { sql, values: parts.flatMap(({ values }) => values) } }
}

type Comparison = '>' | '>=' | '<' | '<='

function comparedAsNumber(comparison: Comparison, bound: string): SearchClause {
  const { sql, values } = numberOf(bound) ?? { sql: 'null', values: [] }
  return { sql: `v.number ${comparison} ${sql}`, values }
}

function comparedAsText(comparison: Comparison, bound: string): SearchClause {
  if (isWithinKey(bound)) return { sql: `v.key ${comparison} lower(?)`, values: [bound] }
  const [less] = comparison
  const sql = `v.key ${less}= lower(left(?, ${KEY_LENGTH})) and lower(v.value) collate "C" ${comparison} lower(?)`
  return { sql, values: [bound, bound] }
}

/** The same as the column `number` is computed, so that equal bounds are equal. */
function numberOf(bound: string): SearchClause | undefined {
  if (NUMBER.test(bound)) return { sql: '?::numeric', values: [bound] }
  if (!bound.includes('@')) return undefined
  const { samples, timeBase } = timeCodeFrom(bound) ?? {}
  if (samples === undefined || !timeBase) return undefined
  const values = [samples, timeBase.numerator, timeBase.denominator].map(String)
  return { sql: '?::numeric * ?::numeric / ?::numeric', values }
}

/** Short enough for PostgreSQL's `numeric`. */
const NUMBER = /^(?=.{1,100}$)-?\d+(\.\d+)?([eE][-+]?\d{1,3})?$/

/** The values of a select, with the columns that rows of `item_value` have. */
export function keyed(select: string): string {
  return `select v.value, lower(left(v.value, ${KEY_LENGTH})) collate "C" as key, ${NUMBER_OF_VALUE} as number
  from (${select}) as v (value)`
}

const NUMBER_OF_VALUE = `(case when length(v.value) <= 100
  and v.value ~ '^-{0,1}\\d+(\\.\\d+){0,1}([eE][-+]{0,1}\\d{1,3}){0,1}$' then v.value::numeric end)`

export function patternOf(value: string): string {
  return value.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%')
}

/** The criteria that select items, and their translation to SQL (wire-media.md §2.6). */
import { serialOf } from '../../../ids.ts'
import type { FieldMatch } from '../../../metadata/field-match.ts'
import type { ItemCondition } from './condition.ts'
import { LIVE_FIELDS } from './live-fields.ts'
import { allWordsCondition, patternOf, wordCondition, wordsIn } from './words.ts'

export type Criterion =
  | {
      readonly is: 'field'
      readonly name: string
      readonly values: readonly string[]
      readonly ranges: readonly ValueRange[]
      /** Default: `value`. */
      readonly match?: FieldMatch
    }
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'all' | 'any' | 'none'; readonly of: readonly Criterion[] }

/** Bounds of a value. Numbers and times compare as such; anything else as text. */
export interface ValueRange {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly excludesFrom?: boolean
  readonly excludesTo?: boolean
}

export function itemCondition(criterion: Criterion): ItemCondition {
  switch (criterion.is) {
    case 'field':
      return fieldCondition(criterion)
    case 'text':
      return textCondition(criterion.text)
    case 'all':
      return joined(criterion.of, 'and', 'true')
    case 'any':
      return joined(criterion.of, 'or', 'false')
    case 'none': {
      const { sql, values } = joined(criterion.of, 'or', 'false')
      return { sql: `not ${sql}`, values }
    }
  }
}

function joined(of: readonly Criterion[], word: 'and' | 'or', nothing: string): ItemCondition {
  const conditions = of.map(itemCondition)
  return {
    sql: conditions.length === 0 ? nothing : `(${conditions.map(({ sql }) => sql).join(`\n ${word} `)})`,
    values: conditions.flatMap(({ values }) => values),
  }
}

type FieldCriterion = Extract<Criterion, { readonly is: 'field' }>

/** Without values and ranges, an item must have any value. */
function fieldCondition({ name, values, ranges, match = 'value' }: FieldCriterion): ItemCondition {
  const quick = ranges.length === 0 ? byKey(name, values) : undefined
  if (quick) return quick
  const live = Object.hasOwn(LIVE_FIELDS, name) ? LIVE_FIELDS[name] : undefined
  const compared = values.map(CONDITION_OF[live === undefined ? match : 'value'])
  const wanted = [...compared, ...ranges.map(rangeCondition)]
  const sql = wanted.length === 0 ? 'true' : `(${wanted.map((one) => one.sql).join(' or ')})`
  const of = wanted.flatMap((one) => one.values)
  if (live !== undefined)
    return { sql: `exists (select from (${live}) as v (value) where ${sql})`, values: of }
  const inValues = `i.id in (select v.item_id from callsheet.item_value v where v.field = ? and ${sql})`
  return { sql: inValues, values: [name, ...of] }
}

/** Fields whose values are keys of rows: they need not be written out for every item. */
function byKey(name: string, values: readonly string[]): ItemCondition | undefined {
  if (values.length === 0 || values.some((value) => value.includes('*'))) return undefined
  const serials = values.map((value) => serialOf(value) ?? 0)
  switch (name) {
    case 'itemId':
      return { sql: 'i.id = any (?)', values: [serials] }
    case '__collection':
      return { sql: `i.id in (${IN_COLLECTIONS})`, values: [serials] }
    case '__shape':
      return {
        sql: 'i.id in (select s.item_id from callsheet.shape s where s.id = any (?))',
        values: [serials],
      }
    case 'shapeTag':
      return {
        sql: 'i.id in (select s.item_id from callsheet.shape s where s.tags && ?::text[])',
        values: [values],
      }
    default:
      return undefined
  }
}

const IN_COLLECTIONS =
  "select e.entry_id from callsheet.collection_entry e where e.kind = 'item' and e.collection_id = any (?)"

const CONDITION_OF: Readonly<Record<FieldMatch, (value: string) => ItemCondition>> = {
  words: allWordsCondition,
  value: valueCondition,
  exact: exactCondition,
}

/** Found by the index without the case, as a whole or by its start. */
function exactCondition(value: string): ItemCondition {
  const { sql, values } = valueCondition(value)
  return { sql: `(${sql} and v.value like ?)`, values: [...values, patternOf(value)] }
}

/** The start of the value is in the index `item_value_field`. */
function valueCondition(value: string): ItemCondition {
  if (!value.includes('*')) {
    const sql = `(${KEY} = lower(left(?, 200)) and lower(v.value) = lower(?))`
    return { sql, values: [value, value] }
  }
  const like = { sql: 'lower(v.value) like lower(?)', values: [patternOf(value)] }
  const start = [...value.slice(0, value.indexOf('*'))].slice(0, 200).join('')
  if (start === '') return like
  // As a range, because the plan of a prepared statement does not know the pattern.
  const between = `${KEY} ~>=~ lower(?) and ${KEY} ~<=~ (lower(?) || ?)`
  return { sql: `(${between} and ${like.sql})`, values: [start, start, HIGHEST, ...like.values] }
}

/** Of the index `item_value_field`, which compares byte by byte. */
const KEY = 'lower(left(v.value, 200))'
const HIGHEST = '\u{10FFFF}'

function rangeCondition({ from, to, excludesFrom = false, excludesTo = false }: ValueRange): ItemCondition {
  const bounds = [from, to].filter((bound) => bound !== undefined)
  const isNumeric = bounds.length > 0 && bounds.every((bound) => NUMBER.test(bound))
  const [column, bound] = isNumeric ? [NUMERIC_VALUE, '?::numeric'] : ['lower(v.value)', 'lower(?)']
  const parts = [
    ...(from === undefined ? [] : [`${column} ${excludesFrom ? '>' : '>='} ${bound}`]),
    ...(to === undefined ? [] : [`${column} ${excludesTo ? '<' : '<='} ${bound}`]),
  ]
  return { sql: parts.length === 0 ? 'true' : `(${parts.join(' and ')})`, values: bounds }
}

/** Short enough for PostgreSQL's `numeric`. */
const NUMBER = /^(?=.{1,100}$)-?\d+(\.\d+)?([eE][-+]?\d{1,3})?$/

/** Null for what is no number. */
export const NUMERIC_VALUE = `(case when length(v.value) <= 100
  and v.value ~ '^-{0,1}\\d+(\\.\\d+){0,1}([eE][-+]{0,1}\\d{1,3}){0,1}$' then v.value::numeric end)`

/** An item must contain each word and phrase, in any of its values. */
function textCondition(text: string): ItemCondition {
  const words = wordsIn(text).map(wordCondition)
  const sql = words.map((one) => `i.id in (select v.item_id from callsheet.item_value v where ${one.sql})`)
  return {
    sql: words.length === 0 ? 'true' : `(${sql.join(' and ')})`,
    values: words.flatMap((one) => one.values),
  }
}

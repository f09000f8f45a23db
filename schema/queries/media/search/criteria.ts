/** The criteria that select items, and their translation to SQL (wire-media.md §2.6). */
import { serialOf } from '../../../ids.ts'
import { LIVE_FIELDS } from './live-fields.ts'

/** A condition on `callsheet.item i`, with a `?` for each value. */
export interface ItemCondition {
  readonly sql: string
  readonly values: readonly unknown[]
}

export type Criterion =
  | {
      readonly is: 'field'
      readonly name: string
      readonly values: readonly string[]
      readonly ranges: readonly ValueRange[]
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
function fieldCondition({ name, values, ranges }: FieldCriterion): ItemCondition {
  const quick = ranges.length === 0 ? byKey(name, values) : undefined
  if (quick) return quick
  const wanted = [...values.map(valueCondition), ...ranges.map(rangeCondition)]
  const sql = wanted.length === 0 ? 'true' : `(${wanted.map((one) => one.sql).join(' or ')})`
  const of = wanted.flatMap((one) => one.values)
  const live = Object.hasOwn(LIVE_FIELDS, name) ? LIVE_FIELDS[name] : undefined
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

function patternOf(value: string): string {
  return value.replaceAll(/[\\%_]/g, '\\$&').replaceAll('*', '%')
}

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

/** An item must contain each word and phrase, in any of its values. Index: `item_value_words`. */
function textCondition(text: string): ItemCondition {
  const words = [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, phrase, word]) =>
    wordCondition(phrase ?? word ?? '', phrase !== undefined),
  )
  const sql = words.map((one) => `i.id in (select v.item_id from callsheet.item_value v where ${one.sql})`)
  return {
    sql: words.length === 0 ? 'true' : `(${sql.join(' and ')})`,
    values: words.flatMap((one) => one.values),
  }
}

function wordCondition(word: string, isPhrase: boolean): ItemCondition {
  if (isPhrase) return { sql: `v.words @@ phraseto_tsquery('simple', ?)`, values: [word] }
  const start = word.replace(/\*$/, '')
  const isPlain = !start.includes('*') && /^[\p{L}\p{N}]+$/u.test(start)
  if (isPlain) {
    const query = start === word ? `'${start}'` : `'${start}':*`
    return { sql: `v.words @@ to_tsquery('simple', ?)`, values: [query] }
  }
  // A word with signs is split by the parser in ways that a client cannot know; `*` alone is any value.
  return { sql: 'lower(v.value) like lower(?)', values: [`%${patternOf(word)}%`] }
}

/** The criteria that select items, and their translation to SQL (wire-media.md §2.6). */
import { serialOf } from '../../../ids.ts'
import type { FieldMatch } from '../../../metadata/field-match.ts'
import {
  havingValue,
  type ItemCondition,
  joined,
  joinedItems,
  joinedValues,
  type ValueCondition,
} from './condition.ts'
import { LIVE_FIELDS } from './live-fields.ts'
import { exactCondition, keyed, rangeCondition, type ValueRange, valueCondition } from './values.ts'
import { allWordsCondition, wordCondition, wordsIn } from './words.ts'

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

export function itemCondition(criterion: Criterion): ItemCondition {
  switch (criterion.is) {
    case 'field':
      return fieldCondition(criterion)
    case 'text':
      return textCondition(criterion.text)
    case 'all':
      return joinedItems(criterion.of.map(itemCondition), 'and')
    case 'any':
      return joinedItems(criterion.of.map(itemCondition), 'or')
    case 'none': {
      const { sql, values } = joined(criterion.of.map(itemCondition), 'or', 'false')
      return { sql: `not ${sql}`, values }
    }
  }
}

type FieldCriterion = Extract<Criterion, { readonly is: 'field' }>

/** Without values and ranges, an item must have any value. */
function fieldCondition({ name, values, ranges, match = 'value' }: FieldCriterion): ItemCondition {
  const quick = ranges.length === 0 ? byId(name, values) : undefined
  if (quick) return quick
  const live = Object.hasOwn(LIVE_FIELDS, name) ? LIVE_FIELDS[name] : undefined
  const compared = values.map(CONDITION_OF[live === undefined ? match : 'value'])
  const isAny = values.length + ranges.length === 0
  const wanted = joinedValues([...compared, ...ranges.map(rangeCondition)], 'or', isAny ? 'true' : 'false')
  if (live === undefined) return havingValue(wanted, name)
  const { byKey, byValue = byKey } = wanted
  return { sql: `exists (select from (${keyed(live)}) as v where ${byValue.sql})`, values: byValue.values }
}

/** Fields whose values are ids of rows: they need not be written out for every item. */
function byId(name: string, values: readonly string[]): ItemCondition | undefined {
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

const CONDITION_OF: Readonly<Record<FieldMatch, (value: string) => ValueCondition>> = {
  words: allWordsCondition,
  value: valueCondition,
  exact: exactCondition,
}

/** An item must contain each word and phrase, in any of its values. */
function textCondition(text: string): ItemCondition {
  const words = wordsIn(text).map((word) => havingValue(wordCondition(word)))
  return joinedItems(words, 'and')
}

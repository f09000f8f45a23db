/** Conditions of a search, as SQL with a `?` for each value. */

/** A condition on `callsheet.item i`, or on `callsheet.item_value v`. */
export interface SearchClause {
  readonly sql: string
  readonly values: readonly unknown[]
}

/** A condition on `callsheet.item i`. */
export interface ItemCondition extends SearchClause {
  /** A select of the ids of these items, as `item_id`, with the same values, if it needs no rows of items. */
  readonly ids?: string
}

/**
 * A condition on a value: by `v.key` as far as possible, so that an index alone answers it. The key has the
 * first 200 characters in lower case.
 */
export interface ValueCondition {
  readonly byKey: SearchClause
  /** For values of which the key is only the start; undefined if `byKey` holds for them, too. */
  readonly byValue?: SearchClause
}

/** A key of this length may be the start of a longer value. */
export const KEY_LENGTH = 200

/**
 * Sets of ids are joined as such: each is read once, whereas a plan that looks up the items of one set in
 * another would be a guess, because a prepared statement does not know how many there are.
 */
export function joinedItems(conditions: readonly ItemCondition[], word: 'and' | 'or'): ItemCondition {
  const [only] = conditions
  if (only && conditions.length === 1) return only
  const condition = joined(conditions, word, word === 'and' ? 'true' : 'false')
  const ids = conditions.map((one) => one.ids)
  if (conditions.length === 0 || ids.includes(undefined)) return condition
  return {
    ...condition,
    ids: ids.map((one) => `(${one})`).join(word === 'and' ? '\nintersect ' : '\nunion '),
  }
}

export function joined(
  conditions: readonly SearchClause[],
  word: 'and' | 'or',
  nothing: 'true' | 'false',
): SearchClause {
  return {
    sql: conditions.length === 0 ? nothing : `(${conditions.map(({ sql }) => sql).join(`\n ${word} `)})`,
    values: conditions.flatMap(({ values }) => values),
  }
}

export function joinedValues(
  conditions: readonly ValueCondition[],
  word: 'and' | 'or',
  nothing: 'true' | 'false',
): ValueCondition {
  const byKey = joined(
    conditions.map((one) => one.byKey),
    word,
    nothing,
  )
  if (conditions.every(({ byValue }) => byValue === undefined)) return { byKey }
  const byValue = conditions.map((one) => one.byValue ?? one.byKey)
  return { byKey, byValue: joined(byValue, word, nothing) }
}

/** The items that have such a value, in this field or in any. */
export function havingValue({ byKey, byValue }: ValueCondition, field?: string): ItemCondition {
  const [of, values] = field === undefined ? ['', []] : ['v.field = ? and ', [field]]
  const select = `select v.item_id from callsheet.item_value v where ${of}`
  const ids = byValue
    ? `${select}length(v.key) < ${KEY_LENGTH} and ${byKey.sql}
  union all ${select}length(v.key) >= ${KEY_LENGTH} and ${byValue.sql}`
    : `${select}${byKey.sql}`
  const rest = byValue ? [...values, ...byValue.values] : []
  return { ids, sql: `i.id in (${ids})`, values: [...values, ...byKey.values, ...rest] }
}

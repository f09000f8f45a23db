/** Conditions of a search, as SQL with a `?` for each value. */

/** A condition on `callsheet.item i`, or on `callsheet.item_value v`. */
export interface ItemCondition {
  readonly sql: string
  readonly values: readonly unknown[]
}

/**
 * A condition on a value: by `v.key` as far as possible, so that an index alone answers it. The key has the
 * first 200 characters in lower case.
 */
export interface ValueCondition {
  readonly byKey: ItemCondition
  /** For values of which the key is only the start; undefined if `byKey` holds for them, too. */
  readonly byValue?: ItemCondition
}

/** A key of this length may be the start of a longer value. */
export const KEY_LENGTH = 200

export const NEVER: ItemCondition = { sql: 'false', values: [] }

export function joined(
  conditions: readonly ItemCondition[],
  word: 'and' | 'or',
  nothing: 'true' | 'false',
): ItemCondition {
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
  const select = 'select v.item_id from callsheet.item_value v where'
  if (!byValue) return { sql: `i.id in (${select} ${of}${byKey.sql})`, values: [...values, ...byKey.values] }
  return {
    sql: `i.id in (${select} ${of}length(v.key) < ${KEY_LENGTH} and ${byKey.sql}
  union all ${select} ${of}length(v.key) >= ${KEY_LENGTH} and ${byValue.sql})`,
    values: [...values, ...byKey.values, ...values, ...byValue.values],
  }
}

/** What the value of a parameter can be (wire.md §1.3). Each kind reads all the values that were sent for one name. */
import { readDateTime } from '../../../schema/codec/date-time.ts'

export type Kind<T> = {
  readonly name: string
  /** Follows “expected” in a refusal. */
  readonly expected: string
  /** The values of a closed list, for the reference documentation. */
  readonly values?: readonly string[]
  /** Called with one value or more, none of them blank. */
  readonly read: (values: readonly string[]) => Reading<T>
}

type Reading<T> = { readonly value: T } | { readonly wrong: string }

export const string: Kind<string> = single('string', 'a text', (text) => text)

/** As wide as xs:int and the `integer` of PostgreSQL, which would answer a wider one with an error of its own. */
export const integer: Kind<number> = single('integer', 'an integer', (text) => {
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN
  return Math.abs(number) <= 2_147_483_647 ? number : undefined
})

/** An integer with its bounds, both included. */
export function integerFrom(least: number, most: number): Kind<number> {
  return single('integer', `an integer from ${least} to ${most}`, (text) => {
    const number = /^\s*\+?\d+\s*$/.test(text) ? Number(text) : Number.NaN
    return number >= least && number <= most ? number : undefined
  })
}

export const boolean: Kind<boolean> = single('boolean', 'true or false', (text) => {
  const word = text.trim().toLowerCase()
  return word === 'true' || (word === 'false' ? false : undefined)
})

/** ISO 8601 in the forms of wire.md §4.3; without a zone it is UTC, without a time midnight. */
export const dateTime: Kind<Date> = single('dateTime', 'a time such as 2026-01-31T12:00:00Z', readDateTime)

export function oneOf<const V extends string>(values: readonly V[]): Kind<V> {
  const expected = `one of ${values.join(', ')}`
  const read = (text: string) => values.find((value) => value === text.trim())
  return { ...single('oneOf', expected, read), values }
}

/** A comma separated list of names that are all known; the first that is not is refused. */
export function listOf<const V extends string>(values: readonly V[]): Kind<readonly V[]> {
  return {
    name: 'listOf',
    expected: `a comma separated list of ${values.join(', ')}`,
    values,
    read: (sent) => {
      const names = items(sent)
      const wrong = names.find((name) => !values.some((value) => value === name))
      if (wrong !== undefined) return { wrong }
      return { value: values.filter((value) => names.includes(value)) }
    },
  }
}

/** A comma separated list; blanks, trailing commas and repeated parameters are tolerated. */
export const list: Kind<readonly string[]> = {
  name: 'list',
  expected: 'a comma separated list',
  read: (values) => ({ value: items(values) }),
}

/** The same with one item or more: `id=,` names nothing, and is refused. */
export const someOf: Kind<readonly string[]> = {
  ...list,
  expected: 'a comma separated list of one or more',
  read: (values) => {
    const value = items(values)
    return value.length > 0 ? { value } : { wrong: values.join() }
  },
}

/**
 * The names to look for, or `all`. With `known`, a name that is not known looks for nothing, so that a list of only
 * unknown names finds nothing; `renamed` leads old names to today's.
 */
export function namesOrAll(): Kind<'all' | readonly string[]>
export function namesOrAll<const V extends string>(
  known: readonly V[],
  renamed?: Readonly<Record<string, V>>,
): Kind<'all' | readonly V[]>
export function namesOrAll(
  known?: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): Kind<'all' | readonly string[]> {
  const read = (values: readonly string[]): Reading<'all' | readonly string[]> => {
    const names = items(values)
    // `state=,` names nothing, and so filters nothing.
    if (names.length === 0 || names.some((name) => name.toLowerCase() === 'all')) return { value: 'all' }
    if (!known) return { value: names }
    return { value: names.map((name) => renamed[name] ?? name).filter((name) => known.includes(name)) }
  }
  return {
    name: 'namesOrAll',
    expected: 'a comma separated list or all',
    ...(known && { values: [...known, 'all'] }),
    read,
  }
}

/** The parameter as often as it was sent, commas and all. */
export const repeated: Kind<readonly string[]> = {
  name: 'repeated',
  expected: 'a text',
  read: (values) => ({ value: values }),
}

/** `key=value`, as often as it was sent; the value is everything after the first `=`. */
export const pairs: Kind<readonly { readonly key: string; readonly value: string }[]> = {
  name: 'pairs',
  expected: 'key=value',
  read: (values) => {
    const wrong = values.find((text) => text.indexOf('=') < 1)
    if (wrong !== undefined) return { wrong }
    return {
      value: values.map((text) => ({
        key: text.slice(0, text.indexOf('=')),
        value: text.slice(text.indexOf('=') + 1),
      })),
    }
  },
}

/** Reads the first value: the query's before a matrix parameter's. */
function single<T>(name: string, expected: string, read: (text: string) => T | undefined): Kind<T> {
  return {
    name,
    expected,
    read: ([text = '']) => {
      const value = read(text)
      return value === undefined ? { wrong: text } : { value }
    },
  }
}

function items(values: readonly string[]): readonly string[] {
  return values
    .flatMap((text) => text.split(','))
    .map((item) => item.trim())
    .filter((item) => item !== '')
}

/** Kinds of parameter values (wire.md §1.3). A kind reads all values that a request has for one name. */
import { readDateTime } from '../../../schema/codec/date-time.ts'

export type KindName =
  | 'string'
  | 'integer'
  | 'boolean'
  | 'dateTime'
  | 'oneOf'
  | 'listOf'
  | 'list'
  | 'namesOrAll'
  | 'knownOrAll'
  | 'repeated'
  | 'pairs'
  | 'words'

export type Kind<T> = {
  readonly name: KindName
  /** Completes “expected …” in an error message. */
  readonly expected: string
  /** The permitted values, for the reference documentation. Default: any. */
  readonly values?: readonly string[]
  /** The bounds of an integer, both inclusive. */
  readonly range?: { readonly least: number; readonly most: number }
  /** Receives one or more values, none of them blank. */
  readonly read: (values: readonly string[]) => Reading<T>
}

/** `expected` replaces that of the kind. */
type Reading<T> = { readonly value: T } | { readonly wrong: string; readonly expected?: string }

export const string: Kind<string> = single('string', 'a string', (text) => text)

/** A 32-bit integer, as xs:int and PostgreSQL's `integer`, which would fail on a larger one. */
export const integer: Kind<number> = single('integer', 'an integer', (text) => {
  const number = /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : Number.NaN
  return Math.abs(number) <= 2_147_483_647 ? number : undefined
})

/** An integer from `least` to `most`, both inclusive. */
export function integerFrom(least: number, most: number): Kind<number> {
  const kind = single('integer', `an integer from ${least} to ${most}`, (text) => {
    const number = /^\s*\+?\d+\s*$/.test(text) ? Number(text) : Number.NaN
    return number >= least && number <= most ? number : undefined
  })
  return { ...kind, range: { least, most } }
}

export const boolean: Kind<boolean> = single('boolean', 'true or false', (text) => {
  const word = text.trim().toLowerCase()
  return word === 'true' || (word === 'false' ? false : undefined)
})

/** ISO 8601 in the forms of wire.md §4.3. The zone defaults to UTC, the time of day to midnight. */
export const dateTime: Kind<Date> = single('dateTime', 'a time such as 2026-01-31T12:00:00Z', readDateTime)

export function oneOf<const V extends string>(values: readonly V[]): Kind<V> {
  const expected = `one of ${values.join(', ')}`
  const read = (text: string) => values.find((value) => value === text.trim())
  return { ...single('oneOf', expected, read), values }
}

/** A comma-separated list of known names; an unknown name is refused. */
export function listOf<const V extends string>(values: readonly V[]): Kind<readonly V[]> {
  return {
    name: 'listOf',
    expected: `a comma-separated list of ${values.join(', ')}`,
    values,
    read: (sent) => {
      const names = items(sent)
      const wrong = names.find((name) => !values.some((value) => value === name))
      if (wrong !== undefined) return { wrong }
      return { value: values.filter((value) => names.includes(value)) }
    },
  }
}

/** A comma-separated list. Tolerates blanks, trailing commas and repeated parameters. */
export const list: Kind<readonly string[]> = {
  name: 'list',
  expected: 'a comma-separated list',
  read: (values) => ({ value: items(values) }),
}

/** A comma-separated list of at least one item; refuses `id=,`. */
export const someOf: Kind<readonly string[]> = {
  ...list,
  expected: 'a comma-separated list of at least one item',
  read: (values) => {
    const value = items(values)
    return value.length > 0 ? { value } : { wrong: values.join() }
  },
}

/**
 * The names to filter by, or `all`. With `known`, unknown names are dropped, so a list of only unknown names
 * matches nothing. `renamed` maps old names to current ones.
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
    // `state=,` has no names, so it does not filter.
    if (names.length === 0 || names.some((name) => name.toLowerCase() === 'all')) return { value: 'all' }
    if (!known) return { value: names }
    return { value: names.map((name) => renamed[name] ?? name).filter((name) => known.includes(name)) }
  }
  return {
    name: 'namesOrAll',
    expected: 'a comma-separated list, or all',
    ...(known && { values: [...known, 'all'] }),
    read,
  }
}

/** The same, but an unknown name is refused. */
export function knownOrAll<const V extends string>(
  known: readonly V[],
  renamed: Readonly<Record<string, V>> = {},
): Kind<'all' | readonly V[]> {
  const lenient = namesOrAll(known, renamed)
  const isKnown = (name: string) =>
    name.toLowerCase() === 'all' || Object.hasOwn(renamed, name) || known.some((one) => one === name)
  return {
    ...lenient,
    name: 'knownOrAll',
    expected: `a comma-separated list of ${known.join(', ')}, or all`,
    read: (values) => {
      const wrong = items(values).find((name) => !isKnown(name))
      return wrong === undefined ? lenient.read(values) : { wrong }
    },
  }
}

/** A repeatable parameter, not split at commas. */
export const repeated: Kind<readonly string[]> = {
  name: 'repeated',
  expected: 'a string',
  read: (values) => ({ value: values }),
}

/** A repeatable `key=value`; the value is everything after the first `=`. */
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

/** The same kind with at most so many values. */
export function atMost<T>(most: number, kind: Kind<readonly T[]>): Kind<readonly T[]> {
  const read = (values: readonly string[]): Reading<readonly T[]> =>
    values.length > most
      ? { wrong: String(values.length), expected: `at most ${most} values` }
      : kind.read(values)
  return { ...kind, read }
}

/** The words of a text, separated by blanks; at most so many. */
export function words(most: number): Kind<readonly string[]> {
  const read = ([text = '']: readonly string[]): Reading<readonly string[]> => {
    const value = text.split(/\s+/).filter((word) => word !== '')
    return value.length > most
      ? { wrong: String(value.length), expected: `at most ${most} words` }
      : { value }
  }
  return { name: 'words', expected: 'words', read }
}

/** A kind that reads only the first value: that of the query, or else of a matrix part. */
function single<T>(name: KindName, expected: string, read: (text: string) => T | undefined): Kind<T> {
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

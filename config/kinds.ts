/** Defines settings and the kinds of their values. */

export interface Setting<T> {
  readonly variable: string
  readonly description: string
  /** The default as text, for the reference documentation; empty if there is none. */
  readonly fallback: string
  /**
   * Reads the text of the variable, undefined if it is not set. `expected` completes “expected …” in an error
   * message.
   */
  readonly read: (text: string | undefined) => { readonly value: T } | { readonly expected: string }
  /** Whether messages must not repeat its value. */
  readonly isSecret?: true
}

type Kind<T> = Pick<Setting<T>, 'fallback' | 'read' | 'isSecret'>

export function setting<T>(variable: string, description: string, kind: Kind<T>): Setting<T> {
  return { variable, description, ...kind }
}

export function text(fallback: string): Kind<string> {
  return { fallback, read: (given) => ({ value: given ?? fallback }) }
}

export function optional(pattern: RegExp, expected: string): Kind<string | undefined> {
  return {
    fallback: '',
    read: (given) => (given === undefined || pattern.test(given) ? { value: given } : { expected }),
  }
}

export function integer(fallback: number, least: number, most: number): Kind<number> {
  return {
    fallback: String(fallback),
    read: (given) => (given === undefined ? { value: fallback } : wholeNumber(given, least, most)),
  }
}

export function optionalInteger(least: number, most: number): Kind<number | undefined> {
  return {
    fallback: '',
    read: (given) => (given === undefined ? { value: undefined } : wholeNumber(given, least, most)),
  }
}

/** A number that replaces a former flag: `true` is 1, `false` is 0. */
export function integerOrFlag(fallback: number, least: number, most: number): Kind<number> {
  const words: Readonly<Record<string, string>> = { true: '1', false: '0' }
  return {
    fallback: String(fallback),
    read: (given) =>
      given === undefined
        ? { value: fallback }
        : wholeNumber(words[given.toLowerCase()] ?? given, least, most),
  }
}

/** A number of days, or `never`. */
export function days(fallback: number): Kind<number | 'never'> {
  return {
    fallback: String(fallback),
    read: (given) => (given === undefined ? { value: fallback } : numberOfDays(given)),
  }
}

export function optionalDays(): Kind<number | 'never' | undefined> {
  return {
    fallback: '',
    read: (given) => (given === undefined ? { value: undefined } : numberOfDays(given)),
  }
}

function numberOfDays(given: string) {
  if (given === 'never') return { value: given } as const
  const read = wholeNumber(given, 1, 36_500)
  return 'value' in read ? read : { expected: `${read.expected}, or never` }
}

function wholeNumber(given: string, least: number, most: number) {
  const value = Number(given)
  if (/^\d+$/.test(given) && value >= least && value <= most) return { value }
  return { expected: `a whole number from ${least} to ${most}` }
}

export function flag(fallback: boolean): Kind<boolean> {
  const values: Readonly<Record<string, boolean>> = { true: true, false: false }
  return {
    fallback: String(fallback),
    read: (given) => {
      const value = given === undefined ? fallback : values[given.toLowerCase()]
      return value === undefined ? { expected: 'true or false' } : { value }
    },
  }
}

export function oneOf<const V extends string>(values: readonly V[], fallback: V): Kind<V> {
  return {
    fallback,
    read: (given) => {
      const value = given === undefined ? fallback : values.find((one) => one === given)
      return value === undefined ? { expected: `one of ${values.join(', ')}` } : { value }
    },
  }
}

/** The words of a setting that is a list, separated by spaces or commas. Pure. */
export function words(text: string | undefined): readonly string[] {
  return (text ?? '').split(/[\s,]+/).filter((word) => word !== '')
}

/** Declares the parameters of an operation and reads them from the query and matrix parts of a URL. */
import { oneOfNearest } from '../../../schema/nearest.ts'
import { invalidInput } from '../answer/fault.ts'
import type { Kind } from './parameter-kinds.ts'
import type { ParameterValues } from './url.ts'

export type QueryParameter<T> = {
  readonly kind: Kind<unknown>
  /** The handler's value if the client omits the parameter or leaves it blank. */
  readonly fallback: T
  readonly required: boolean
  readonly description: string
  /** Other names that clients are known to send: `idOnly` for `idonly`. */
  readonly aliases: readonly string[]
  /** Whether a blank value is refused rather than replaced by the fallback. */
  readonly filled?: true
}

export type Query = Readonly<Record<string, QueryParameter<unknown>>>

/** The values of declared parameters, as a handler receives them. */
export type ValuesOf<Q extends Query> = {
  readonly [K in keyof Q]: Q[K] extends QueryParameter<infer T> ? T : never
}

type Options = { readonly aliases?: readonly string[] }

export function parameter<T>(
  kind: Kind<T>,
  fallback: NoInfer<T>,
  description: string,
  options?: Options,
): QueryParameter<T>
export function parameter<T>(
  kind: Kind<T>,
  fallback: undefined,
  description: string,
  options?: Options,
): QueryParameter<T | undefined>
export function parameter<T>(
  kind: Kind<T>,
  fallback: T,
  description: string,
  { aliases = [] }: Options = {},
): QueryParameter<T> {
  return { kind, fallback, required: false, description, aliases }
}

/** A required parameter; without it the request is refused with 400 `expected …, got nothing`. */
export function required<T>(
  kind: Kind<T>,
  description: string,
  { aliases = [] }: Options = {},
): QueryParameter<T> {
  // The fallback is never used: readParameter() refuses first.
  return { kind, fallback: undefined as T, required: true, description, aliases }
}

/**
 * The same parameters, but refused if blank. For destructive operations: `state=` from an empty shell
 * variable, or `state=,`, must not mean every state.
 */
export function filled<Q extends Query>(query: Q): Q {
  return Object.fromEntries(
    Object.entries(query).map(([name, declared]) => [name, { ...declared, filled: true }]),
  ) as unknown as Q
}

/** The same parameters, described as read by only one of the actions of an operation. */
export function onlyWith<Q extends Query>(action: string, query: Q): Q {
  const lowered = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`
  const entries = Object.entries(query).map(([name, declared]) => {
    const description = `With \`${action}\`: ${lowered(declared.description)}`
    return [name, { ...declared, description }]
  })
  return Object.fromEntries(entries) as unknown as Q
}

/** Throws `invalidInput` for the first undeclared parameter; for a `strict` operation. */
export function refuseUnknown(query: Query, given: ParameterValues): void {
  const known = Object.entries(query).flatMap(([name, { aliases }]) => [name, ...aliases])
  for (const [name, [value]] of given)
    if (!known.includes(name))
      throw invalidInput(name, `unknown parameter: expected ${oneOfNearest(known, name)}`, value)
}

/**
 * Ignores unknown parameters (wire.md §1.3). Throws `invalidInput`, with the parameter as context, for a
 * value that is invalid.
 */
export function readParameters<Q extends Query>(query: Q, given: ParameterValues): ValuesOf<Q> {
  const values: Record<string, unknown> = {}
  for (const name in query) {
    const declared = query[name]
    if (declared) values[name] = readParameter(name, declared, given)
  }
  return values as ValuesOf<Q>
}

function readParameter(name: string, declared: QueryParameter<unknown>, given: ParameterValues): unknown {
  const values = valuesOf(name, declared.aliases, given)
  const isBlank = declared.filled && given.has(name) && values.every((value) => /^[\s,]*$/.test(value))
  if (values.length === 0 || isBlank) {
    if (declared.required || isBlank)
      throw invalidInput(name, `expected ${declared.kind.expected}, got nothing`)
    return declared.fallback
  }
  const reading = declared.kind.read(values)
  if ('value' in reading) return reading.value
  const { wrong, expected = declared.kind.expected } = reading
  throw invalidInput(name, `expected ${expected}, got “${wrong}”`, wrong)
}

function valuesOf(name: string, aliases: readonly string[], given: ParameterValues): readonly string[] {
  const values = given.get(name) ?? []
  const all =
    aliases.length === 0 ? values : [...values, ...aliases.flatMap((alias) => given.get(alias) ?? [])]
  return all.every(isFilled) ? all : all.filter(isFilled)
}

function isFilled(value: string): boolean {
  return value.trim() !== ''
}

/** The parameters of an operation: declared once, read from query and matrix alike, refused with 400 and their name. */
import { invalidInput } from '../answer/fault.ts'
import type { Kind } from './parameter-kinds.ts'
import type { ParameterValues } from './url.ts'

export type Parameter<T> = {
  readonly kind: Kind<unknown>
  /** What the handler gets when the client names none, or leaves it blank. */
  readonly fallback: T
  readonly required: boolean
  readonly description: string
  /** Other names that clients have been seen to send: `idOnly` for `idonly`. */
  readonly aliases: readonly string[]
  /** Refused when it is named and left blank. */
  readonly filled?: true
}

export type Query = Readonly<Record<string, Parameter<unknown>>>

/** What a handler gets for the parameters it declares. */
export type ValuesOf<Q extends Query> = {
  readonly [K in keyof Q]: Q[K] extends Parameter<infer T> ? T : never
}

type Options = { readonly aliases?: readonly string[] }

export function parameter<T>(
  kind: Kind<T>,
  fallback: NoInfer<T>,
  description: string,
  options?: Options,
): Parameter<T>
export function parameter<T>(
  kind: Kind<T>,
  fallback: undefined,
  description: string,
  options?: Options,
): Parameter<T | undefined>
export function parameter<T>(
  kind: Kind<T>,
  fallback: T,
  description: string,
  { aliases = [] }: Options = {},
): Parameter<T> {
  return { kind, fallback, required: false, description, aliases }
}

/** A parameter without which the operation is refused: 400 `expected … , got nothing`. */
export function required<T>(
  kind: Kind<T>,
  description: string,
  { aliases = [] }: Options = {},
): Parameter<T> {
  // Nobody sees the fallback: reading refuses before it would be used.
  return { kind, fallback: undefined as T, required: true, description, aliases }
}

/**
 * The same for an operation that does harm where one is missing: `state=` of an empty variable, or `state=,`, is refused and
 * does not mean every state.
 */
export function filled<Q extends Query>(query: Q): Q {
  return Object.fromEntries(
    Object.entries(query).map(([name, declared]) => [name, { ...declared, filled: true }]),
  ) as unknown as Q
}

/** The same parameters for an operation of several actions, which only one of the actions reads. */
export function onlyWith<Q extends Query>(action: string, query: Q): Q {
  const lowered = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`
  const entries = Object.entries(query).map(([name, declared]) => {
    const description = `With \`${action}\`: ${lowered(declared.description)}`
    return [name, { ...declared, description }]
  })
  return Object.fromEntries(entries) as unknown as Q
}

/** Throws a fault that names the first parameter which is not among the declared ones; for an operation that is `strict`. */
export function refuseUnknown(query: Query, given: ParameterValues): void {
  const known = Object.entries(query).flatMap(([name, { aliases }]) => [name, ...aliases])
  for (const [name, [value]] of given)
    if (!known.includes(name))
      throw invalidInput(name, `expected one of the parameters ${known.join(', ')}, got “${name}”`, value)
}

/** Unknown parameters are ignored; a wrong value is `invalidInput` with the parameter as context (wire.md §1.3). */
export function readParameters<Q extends Query>(query: Q, given: ParameterValues): ValuesOf<Q> {
  const values: Record<string, unknown> = {}
  for (const name in query) {
    const declared = query[name]
    if (declared) values[name] = readParameter(name, declared, given)
  }
  return values as ValuesOf<Q>
}

function readParameter(name: string, declared: Parameter<unknown>, given: ParameterValues): unknown {
  const values = valuesOf(name, declared.aliases, given)
  const isBlank = declared.filled && given.has(name) && values.every((value) => /^[\s,]*$/.test(value))
  if (values.length === 0 || isBlank) {
    if (declared.required || isBlank)
      throw invalidInput(name, `expected ${declared.kind.expected}, got nothing`)
    return declared.fallback
  }
  const reading = declared.kind.read(values)
  if ('value' in reading) return reading.value
  throw invalidInput(name, `expected ${declared.kind.expected}, got “${reading.wrong}”`, reading.wrong)
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

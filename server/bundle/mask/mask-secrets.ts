/** Masks the secrets in a value, wherever they stand, and says where. Pure. */
import { isSecretName } from './secret-names.ts'
import { MASK, passwordsInAddresses, withoutSecrets } from './secrets-in-text.ts'

export interface Masked<T> {
  readonly value: T
  /** The places that were masked, such as `documents.job.data[2].value (apiKey)`. */
  readonly places: readonly string[]
}

/**
 * A value is secret by the name of its property, by the key beside it, or by its form. A secret that is known
 * from one place is masked in all texts. `harmless`: texts that are never masked, such as names of states.
 */
export function maskSecrets<T>(value: T, harmless: ReadonlySet<string> = new Set()): Masked<T> {
  const known = new Set<string>()
  collect(value, '', known)
  const everywhere = [...known]
    .filter((secret) => secret.length >= SHORTEST && !harmless.has(secret) && secret !== MASK)
    .flatMap((secret) => [
      ...new Set([secret, encodeURIComponent(secret.toWellFormed()), JSON.stringify(secret).slice(1, -1)]),
    ])
    .toSorted((a, b) => b.length - a.length)
  const places: string[] = []
  const masked = mask(value, { path: '', name: '', known: everywhere, places, isSecret: false })
  return { value: masked as T, places }
}

/** Shorter ones would be found in many words. They are masked only where they stand. */
const SHORTEST = 4

/** The name that says what a text is: that of its property, or the key of a pair of key and value. */
function nameIn(parent: object, property: string): string {
  const { key, name } = parent as { readonly key?: unknown; readonly name?: unknown }
  if (property !== 'value') return property
  return typeof key === 'string' ? key : typeof name === 'string' ? name : property
}

function collect(value: unknown, name: string, known: Set<string>): void {
  if (typeof value === 'string') {
    if (isSecretName(name)) known.add(value)
    for (const password of passwordsInAddresses(value)) known.add(password)
  } else if (Array.isArray(value)) for (const one of value) collect(one, name, known)
  else if (typeof value === 'object' && value !== null)
    for (const [property, one] of Object.entries(value)) collect(one, nameIn(value, property), known)
}

interface Place {
  readonly path: string
  readonly name: string
  readonly known: readonly string[]
  readonly places: string[]
  /** Inside a value whose name is secret. */
  readonly isSecret: boolean
}

function mask(value: unknown, place: Place): unknown {
  const { path, name, known, places } = place
  const isSecret = place.isSecret || isSecretName(name)
  if (typeof value === 'string' || (typeof value === 'number' && isSecret)) {
    const masked = isSecret && value !== '' ? MASK : maskText(String(value), known, name)
    if (masked === value) return value
    if (value !== MASK)
      places.push(
        name ===
          path
            .split('.')
            .at(-1)
            ?.replace(/\[\d+\]$/, '')
          ? path
          : `${path} (${name})`,
      )
    return masked
  }
  if (Array.isArray(value))
    return value.map((one, at) => mask(one, { ...place, isSecret, path: `${path}[${at}]` }))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([property, one]) => {
      const inner = path === '' ? property : `${path}.${property}`
      return [property, mask(one, { ...place, isSecret, path: inner, name: nameIn(value, property) })]
    }),
  )
}

function maskText(text: string, known: readonly string[], name: string): string {
  const masked = known.reduce((rest, secret) => rest.replaceAll(secret, MASK), text)
  return withoutSecrets(masked, SCRIPTS.has(name))
}

/** The properties that have scripts: in definitions, and in the records of steps. */
const SCRIPTS: ReadonlySet<string> = new Set(['script', 'source'])

/** Turns what a step says into what the database can store. All pure but `outcomeOf`. */
import { storableText } from '../../../schema/codec/storable-text.ts'
import { fatal, type Outcome, retry } from '../declare/step.ts'

/** Runs a step and answers its outcome in storable form. */
export async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return storable(await run())
  } catch (error) {
    return asRetry(error)
  }
}

/** A thrown error is a retry until the attempts are used up. */
export function asRetry(error: unknown): Outcome {
  return retry(storableText(error instanceof Error ? error.message : String(error)))
}

/** A result that JSON cannot represent is fatal: the next attempt would have the same. */
export function storable(outcome: Outcome): Outcome {
  try {
    return cleaned(JSON.parse(JSON.stringify(outcome))) as Outcome
  } catch (error) {
    return fatal(`its result cannot be stored: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), cleaned(inner)]))
}

/**
 * Whether the database will never accept the data: invalid (22), against a constraint (23), beyond a limit
 * (54).
 */
export function isRefused(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(22|23|54)...$/.test(code)
}

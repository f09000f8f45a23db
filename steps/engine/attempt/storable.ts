import { fatal, type Outcome, retry } from '../declare/step.ts'

/** Runs a step; answers its outcome as it can be kept. */
export async function outcomeOf(run: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return storable(await run())
  } catch (error) {
    return asRetry(error)
  }
}

/** A thrown error is a retry until the attempts are used up. Pure. */
export function asRetry(error: unknown): Outcome {
  return retry(storableText(error instanceof Error ? error.message : String(error)))
}

/** The outcome as the database can keep it; what no JSON can hold is fatal, because it would be so again. Pure. */
export function storable(outcome: Outcome): Outcome {
  try {
    return cleaned(JSON.parse(JSON.stringify(outcome))) as Outcome
  } catch (error) {
    return fatal(`its result cannot be kept: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** PostgreSQL stores neither NUL nor half a character; both come from foreign files and programs. Pure. */
export function storableText(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed()
}

function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value)
  if (Array.isArray(value)) return value.map(cleaned)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [storableText(key), cleaned(inner)]))
}

/** Whether the database would never take what it was given: wrong data (22), against a constraint (23), beyond a limit (54). Pure. */
export function isRefused(error: unknown): error is Error {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return /^(22|23|54)...$/.test(code)
}

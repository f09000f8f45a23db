/** Declares and checks the metadata keys of a job type. */
import type { Invalid } from './refusal.ts'
import type { Metadata } from './step.ts'

/** A declared metadata key. Other keys are stored with the job unchecked. */
export interface Parameter {
  readonly key: string
  /** Whether a job without it, or with an empty value, is refused. */
  readonly required: boolean
  /** A sentence. */
  readonly description: string
  /** The allowed values. Absent: any text. */
  readonly values?: readonly string[]
  /** The pattern of the whole value, and its description as it reads after “expected”. */
  readonly form?: { readonly pattern: RegExp; readonly expected: string }
}

/** The first missing or invalid value of a declared key; undefined if all are valid. Pure. */
export function checkParameters(parameters: readonly Parameter[], metadata: Metadata): Invalid | undefined {
  for (const parameter of parameters) {
    const { key, required, description } = parameter
    const value = metadata[key]
    if (required && !value)
      return { refused: 'invalid', key, explanation: `missing (${description.replace(/\.$/, '')})` }
    const expected = value === undefined ? undefined : expectedInstead(parameter, value)
    if (value !== undefined && expected !== undefined)
      return { refused: 'invalid', key, explanation: `expected ${expected}, got “${value}”`, value }
  }
  return undefined
}

/** What was expected instead of the value; undefined if it is valid. */
function expectedInstead({ values, form }: Parameter, value: string): string | undefined {
  if (values && !values.includes(value))
    return values.length === 1 ? values[0] : `one of ${values.join(', ')}`
  return form && !form.pattern.test(value) ? form.expected : undefined
}

import type { Metadata } from './step.ts'

/** A metadata key with a meaning. Keys that nobody declares are kept with the job as they are. */
export interface Parameter {
  readonly key: string
  /** Without it, or with an empty value, no job is accepted. */
  readonly required: boolean
  /** A sentence. */
  readonly description: string
  /** Nothing else is accepted. Absent: any text. */
  readonly values?: readonly string[]
  /** What the whole value looks like, and the words for it that follow “expected”. */
  readonly form?: { readonly pattern: RegExp; readonly expected: string }
}

/** A metadata value that is missing or wrong. */
export interface Invalid {
  readonly refused: 'invalid'
  readonly key: string
  readonly explanation: string
  readonly value?: string
}

/** The first thing that is wrong with what is declared; undefined when nothing is. Pure. */
export function checkParameters(parameters: readonly Parameter[], metadata: Metadata): Invalid | undefined {
  for (const parameter of parameters) {
    const { key, required, description } = parameter
    const value = metadata[key]
    if (required && !value) return { refused: 'invalid', key, explanation: `missing: ${description}` }
    const expected = value === undefined ? undefined : unlike(parameter, value)
    if (value !== undefined && expected !== undefined)
      return { refused: 'invalid', key, explanation: `expected ${expected}, got “${value}”`, value }
  }
  return undefined
}

/** What was expected instead of the value; undefined when it is right. */
function unlike({ values, form }: Parameter, value: string): string | undefined {
  if (values && !values.includes(value))
    return values.length === 1 ? values[0] : `one of ${values.join(', ')}`
  return form && !form.pattern.test(value) ? form.expected : undefined
}

/** Errors of API calls, with messages that can be shown to the user. */
import type { ExceptionDocument } from '../../../schema/documents/exception.ts'

/** An error response. `message` is a sentence that can be shown. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The server did not respond. */
export class Unreachable extends Error {
  constructor() {
    super('Cannot reach the server.')
  }
}

/** Unset fields of an ExceptionDocument are `null` in JSON (wire.md §5.1). */
type ExceptionBody = {
  readonly [K in keyof ExceptionDocument]?: { readonly [name: string]: string | null } | null
}

/** The message for an ExceptionDocument, or for any other body. */
export function sentenceOf(status: number, body: unknown): string {
  const exception = (typeof body === 'object' && body !== null ? body : {}) as ExceptionBody
  const { notFound, internalServer, notAuthorized, licenseFault } = exception
  const explained = exception.invalidInput ?? exception.conflict ?? exception.forbidden
  if (notFound)
    return asSentence(
      `${notFound['type'] ?? 'that'} ${notFound['id'] ?? ''} does not exist${hint(notFound)}`.replace(
        '  ',
        ' ',
      ),
    )
  if (explained) return explanation(explained)
  const message = (internalServer ?? notAuthorized ?? licenseFault)?.['message']
  return message ? asSentence(message) : `The server responded with status ${status}.`
}

function explanation(fault: { readonly [name: string]: string | null }): string {
  const { context, explanation: why, value } = fault
  const text = why ?? 'request refused'
  const about = context && !says(text, context) ? `${context}: ` : ''
  const found = value && !says(text, value) ? ` (“${value}”)` : ''
  return asSentence(`${about}${text}${found}`)
}

/** The ids that exist, if the server names them. */
function hint({ context }: { readonly [name: string]: string | null }): string {
  return context ? `; ${context}` : ''
}

/** Whether the text names a word or a value already, as “step 300 waits for step 200” names the step. */
function says(text: string, part: string): boolean {
  return text.includes(`“${part}”`) || text.split(/[\s“”,;:()]+/).includes(part)
}

function asSentence(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

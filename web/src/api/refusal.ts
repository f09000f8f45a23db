/** What the API says when it does not do something, as a sentence for people. */
import type { ExceptionDocument } from '../../../schema/documents/exception.ts'

/** An answer that is an error. `message` is a sentence that can be shown. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** No answer at all. */
export class Unreachable extends Error {
  constructor() {
    super('The server cannot be reached.')
  }
}

/** Places of an ExceptionDocument are `null` in JSON when they are not said (wire.md §5.1). */
type Said = { readonly [K in keyof ExceptionDocument]?: { readonly [name: string]: string | null } | null }

/** The sentence for an ExceptionDocument, or for a body that is none. */
export function sentenceOf(status: number, body: unknown): string {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Said
  const { notFound, internalServer, notAuthorized, licenseFault } = said
  const explained = said.invalidInput ?? said.conflict ?? said.forbidden
  if (notFound)
    return `${notFound['type'] ?? 'That'} ${notFound['id'] ?? ''} does not exist.`.replace('  ', ' ')
  if (explained) return explanation(explained)
  const message = (internalServer ?? notAuthorized ?? licenseFault)?.['message']
  return message ? ended(message) : `The server answered ${status}.`
}

function explanation(said: { readonly [name: string]: string | null }): string {
  const { context, explanation: why, value } = said
  const about = context ? `${context}: ` : ''
  const found = value ? ` (“${value}”)` : ''
  return ended(`${about}${why ?? 'refused'}${found}`)
}

function ended(text: string): string {
  const sentence = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`
}

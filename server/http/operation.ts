/** What an operation is: a declaration that says everything about an endpoint, and a handler that answers it. */
import type { AnyDocument, DocumentOf } from '../../schema/document.ts'
import type { Role } from '../auth/roles.ts'
import { FORMATS, type Format } from './answer/negotiate.ts'
import type { Context } from './context.ts'
import type { Query, ValuesOf } from './request/parameters.ts'

/** A document, or `text`: a bare text that has no XML or JSON form. */
export type Form = AnyDocument | 'text'

export type Declaration<
  P extends string,
  Q extends Query,
  A extends Form | undefined,
  R extends Form | undefined,
  I extends AnyDocument | undefined,
> = {
  /** The heading in the documentation. */
  readonly title: string
  readonly description?: string
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Below `/API`, such as `/job/:jobId`; `/APInoauth/…` stands for itself. */
  readonly path: P
  /** The role a caller needs; any user may call when there is none. */
  readonly role?: Role
  /** `none`: answered without credentials. */
  readonly auth?: 'none'
  readonly query?: Q
  /** The body; a client may always leave it out. */
  readonly accepts?: A
  /** The answer; nothing is an empty 200. */
  readonly produces?: R
  /** Another document that is answered when the client asks for it, and how it does that: `dryRun=true`. */
  readonly instead?: { readonly when: string; readonly produces: I }
  /** Takes `Idempotency-Key`: sent again with the same key, the request does nothing twice and is answered with what it has made. */
  readonly idempotent?: true
  /** A parameter it does not know is refused, and not ignored: a name mistyped must not widen what is done. */
  readonly strict?: true
  /** The text/plain form of the answer, where it has one. */
  readonly plain?: (value: ValueOf<R>) => string
  /** Headers of the answer in every form: what its text/plain form has no place for. */
  readonly headers?: (value: ValueOf<R>) => AnswerHeaders
}

export type AnswerHeaders = Readonly<Record<string, string>>

/** An answer that is the declaration's `instead`, with its text/plain form. */
export class Instead<D extends AnyDocument | undefined> {
  readonly document: D
  readonly value: ValueOf<D>
  readonly plain: string

  constructor(document: D, value: ValueOf<D>, plain: string) {
    this.document = document
    this.value = value
    this.plain = plain
  }
}

export type ValueOf<F extends Form | undefined> = F extends AnyDocument
  ? DocumentOf<F>
  : F extends 'text'
    ? string
    : undefined

/** `/job/:jobId/step/:step` → `{ jobId, step }`. */
export type PathOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & PathOf<Rest>
  : P extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : unknown

export type HandlerInput<P extends string, Q extends Query, A extends Form | undefined> = Context & {
  readonly path: PathOf<P>
  readonly query: ValuesOf<Q>
  readonly body: A extends Form ? ValueOf<A> | undefined : undefined
}

/** Any operation, as routing and the reference documentation see it: its types are between declaration and handler. */
export type Operation = {
  readonly declaration: Omit<
    Declaration<string, Query, Form | undefined, Form | undefined, AnyDocument | undefined>,
    'plain' | 'headers'
  >
  readonly query: Query
  /** What it can be answered in, the usual one first. */
  readonly formats: readonly Format[]
  readonly answer: (given: never) => Promise<unknown>
  readonly plain: ((value: never) => string) | undefined
  readonly headers: ((value: never) => AnswerHeaders) | undefined
}

export function operation<
  const P extends string,
  const Q extends Query = Record<never, never>,
  const A extends Form | undefined = undefined,
  const R extends Form | undefined = undefined,
  const I extends AnyDocument | undefined = undefined,
>(declaration: Declaration<P, Q, A, R, I>) {
  return {
    answer(handler: (given: HandlerInput<P, Q, A>) => Promise<ValueOf<R> | Instead<I>>): Operation {
      const { plain, headers, ...rest } = declaration
      const formats = formatsOf(declaration.produces, plain !== undefined)
      return { declaration: rest, query: declaration.query ?? {}, formats, answer: handler, plain, headers }
    },
  }
}

function formatsOf(produces: Form | undefined, hasPlain: boolean): readonly Format[] {
  if (produces === undefined) return FORMATS
  if (produces === 'text') return ['text']
  return hasPlain ? FORMATS : ['xml', 'json']
}

/** Defines an operation: the declaration of an endpoint, and the handler that answers it. */
import type { IncomingMessage } from 'node:http'
import type { AnyDocument, DocumentOf } from '../../schema/document.ts'
import type { Role } from '../auth/roles.ts'
import { FORMATS, type Format } from './answer/negotiate.ts'
import type { Plain } from './answer/plain.ts'
import type { Context } from './context.ts'
import type { Sendable } from './file/send-file.ts'
import type { Query, ValuesOf } from './request/parameters.ts'

/** A document, `text` for plain text without an XML or JSON form, or `bytes`, which the handler reads. */
export type BodyForm = AnyDocument | 'text' | 'bytes'
/** Of an answer, which can also be a script, as plain text too, a drawing, or a file. */
export type Form = AnyDocument | 'text' | 'script' | 'png' | 'file'

export type Declaration<
  P extends string,
  Q extends Query,
  A extends BodyForm | undefined,
  R extends Form | undefined,
  I extends AnyDocument | undefined,
> = {
  /** The heading in the reference documentation. */
  readonly title: string
  readonly description?: string
  readonly method: 'GET' | 'PUT' | 'PATCH' | 'POST' | 'DELETE'
  /** Relative to `/API`, such as `/job/:jobId`; a path that starts with `/APInoauth/` is absolute. */
  readonly path: P
  /** Other paths of the same operation, whose variables the handler tells apart. */
  readonly alsoAt?: readonly string[]
  /** The role that a caller needs. Default: any user may call. */
  readonly role?: Role
  /** `none`: no credentials required. */
  readonly auth?: 'none'
  readonly query?: Q
  /** The request body, which a client may omit unless `needsBody`. */
  readonly accepts?: A
  /** Refuses a request without a body: nothing must not mean an empty document. */
  readonly needsBody?: true
  /** Takes a text of any media type, such as XML, as it is. */
  readonly anyText?: true
  /** Reads a text/plain body, if the document has that form. */
  readonly readPlain?: (text: string) => ValueOf<A>
  /** The body of the answer. Default: an empty 200. */
  readonly produces?: R
  /** Whether a client with this `Accept` gets a file instead: the handler then answers with `FileInstead`. */
  readonly orFile?: (accept: string | undefined) => boolean
  /** The status of an answer without a body. */
  readonly emptyStatus?: 204
  /** Another document to answer with, and how a client requests it: `dryRun=true`. */
  readonly instead?: { readonly when: string; readonly produces: I }
  /** Accepts `Idempotency-Key`: a repeated request changes nothing and returns what the first one created. */
  readonly idempotent?: true
  /** Refuses unknown parameters rather than ignoring them: a mistyped name must not widen the effect. */
  readonly strict?: true
  /** Is recorded in the audit though it is a GET, because it issues a token. */
  readonly audited?: true
  /** Changes nothing, like a GET: its statements are cancelled if the client disconnects. */
  readonly readOnly?: true
  /** Writes the answer as text/plain, if it has that form. */
  readonly plain?: (value: ValueOf<R>) => Plain
  /** Headers of the answer in every format, for data that text/plain cannot carry. */
  readonly headers?: (value: ValueOf<R>) => AnswerHeaders
}

export type AnswerHeaders = Readonly<Record<string, string>>

/** An answer with the `instead` document of the declaration, and its text/plain form. */
export class Instead<D extends AnyDocument | undefined> {
  readonly document: D
  readonly value: ValueOf<D>
  readonly plain: Plain

  constructor(document: D, value: ValueOf<D>, plain: Plain) {
    this.document = document
    this.value = value
    this.plain = plain
  }
}

/** An answer with a file instead of the document of the declaration. */
export class FileInstead {
  readonly file: Sendable

  constructor(file: Sendable) {
    this.file = file
  }
}
/** Answers an empty 200, where `produces` says what other requests of the operation are answered with. */
export const NOTHING = Symbol('nothing')

export type ValueOf<F extends Form | BodyForm | undefined> = F extends AnyDocument
  ? DocumentOf<F>
  : F extends 'text' | 'script'
    ? string
    : F extends 'png'
      ? Uint8Array
      : F extends 'file'
        ? Sendable
        : F extends 'bytes'
          ? IncomingMessage
          : undefined

/** `/job/:jobId/step/:step` → `{ jobId, step }`. */
export type PathOf<P extends string> = P extends `${string}:${infer Name}/${infer Rest}`
  ? { readonly [K in Name]: string } & PathOf<Rest>
  : P extends `${string}:${infer Name}`
    ? { readonly [K in Name]: string }
    : unknown

export type HandlerInput<P extends string, Q extends Query, A extends BodyForm | undefined> = Context & {
  readonly path: PathOf<P>
  readonly query: ValuesOf<Q>
  readonly body: A extends BodyForm ? ValueOf<A> | undefined : undefined
  /** Whether the client gets a file rather than a document (`orFile`). */
  readonly wantsFile: boolean
}

/** Any operation, as seen by routing and the reference documentation; the types of its handler are erased. */
export type Operation = {
  readonly declaration: Omit<
    Declaration<string, Query, BodyForm | undefined, Form | undefined, AnyDocument | undefined>,
    'plain' | 'headers' | 'readPlain'
  >
  readonly query: Query
  /** The formats of its answer, the default first. */
  readonly formats: readonly Format[]
  readonly answer: (given: never) => Promise<unknown>
  readonly plain: ((value: never) => Plain) | undefined
  readonly readPlain: ((text: string) => unknown) | undefined
  readonly headers: ((value: never) => AnswerHeaders) | undefined
}

export function operation<
  const P extends string,
  const Q extends Query = Record<never, never>,
  const A extends BodyForm | undefined = undefined,
  const R extends Form | undefined = undefined,
  const I extends AnyDocument | undefined = undefined,
>(declaration: Declaration<P, Q, A, R, I>) {
  return {
    answer(
      handler: (
        given: HandlerInput<P, Q, A>,
      ) => Promise<ValueOf<R> | Instead<I> | FileInstead | typeof NOTHING>,
    ): Operation {
      const { plain, headers, readPlain, ...rest } = declaration
      const formats = formatsOf(declaration.produces, plain !== undefined)
      const query = declaration.query ?? {}
      return { declaration: rest, query, formats, answer: handler, plain, headers, readPlain }
    },
  }
}

function formatsOf(produces: Form | undefined, hasPlain: boolean): readonly Format[] {
  if (produces === undefined) return FORMATS
  if (produces === 'script') return ['text', 'javascript']
  if (produces === 'text' || produces === 'png' || produces === 'file') return [produces]
  return hasPlain ? FORMATS : ['xml', 'json']
}

/**
 * The language documents are described in. A description is written once, in `schema/documents/`; the TypeScript type,
 * XML, JSON, their checks and the reference follow from it. Rules of the encodings belong here and in `schema/codec/`,
 * never to an endpoint. Source: wire.md §4.
 */

declare const VALUE: unique symbol

/** A text that stands in an element or an attribute, and what it means as a value. `values` is filled by `oneOf` only. */
export type Text<Value = unknown> = {
  readonly is: 'text'
  readonly kind: 'string' | 'integer' | 'float' | 'boolean' | 'dateTime' | 'empty' | 'oneOf'
  readonly values: readonly string[]
  readonly [VALUE]?: Value
}

/** Named places, in the order in which XML writes them. */
export type Shape<F extends Fields = Fields> = { readonly is: 'shape'; readonly fields: F }

export type Itself = { readonly is: 'itself' }

export type Place = 'element' | 'list' | 'attribute' | 'content'

export type Field<
  Of extends Text | Shape | Itself = Text | Shape | Itself,
  P extends Place = Place,
  Required extends boolean = boolean,
> = {
  readonly place: P
  readonly of: Of
  readonly required: Required
  /** What JSON writes for a list without entries: `[]`, or nothing at all. XML writes nothing either way. */
  readonly empty: 'array' | 'omit'
  readonly description: string
}

export type Fields = { readonly [name: string]: Field }

export type Document<Name extends string = string, F extends Fields = Fields> = Shape<F> & {
  readonly name: Name
  /** How JSON shows an optional place without a value. ExceptionDocument has been seen with `null` everywhere. */
  readonly absent: 'omit' | 'null'
  readonly description: string
}

/** Any document description. */
export type AnyDocument = Document

/** The value a document description describes. */
export type DocumentOf<D extends AnyDocument> = ShapeOf<D['fields']>

/** The value of a shape or of a document with these fields. */
export type ShapeOf<F extends Fields> = Together<
  { readonly [K in keyof F as F[K]['required'] extends true ? K : never]: PlaceOf<F[K], F> } & {
    readonly [K in keyof F as F[K]['required'] extends true ? never : K]?: PlaceOf<F[K], F> | undefined
  }
>

type Together<T> = { readonly [K in keyof T]: T[K] }

type PlaceOf<F extends Field, Around extends Fields> = F['place'] extends 'list'
  ? readonly ValueOf<F['of'], Around>[]
  : ValueOf<F['of'], Around>

type ValueOf<Of, Around extends Fields> =
  Of extends Text<infer Value> ? Value : Of extends Shape<infer F> ? ShapeOf<F> : ShapeOf<Around>

export const string: Text<string> = text('string')
/** A whole number up to 2^53 − 1, either sign. */
export const integer: Text<number> = text('integer')
export const float: Text<number> = text('float')
export const boolean: Text<boolean> = text('boolean')
/** An instant, to the millisecond. XML writes `…Z`, JSON `…+0000` (wire.md §4.3). */
export const dateTime: Text<Date> = text('dateTime')
/** An element that says all by being there, such as `<stop/>`; `""` in JSON and as a value. */
export const empty: Text<''> = text('empty')

export function oneOf<const Values extends readonly string[]>(values: Values): Text<Values[number]> {
  return { is: 'text', kind: 'oneOf', values }
}

/** The shape that this stands in: how a shape contains itself. At the top of a document it is the document. */
export const itself: Itself = { is: 'itself' }

export function shape<const F extends Fields>(fields: F): Shape<F> {
  return { is: 'shape', fields }
}

/** An element that must be there. */
export function element<const Of extends Text | Shape>(of: Of, description = ''): Field<Of, 'element', true> {
  return { place: 'element', of, required: true, empty: 'array', description }
}

/** An element that may be there; `null` is read as absent. */
export function maybe<const Of extends Text | Shape | Itself>(
  of: Of,
  description = '',
): Field<Of, 'element', false> {
  return { place: 'element', of, required: false, empty: 'array', description }
}

type ListOptions = { readonly empty?: 'array' | 'omit' }

/** An element any number of times, zero included; always an array as a value. JSON writes `[]` unless told otherwise. */
export function list<const Of extends Text | Shape | Itself>(
  of: Of,
  description = '',
  { empty = 'array' }: ListOptions = {},
): Field<Of, 'list', true> {
  return { place: 'list', of, required: true, empty, description }
}

/** A list that need not be given: left out when undefined. XML cannot tell an empty list from none and reads undefined. */
export function maybeList<const Of extends Text | Shape | Itself>(
  of: Of,
  description = '',
  { empty = 'array' }: ListOptions = {},
): Field<Of, 'list', false> {
  return { place: 'list', of, required: false, empty, description }
}

/** An attribute of the element around it; in JSON a plain key after the elements. */
export function attribute<const Of extends Text>(of: Of, description = ''): Field<Of, 'attribute', true> {
  return { place: 'attribute', of, required: true, empty: 'array', description }
}

export function maybeAttribute<const Of extends Text>(
  of: Of,
  description = '',
): Field<Of, 'attribute', false> {
  return { place: 'attribute', of, required: false, empty: 'array', description }
}

/** The text of the element around it, beside attributes; in JSON a key before all others, by convention `value`. */
export function content<const Of extends Text>(of: Of, description = ''): Field<Of, 'content', true> {
  return { place: 'content', of, required: true, empty: 'array', description }
}

export function document<const Name extends string, const F extends Fields>(
  name: Name,
  fields: F,
  options: { readonly absent?: 'omit' | 'null'; readonly description?: string } = {},
): Document<Name, F> {
  const { absent = 'omit', description = '' } = options
  return { is: 'shape', name, fields, absent, description }
}

function text<Value>(kind: Exclude<Text['kind'], 'oneOf'>): Text<Value> {
  return { is: 'text', kind, values: [] }
}

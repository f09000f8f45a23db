/** The language that describes the documents of the API (wire.md §4). */

// `schema/documents/` describes each document once; its TypeScript type, XML, JSON, validation and reference
// page are derived from the description. Rules of the encodings belong here and in `schema/codec/`, never in
// an endpoint.

declare const VALUE: unique symbol

/** The text of an element or attribute, and the type of its value. `values` is empty except for `oneOf`. */
export type Text<Value = unknown> = {
  readonly is: 'text'
  readonly kind: 'string' | 'integer' | 'float' | 'boolean' | 'dateTime' | 'empty' | 'oneOf'
  readonly values: readonly string[]
  readonly [VALUE]?: Value
}

/** Named fields, in the order in which XML writes them. */
export type Shape<F extends Fields = Fields> = { readonly is: 'shape'; readonly fields: F }

export type Itself = { readonly is: 'itself' }

/** An element whose content is kept as it was sent, and given back in either encoding. */
export type Anything = { readonly is: 'anything' }

/**
 * Any content: a text, or members by name. An array is a repeated element, `@name` an attribute, and `#text`
 * the text beside attributes.
 */
export type Content = string | number | boolean | { readonly [name: string]: Content | readonly Content[] }

export type FieldPlace = 'element' | 'list' | 'attribute' | 'content'

export type Field<
  Of extends Text | Shape | Itself | Anything = Text | Shape | Itself | Anything,
  P extends FieldPlace = FieldPlace,
  Required extends boolean = boolean,
> = {
  readonly place: P
  readonly of: Of
  readonly required: Required
  /** How JSON writes an empty list: as `[]`, or not at all. XML writes nothing in both cases. */
  readonly empty: 'array' | 'omit'
  readonly description: string
}

export type Fields = { readonly [name: string]: Field }

export type Document<Name extends string = string, F extends Fields = Fields> = Shape<F> & {
  readonly name: Name
  /**
   * How JSON writes an absent field: not at all, or as `null`. Vidispine writes ExceptionDocument with
   * `null`.
   */
  readonly absent: 'omit' | 'null'
  readonly description: string
}

export type AnyDocument = Document

/** The type of the values of a document. */
export type DocumentOf<D extends AnyDocument> = ShapeOf<D['fields']>

/** The type of the values of a shape or document with these fields. */
export type ShapeOf<F extends Fields> = Merged<
  { readonly [K in keyof F as F[K]['required'] extends true ? K : never]: PlaceOf<F[K], F> } & {
    readonly [K in keyof F as F[K]['required'] extends true ? never : K]?: PlaceOf<F[K], F> | undefined
  }
>

type Merged<T> = { readonly [K in keyof T]: T[K] }

type PlaceOf<F extends Field, Enclosing extends Fields> = F['place'] extends 'list'
  ? readonly ValueOf<F['of'], Enclosing>[]
  : ValueOf<F['of'], Enclosing>

type ValueOf<Of, Enclosing extends Fields> =
  Of extends Text<infer Value>
    ? Value
    : Of extends Shape<infer F>
      ? ShapeOf<F>
      : Of extends Anything
        ? Content
        : ShapeOf<Enclosing>

export const string: Text<string> = text('string')
/** An integer from −(2^53 − 1) to 2^53 − 1. */
export const integer: Text<number> = text('integer')
export const float: Text<number> = text('float')
export const boolean: Text<boolean> = text('boolean')
/** A time in milliseconds. XML writes `…Z`, JSON `…+0000` (wire.md §4.3). */
export const dateTime: Text<Date> = text('dateTime')
/** An element whose presence is its meaning, such as `<stop/>`; `""` in JSON and as a value. */
export const empty: Text<''> = text('empty')

export function oneOf<const Values extends readonly string[]>(values: Values): Text<Values[number]> {
  return { is: 'text', kind: 'oneOf', values }
}

/** The enclosing shape: this is how a shape contains itself. At the top of a document it is the document. */
export const itself: Itself = { is: 'itself' }

export const anything: Anything = { is: 'anything' }

export function shape<const F extends Fields>(fields: F): Shape<F> {
  return { is: 'shape', fields }
}

/** A required element. */
export function element<const Of extends Text | Shape>(of: Of, description = ''): Field<Of, 'element', true> {
  return { place: 'element', of, required: true, empty: 'array', description }
}

/** An optional element; `null` is read as absent. */
export function maybe<const Of extends Text | Shape | Itself | Anything>(
  of: Of,
  description = '',
): Field<Of, 'element', false> {
  return { place: 'element', of, required: false, empty: 'array', description }
}

type ListOptions = { readonly empty?: 'array' | 'omit' }

/** An element that occurs any number of times; its value is always an array. JSON writes `[]` by default. */
export function list<const Of extends Text | Shape | Itself>(
  of: Of,
  description = '',
  { empty = 'array' }: ListOptions = {},
): Field<Of, 'list', true> {
  return { place: 'list', of, required: true, empty, description }
}

/** An optional list. XML cannot distinguish an empty list from an absent one, and reads both as undefined. */
export function maybeList<const Of extends Text | Shape | Itself>(
  of: Of,
  description = '',
  { empty = 'array' }: ListOptions = {},
): Field<Of, 'list', false> {
  return { place: 'list', of, required: false, empty, description }
}

/** An attribute of the enclosing element; in JSON a plain key after the elements. */
export function attribute<const Of extends Text>(of: Of, description = ''): Field<Of, 'attribute', true> {
  return { place: 'attribute', of, required: true, empty: 'array', description }
}

export function maybeAttribute<const Of extends Text>(
  of: Of,
  description = '',
): Field<Of, 'attribute', false> {
  return { place: 'attribute', of, required: false, empty: 'array', description }
}

/** The text of the enclosing element; in JSON the first key, by convention `value`. */
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

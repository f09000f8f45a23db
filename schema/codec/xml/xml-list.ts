/** Writes documents as XML without a library, for lists. */

import type { AnyDocument, Content, DocumentOf, Field, Shape, Text } from '../../document.ts'
import { placesOf } from '../places.ts'
import type { Values } from '../read.ts'
import { writeContent } from './xml-content.ts'
import { escapeAttribute, escapeText } from './xml-escape.ts'
import { xmlText } from './xml-text.ts'
import { VIDISPINE } from './xml-tree.ts'

/**
 * Writes the same bytes as `writeXml`, many times faster: each description is compiled once into closures
 * that return strings. `test/schema/codec/xml-list.test.ts` compares the output, `bench/codec.ts` the speed.
 */
export function writeXmlDirect<D extends AnyDocument>(document: D, value: DocumentOf<D>): string {
  const known = COMPILED.get(document)
  const write = known ?? compileDocument(document)
  if (!known) COMPILED.set(document, write)
  return write(value as Values)
}

type Write = (values: Values) => string

const COMPILED = new WeakMap<AnyDocument, Write>()

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'

function compileDocument(document: AnyDocument): Write {
  const root = tagged(document.name, ` xmlns="${VIDISPINE}"`, compile(document))
  return (values) => PROLOG + root(values)
}

/** The parts of a shape: what is written inside the start tag, and between the tags. */
type Parts = { readonly attributes: readonly Write[]; readonly inner: readonly Write[] }

function compile(shape: Shape): Parts {
  const { attributes, content, elements } = placesOf(shape.fields)
  // Filled after `parts` exists, because a shape that contains itself refers to it.
  const inner: Write[] = []
  const parts = { attributes: attributes.map(([name, { of }]) => attributeWriter(name, of)), inner }
  for (const [name, { of }] of content) inner.push(contentWriter(name, of))
  for (const [name, field] of elements) inner.push(elementWriter(name, field, parts))
  return parts
}

function attributeWriter(name: string, of: Field['of']): Write {
  const write = textWriter(of, escapeAttribute)
  return (values) => {
    const value = values[name]
    return value === undefined ? '' : ` ${name}="${write(value)}"`
  }
}

function contentWriter(name: string, of: Field['of']): Write {
  const write = textWriter(of, escapeText)
  return (values) => write(values[name])
}

function elementWriter(name: string, { place, of, required }: Field, enclosing: Parts): Write {
  const write = oneWriter(name, of, enclosing)
  if (place === 'list') return (values) => all(values[name] as readonly unknown[] | undefined, write)
  if (required) return (values) => write(values[name])
  return (values) => {
    const value = values[name]
    return value === undefined ? '' : write(value)
  }
}

function all(values: readonly unknown[] | undefined, write: (value: unknown) => string): string {
  let out = ''
  if (values !== undefined) for (const value of values) out += write(value)
  return out
}

function oneWriter(name: string, of: Field['of'], enclosing: Parts): (value: unknown) => string {
  if (of.is === 'anything') return (value) => writeContent(name, value as Content)
  if (of.is !== 'text') {
    const write = tagged(name, '', of.is === 'shape' ? compile(of) : enclosing)
    return (value) => write(value as Values)
  }
  const write = textWriter(of, escapeText)
  return (value) => {
    const text = write(value)
    return text.length === 0 ? `<${name}/>` : `<${name}>${text}</${name}>`
  }
}

function tagged(name: string, fixed: string, { attributes, inner }: Parts): Write {
  return (values) => {
    let start = `<${name}${fixed}`
    for (const write of attributes) start += write(values)
    let out = ''
    for (const write of inner) out += write(values)
    return out.length === 0 ? `${start}/>` : `${start}>${out}</${name}>`
  }
}

function textWriter(of: Field['of'], escaped: (text: string) => string): (value: unknown) => string {
  if (of.is !== 'text') throw new TypeError('only text can be an attribute or content')
  return escapes(of) ? (value) => escaped(xmlText(of, value)) : (value) => xmlText(of, value)
}

function escapes({ kind }: Text): boolean {
  return kind === 'string' || kind === 'oneOf'
}

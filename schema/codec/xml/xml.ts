/** Reads and writes documents as XML: strict when writing (wire.md §4.1), lenient when reading (§3.1). */

import { create } from 'xmlbuilder2'
import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js'
import type { AnyDocument, Content, DocumentOf, Field, FieldPlace, Shape, Text } from '../../document.ts'
import { type DocumentLimits, LIMITS } from '../limits.ts'
import { Malformed, quoted } from '../malformed.ts'
import { placesOf } from '../places.ts'
import { readShape, type Values, type Walk } from '../read.ts'
import { expected } from '../text.ts'
import { addContent, contentOf } from './xml-content.ts'
import { escapeAttribute, escapeText } from './xml-escape.ts'
import { xmlText } from './xml-text.ts'
import { ours, VIDISPINE, type XmlElement, xmlTree } from './xml-tree.ts'

/**
 * Reads XML with elements in any order, and with any prefix for the Vidispine namespace or no namespace.
 * Unknown elements and attributes are ignored beside known ones, and `xsi:nil` means absent. Throws Malformed
 * and nothing else.
 */
export function readXml<D extends AnyDocument>(
  document: D,
  text: string,
  limits?: Partial<DocumentLimits>,
): DocumentOf<D> {
  const { name, namespace, element } = xmlTree(text, { ...LIMITS, ...limits }, document.name)
  if (name !== document.name) {
    throw new Malformed(
      document.name,
      `expected the root element ${document.name}, got ${quoted(name)}`,
      name,
    )
  }
  if (!ours(namespace)) {
    throw new Malformed(
      document.name,
      `expected the namespace ${VIDISPINE}, got ${quoted(namespace)}`,
      namespace,
    )
  }
  return readShape(WALK, document, element, document.name) as DocumentOf<D>
}

/**
 * Writes with xmlbuilder2; `writeXmlDirect` gives the same bytes faster. Indented only for people. Throws
 * RangeError as `writeNumber` does.
 */
export function writeXml<D extends AnyDocument>(
  document: D,
  value: DocumentOf<D>,
  { indented = false } = {},
): string {
  const root = create({ version: '1.0', encoding: 'UTF-8', standalone: true }).ele(VIDISPINE, document.name)
  build(root, document, value as Values)
  return root.doc().end({ prettyPrint: indented })
}

const WALK: Walk<XmlElement> = {
  at: nodesAt,
  text: textOf,
  names: ({ children, attributes }) => [...children.keys(), ...attributes.keys()],
  shape: () => undefined,
  content: contentOf,
}

function nodesAt(node: XmlElement, name: string, place: FieldPlace): readonly XmlElement[] | undefined {
  switch (place) {
    case 'element':
    case 'list':
      return node.children.get(name)
    case 'attribute':
      return leaf(node.attributes.get(name))
    case 'content':
      return [node]
  }
}

function textOf({ children, text }: XmlElement, expects: Text, path: string): string {
  const [child] = children.keys()
  if (child === undefined) return text
  throw new Malformed(path, `expected ${expected(expects)}, got the element ${quoted(child)}`, child)
}

function leaf(text: string | undefined): readonly XmlElement[] | undefined {
  return text === undefined ? undefined : [{ children: new Map(), attributes: new Map(), text }]
}

// xmlbuilder2 gets escaped text, because it would leave a literal `&amp;` as if it were already escaped.
function build(parent: XMLBuilder, shape: Shape, values: Values): void {
  const { attributes, content, elements } = placesOf(shape.fields)
  for (const [name, { of }] of attributes) {
    const value = values[name]
    if (value !== undefined && of.is === 'text') parent.att(name, escapeAttribute(xmlText(of, value)))
  }
  for (const [name, { of }] of content) addText(parent, of, values[name])
  for (const [name, field] of elements) addElements(parent, name, field, shape, values[name])
}

function addElements(
  parent: XMLBuilder,
  name: string,
  { place, of }: Field,
  enclosing: Shape,
  value: unknown,
): void {
  if (value === undefined) return
  for (const one of place === 'list' ? (value as readonly unknown[]) : [value]) {
    const child = parent.ele(VIDISPINE, name)
    if (of.is === 'text') addText(child, of, one)
    else if (of.is === 'anything') addContent(child, one as Content)
    else build(child, of.is === 'shape' ? of : enclosing, one as Values)
  }
}

// Skips empty text, so that the element is written as `<a/>` and not as `<a></a>`.
function addText(parent: XMLBuilder, of: Field['of'], value: unknown): void {
  const text = of.is === 'text' ? escapeText(xmlText(of, value)) : ''
  if (text !== '') parent.txt(text)
}

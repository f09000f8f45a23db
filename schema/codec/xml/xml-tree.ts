/** Parses XML into a tree of elements, with namespaces resolved and references decoded. */

import { XMLParser } from 'fast-xml-parser'
import type { DocumentLimits } from '../limits.ts'
import { Malformed } from '../malformed.ts'
import { decodeReferences } from './xml-escape.ts'
import { checkXml } from './xml-gate.ts'

export const VIDISPINE = 'http://xml.vidispine.com/schema/vidispine'
const INSTANCE = 'http://www.w3.org/2001/XMLSchema-instance'

/**
 * An element in the Vidispine namespace or in none. Children and attributes in other namespaces are left out.
 */
export type XmlElement = {
  readonly children: ReadonlyMap<string, readonly XmlElement[]>
  readonly attributes: ReadonlyMap<string, string>
  /** The concatenated text of the element itself, with CDATA and without comments. */
  readonly text: string
}

export type XmlRoot = { readonly name: string; readonly namespace: string; readonly element: XmlElement }

/** Throws Malformed with this path if the text is not well-formed or exceeds the limits. */
export function xmlTree(text: string, limits: DocumentLimits, path: string): XmlRoot {
  const plain = text.replace(/^\uFEFF/, '')
  checkXml(plain, limits, path)
  const root = parse(plain, path).find((node) => tagOf(node) !== undefined)
  const tag = root && tagOf(root)
  if (root === undefined || tag === undefined) throw new Malformed(path, 'no root element')
  const attributes = attributesOf(root)
  const scope = scopeOf(attributes, new Map())
  return { ...resolve(tag.slice(1), scope), element: elementOf(root, tag, attributes, scope) }
}

/** A node as fast-xml-parser returns it: one key for its tag, and `:@` for its attributes. */
type Node = Readonly<Record<string, unknown>>
/** Prefix → namespace; the default namespace under the empty prefix. */
type Scope = ReadonlyMap<string, string>

const PARSER = new XMLParser({
  // Keeps order and prefixes. `removeNSPrefix` would drop the namespaces, which are resolved below.
  preserveOrder: true,
  ignoreAttributes: false,
  ignoreDeclaration: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  // References are decoded below, because the parser also decodes those of HTML and has other limits. CDATA,
  // which has no references, is therefore kept separate.
  processEntities: false,
  cdataPropName: '#cdata',
  // The leading full stop makes `__proto__` and `toString` ordinary keys. Called twice for `<a/>`.
  transformTagName: (name) => (name.startsWith('.') ? name : `.${name}`),
  attributeNamePrefix: '.',
  maxNestedTags: Number.POSITIVE_INFINITY, // the gate enforces the limit
  jPath: false,
})

function parse(text: string, path: string): readonly Node[] {
  try {
    return PARSER.parse(text)
  } catch (error) {
    throw new Malformed(
      path,
      `not readable as XML: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function elementOf(node: Node, tag: string, attributes: Attributes, scope: Scope): XmlElement {
  const children = new Map<string, XmlElement[]>()
  let text = ''
  for (const part of node[tag] as readonly Node[]) {
    const child = tagOf(part)
    if (child === undefined) text += textOf(part)
    else addChild(children, part, child, scope)
  }
  return { children, attributes: known(attributes, scope), text }
}

function addChild(children: Map<string, XmlElement[]>, node: Node, tag: string, outer: Scope): void {
  const attributes = attributesOf(node)
  const scope = scopeOf(attributes, outer)
  const { name, namespace } = resolve(tag.slice(1), scope)
  if (!ours(namespace) || isNil(attributes, scope)) return
  const element = elementOf(node, tag, attributes, scope)
  const same = children.get(name)
  if (same) same.push(element)
  else children.set(name, [element])
}

function tagOf(node: Node): string | undefined {
  return Object.keys(node).find((key) => key.startsWith('.'))
}

function textOf(node: Node): string {
  const cdata = node['#cdata'] as readonly Node[] | undefined
  return cdata ? cdata.map((part) => part['#text']).join('') : decodeReferences(String(node['#text']))
}

type Attributes = readonly (readonly [qualified: string, value: string])[]

function attributesOf(node: Node): Attributes {
  const attributes = Object.entries((node[':@'] ?? {}) as Readonly<Record<string, string>>)
  // White space in an attribute reads as spaces; literal line breaks are written as references (XML 1.0
  // §3.3.3).
  return attributes.map(([name, value]) => [name.slice(1), decodeReferences(value.replace(/[\t\n]/g, ' '))])
}

function known(attributes: Attributes, scope: Scope): ReadonlyMap<string, string> {
  const values = new Map<string, string>()
  for (const [qualified, value] of attributes) {
    const { prefix, name } = split(qualified)
    if (prefix === '' ? name !== 'xmlns' : scope.get(prefix) === VIDISPINE) values.set(name, value)
  }
  return values
}

function isNil(attributes: Attributes, scope: Scope): boolean {
  return attributes.some(([qualified, value]) => {
    const { prefix, name } = split(qualified)
    return name === 'nil' && scope.get(prefix) === INSTANCE && /^\s*(true|1)\s*$/.test(value)
  })
}

function scopeOf(attributes: Attributes, outer: Scope): Scope {
  const declared = attributes.flatMap(([name, value]): (readonly [string, string])[] => {
    if (name === 'xmlns') return [['', value]]
    return name.startsWith('xmlns:') ? [[name.slice(6), value]] : []
  })
  return declared.length === 0 ? outer : new Map([...outer, ...declared])
}

function resolve(qualified: string, scope: Scope): { readonly name: string; readonly namespace: string } {
  const { prefix, name } = split(qualified)
  return { name, namespace: scope.get(prefix) ?? '' }
}

function split(qualified: string): { readonly prefix: string; readonly name: string } {
  const colon = qualified.indexOf(':')
  return { prefix: qualified.slice(0, Math.max(colon, 0)), name: qualified.slice(colon + 1) }
}

/** Accepts documents without a namespace, because clients that rewrite prefixes lose it (wire.md §3.1). */
export function ours(namespace: string): boolean {
  return namespace === VIDISPINE || namespace === ''
}

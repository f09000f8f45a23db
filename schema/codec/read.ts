/** Checks and reads a document by its description, independent of the encoding. */

import type { Anything, Content, Field, FieldPlace, Fields, Itself, Shape, Text } from '../document.ts'
import { oneOfNearest } from '../nearest.ts'
import { Malformed, quoted } from './malformed.ts'
import { readText } from './text.ts'

/** How to traverse the nodes of one encoding. */
export type Walk<Node> = {
  /** The nodes of one field, in order; undefined if the field is absent. An empty list is not absent. */
  readonly at: (node: Node, name: string, place: FieldPlace) => readonly Node[] | undefined
  /** The text of a node that must be a text; throws Malformed if it has children. */
  readonly text: (node: Node, text: Text, path: string) => string
  /** The names of the members that are present, known or not. */
  readonly names: (node: Node) => readonly string[]
  /** Throws Malformed unless the node can have fields. */
  readonly shape: (node: Node, shape: Shape, path: string) => void
  /** The content of a node, whatever it is. */
  readonly content: (node: Node, path: string) => Content
}

/**
 * Reads the value of a node by its shape. Absent fields have no key. Unknown members are ignored (wire.md
 * §4), unless no member is known: nothing of what was sent would have an effect. Throws Malformed at the
 * first error.
 */
export function readShape<Node>(walk: Walk<Node>, shape: Shape, node: Node, path: string): Values {
  walk.shape(node, shape, path)
  const names = walk.names(node)
  const [unexpected] = names.filter((name) => !Object.hasOwn(shape.fields, name))
  if (
    unexpected !== undefined &&
    !names.some((name) => Object.hasOwn(shape.fields, name)) &&
    !hasContent(shape)
  )
    throw new Malformed(
      path,
      `expected ${oneOfNearest(Object.keys(shape.fields), unexpected)}, got ${quoted(unexpected)}`,
      unexpected,
    )
  const values: Record<string, unknown> = {}
  for (const [name, field] of Object.entries<Field>(shape.fields)) {
    const value = readField(walk, { shape, name, field, node, path: `${path}.${name}`, unexpected })
    if (value !== undefined) values[name] = value
  }
  return values
}

/** A document, or a part of one, as the codecs see it: values by field name. */
export type Values = { readonly [name: string]: unknown }

type Reading<Node> = {
  readonly shape: Shape<Fields>
  readonly name: string
  readonly field: Field
  readonly node: Node
  readonly path: string
  /** The first unknown member beside the field. */
  readonly unexpected: string | undefined
}

function readField<Node>(walk: Walk<Node>, reading: Reading<Node>): unknown {
  const { shape, name, field, node, path, unexpected } = reading
  const found = walk.at(node, name, field.place)
  if (field.place === 'list') {
    const list = found ?? (field.required ? [] : undefined)
    return list?.map((one, index) => readOne(walk, field.of, shape, one, `${path}[${index}]`))
  }
  if (found && found.length > 1) throw new Malformed(path, `expected one value, got ${found.length}`)
  const one = found?.[0]
  if (one !== undefined) return readOne(walk, field.of, shape, one, path)
  if (field.required)
    throw new Malformed(
      path,
      unexpected === undefined ? 'missing' : `missing; ${quoted(unexpected)} is unknown`,
    )
  return undefined
}

function readOne<Node>(
  walk: Walk<Node>,
  of: Text | Shape | Itself | Anything,
  enclosing: Shape,
  node: Node,
  path: string,
): unknown {
  if (of.is === 'text') return readText(of, walk.text(node, of, path), path)
  if (of.is === 'anything') return walk.content(node, path)
  return readShape(walk, of.is === 'shape' ? of : enclosing, node, path)
}

/** Whether a text beside the members, or instead of them, is a value of its own. */
export function hasContent(shape: Shape): boolean {
  return Object.values<Field>(shape.fields).some(({ place }) => place === 'content')
}

/** Any described document as JSON: the same tree without the name of its root (wire.md §4.2–4.4). */

import type { AnyDocument, DocumentOf, Place, Shape, Text } from '../../document.ts'
import { LIMITS, type Limits } from '../limits.ts'
import { Malformed, quoted } from '../malformed.ts'
import { readShape, type Values, type Walk } from '../read.ts'
import { expected } from '../text.ts'
import { parseJson } from './json-gate.ts'
import { compileJson, type Write } from './json-write.ts'

/**
 * Reads JSON as tolerantly as clients need it: numbers and booleans as strings and the other way round, one value where a
 * list is due, a bare value for an element that has content, `null` as absence. Keys that the description does not name
 * are ignored. Throws Malformed and nothing else.
 */
export function readJson<D extends AnyDocument>(
  document: D,
  text: string,
  limits?: Partial<Limits>,
): DocumentOf<D> {
  const parsed = parseJson(text, { ...LIMITS, ...limits }, document.name)
  return readShape(WALK, document, parsed, document.name) as DocumentOf<D>
}

/** Throws RangeError as `writeNumber` does. */
export function writeJson<D extends AnyDocument>(document: D, value: DocumentOf<D>): string {
  const known = COMPILED.get(document)
  const write = known ?? compileJson(document)
  if (!known) COMPILED.set(document, write)
  return write(value as Values)
}

const COMPILED = new WeakMap<AnyDocument, Write>()

const WALK: Walk<unknown> = {
  at: standing,
  text: textOf,
  shape: (node, shape, path) => {
    if (isObject(node) || isEmptyElement(node) || (isScalar(node) && hasContent(shape))) return
    throw new Malformed(
      path,
      `expected an object, got ${kindOf(node)}`,
      isScalar(node) ? String(node) : undefined,
    )
  },
}

function standing(node: unknown, name: string, place: Place): readonly unknown[] | undefined {
  if (!isObject(node)) return place === 'content' ? [node] : undefined
  const value = Object.hasOwn(node, name) ? node[name] : null
  if (place === 'list' && Array.isArray(value)) return value
  return value === null ? undefined : [value]
}

function textOf(node: unknown, text: Text, path: string): string {
  if (
    typeof node === 'number' &&
    text.kind === 'string' &&
    (Number.isInteger(node) || !Number.isFinite(node)) &&
    !Number.isSafeInteger(node)
  ) {
    // 12345678901234567890 has lost its last digits by now, and 1e999 is no number any more.
    throw new Malformed(path, 'expected a string, got a number that is too long to be exact', String(node))
  }
  if (isScalar(node)) return String(node)
  if (text.kind === 'empty' && isObject(node) && Object.keys(node).length === 0) return ''
  throw new Malformed(path, `expected ${expected(text)}, got ${kindOf(node)}`)
}

function hasContent(shape: Shape): boolean {
  return Object.values(shape.fields).some(({ place }) => place === 'content')
}

// An empty element has nothing in it, and JSON writes it `""`.
function isEmptyElement(node: unknown): boolean {
  return node === ''
}

function isObject(node: unknown): node is Values {
  return typeof node === 'object' && node !== null && !Array.isArray(node)
}

function isScalar(node: unknown): node is string | number | boolean {
  return typeof node === 'string' || typeof node === 'number' || typeof node === 'boolean'
}

function kindOf(node: unknown): string {
  if (node === null) return 'null'
  if (Array.isArray(node)) return 'a list'
  return isScalar(node) ? quoted(String(node)) : 'an object'
}

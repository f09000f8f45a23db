/** Reads and writes documents as JSON: the tree of the XML without the root name (wire.md §4.2–4.4). */

import type { AnyDocument, DocumentOf, FieldPlace, Text } from '../../document.ts'
import { type DocumentLimits, LIMITS } from '../limits.ts'
import { Malformed, quoted } from '../malformed.ts'
import { hasContent, readShape, type Values, type Walk } from '../read.ts'
import { expected } from '../text.ts'
import { contentOf } from './json-content.ts'
import { parseJson } from './json-gate.ts'
import { compileJson, type Write } from './json-write.ts'

/**
 * Reads JSON as leniently as clients need: numbers and booleans may be strings and vice versa, a single value
 * may stand for a list, a bare value for an element with content, and `null` means absent. Unknown keys are
 * ignored beside known ones. Throws Malformed and nothing else.
 */
export function readJson<D extends AnyDocument>(
  document: D,
  text: string,
  limits?: Partial<DocumentLimits>,
): DocumentOf<D> {
  const parsed = parseJson(text, { ...LIMITS, ...limits }, document.name)
  return readShape(WALK, document, parsed, document.name) as DocumentOf<D>
}

/** Throws RangeError for the same numbers as `writeNumber`. */
export function writeJson<D extends AnyDocument>(document: D, value: DocumentOf<D>): string {
  const known = COMPILED.get(document)
  const write = known ?? compileJson(document)
  if (!known) COMPILED.set(document, write)
  return write(value as Values)
}

const COMPILED = new WeakMap<AnyDocument, Write>()

const WALK: Walk<unknown> = {
  at: nodesAt,
  text: textOf,
  names: (node) => (isObject(node) ? Object.keys(node).filter((name) => node[name] !== null) : []),
  shape: (node, shape, path) => {
    if (isObject(node) || isEmptyElement(node) || (isScalar(node) && hasContent(shape))) return
    throw new Malformed(
      path,
      `expected an object, got ${kindOf(node)}`,
      isScalar(node) ? String(node) : undefined,
    )
  },
  content: contentOf,
}

function nodesAt(node: unknown, name: string, place: FieldPlace): readonly unknown[] | undefined {
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
    // JSON.parse has already rounded 12345678901234567890, and read 1e999 as Infinity.
    throw new Malformed(
      path,
      'expected a string, got a number that cannot be represented exactly',
      String(node),
    )
  }
  if (isScalar(node)) return String(node)
  if (text.kind === 'empty' && isObject(node) && Object.keys(node).length === 0) return ''
  throw new Malformed(path, `expected ${expected(text)}, got ${kindOf(node)}`)
}

// JSON writes an empty element as `""`.
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
  if (Array.isArray(node)) return 'an array'
  return isScalar(node) ? quoted(String(node)) : 'an object'
}

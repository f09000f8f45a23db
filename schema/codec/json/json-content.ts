/** Reads and writes members with any content. */

import type { Content } from '../../document.ts'
import { Malformed, quoted } from '../malformed.ts'

/** Throws Malformed for what XML could not express: a name, an array of arrays, a text with NUL. */
export function contentOf(node: unknown, path: string): Content {
  if (node === null || node === undefined) return ''
  if (typeof node === 'string') return textOf(node, path)
  if (typeof node === 'number' || typeof node === 'boolean') return node
  if (Array.isArray(node)) throw new Malformed(path, 'expected an object or a text, got an array')
  const members: Record<string, Content | readonly Content[]> = {}
  for (const [name, value] of Object.entries(node)) {
    if (!NAME.test(name))
      throw new Malformed(path, `expected names of XML elements, got ${quoted(name)}`, name)
    const at = `${path}.${name}`
    Object.defineProperty(members, name, {
      ...{ enumerable: true, configurable: true, writable: true },
      value: Array.isArray(value)
        ? value.map((one, index) => contentOf(one, `${at}[${index}]`))
        : contentOf(value, at),
    })
  }
  return members
}

/** Attributes are plain members after the elements, and the text beside them is `value` (wire.md §4.2). */
export function jsonContent(content: Content): unknown {
  if (typeof content !== 'object') return content
  const members = Object.entries(content).map(([name, value]): [string, unknown] => [
    name,
    Array.isArray(value) ? value.map(jsonContent) : jsonContent(value as Content),
  ])
  const isPlain = ([name]: readonly [string, unknown]) => !name.startsWith('@') && name !== '#text'
  const text = members.flatMap(([name, value]) => (name === '#text' ? [['value', value] as const] : []))
  const attributes = members.flatMap(([name, value]) =>
    name.startsWith('@') ? [[name.slice(1), value] as const] : [],
  )
  return Object.fromEntries([...text, ...members.filter(isPlain), ...attributes])
}

function textOf(text: string, path: string): string {
  if (text.includes('\0')) throw new Malformed(path, 'NUL (U+0000) is not accepted', text)
  if (!text.isWellFormed()) throw new Malformed(path, 'unpaired surrogates are not accepted', text)
  return text
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { SaxesParser, type SaxesTagNS } from 'saxes'
import { LIMITS } from '../../../schema/codec/limits.ts'
import { Malformed } from '../../../schema/codec/malformed.ts'
import {
  ours,
  VIDISPINE,
  type XmlElement,
  type XmlRoot,
  xmlTree,
} from '../../../schema/codec/xml/xml-tree.ts'

/** Pieces of XML; random sequences of them are often well-formed, or nearly so. */
// biome-ignore format: a table
const PIECES = [
  '<a>', '</a>', '<b x="1">', '</b>', '<b/>', '<v:b/>', '<v:a>', '</v:a>', '<o:a>', '</o:a>', '<a />', '<a x="/"/>', `<a x='>' y="'"/>`,
  '<__proto__>', '</__proto__>', '<toString/>', '<constructor x="1"/>', '<hasOwnProperty>', '</hasOwnProperty>', '<a __proto__="1"/>',
  '<a xmlns="urn:x">', `<a xmlns:v="${VIDISPINE}"/>`, '<a xmlns="">', '<a i:nil="true"/>', '<a v:x="1" o:x="2" x="3"/>', '<a\tx="a\tb"\n/>',
  '<\u{1680}/>', '<a\u{1680}b="1"/>', '<\u{feff}a/>', '<é/>', '<a.b-c/>',
  'text', ' ', '\r\n', '\r', '&amp;', '&lt;', '&#233;', '&#xE9;', '&#x1F600;', '&#13;', '&amp;#233;', '&nbsp;', '&#0;', '&#xD800;', '&',
  '<![CDATA[<a>&amp;]]>', '<![CDATA[]]>', '<![CDATA[', ']]>', '<!-- c -->', '<!---->', '<!-- <a> " -->', '<!--', '-->', '--',
  '<?pi it\'s?>', '<?xml version="1.0"?>', '<!DOCTYPE a>', '"', "'", '>', '<', '/', '\u0000', '\ufffe', '\ud800', '😀',
] as const

/** Pieces that make any text malformed. */
const BROKEN: readonly string[] = [
  '<',
  '&',
  '&nbsp;',
  '&#0;',
  '&#xD800;',
  '<![CDATA[',
  ']]>',
  '<!--',
  '-->',
  '\u0000',
  '\ufffe',
  '\ud800',
]

const anyDocument = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 12 })
  .map((pieces) => wrapped(pieces.join('')))

const balanced: fc.Arbitrary<string> = fc
  .letrec<{ content: string; element: string }>((tie) => ({
    content: fc
      .array(fc.oneof({ maxDepth: 4 }, fc.constantFrom(...PIECES.filter(isTextual)), tie('element')), {
        maxLength: 4,
      })
      .map((parts) => parts.join('')),
    element: fc
      .tuple(fc.constantFrom('a', 'b', 'v:a', 'o:b', '__proto__', 'valueOf'), tie('content'))
      .map(([name, inside]) => {
        return `<${name} x=" &lt;&#10;\n">${inside}</${name}>`
      }),
  }))
  .content.map(wrapped)

describe('xmlTree', () => {
  it('gives the same tree as saxes for any text that it accepts', () => {
    let passed = 0
    const property = fc.property(fc.oneof(anyDocument, balanced), (text) => {
      const tree = treeOf(text)
      if (tree === undefined) return
      passed++
      assert.deepEqual(tree, reference(text))
    })
    fc.assert(property, { numRuns: 3000 })
    assert.ok(passed > 500, `only ${passed} were well-formed`)
  })
})

function wrapped(inside: string): string {
  return `<r xmlns:v="${VIDISPINE}" xmlns:o="urn:o" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">${inside}</r>`
}

function isTextual(piece: string): boolean {
  return !/^<[^!]|^<!D/.test(piece) && !BROKEN.includes(piece)
}

function treeOf(text: string): XmlRoot | undefined {
  try {
    return xmlTree(text, LIMITS, 'r')
  } catch (error) {
    assert.ok(error instanceof Malformed, String(error))
    return undefined
  }
}

type Mutable = { children: Map<string, Mutable[]>; attributes: Map<string, string>; text: string }

/** The same tree, built from the events of saxes. */
function reference(text: string): XmlRoot {
  const top: Mutable = { children: new Map(), attributes: new Map(), text: '' }
  const open = [top]
  const parser = new SaxesParser({ xmlns: true })
  const add = (more: string) => {
    for (const current of open.slice(-1)) current.text += more
  }
  parser.on('text', add)
  parser.on('cdata', add)
  parser.on('opentag', (tag) => {
    const node = { children: new Map(), attributes: attributesOf(tag), text: '' }
    const parent = open.at(-1)
    const nil = Object.values(tag.attributes).some(
      ({ prefix, local, value }) => prefix === 'i' && local === 'nil' && value === 'true',
    )
    if (parent && ours(tag.uri) && !nil)
      parent.children.set(tag.local, [...(parent.children.get(tag.local) ?? []), node])
    open.push(node)
  })
  parser.on('closetag', () => open.pop())
  parser.write(text).close()
  const [element] = top.children.get('r') ?? []
  assert.ok(element)
  return { name: 'r', namespace: '', element: element as XmlElement }
}

function attributesOf({ attributes }: SaxesTagNS): Map<string, string> {
  const known = Object.values(attributes).filter(
    ({ name, uri }) => name !== 'xmlns' && (uri === '' || uri === VIDISPINE),
  )
  return new Map(known.map(({ local, value }) => [local, value]))
}

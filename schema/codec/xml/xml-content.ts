/** Reads and writes elements with any content. */

import type { XMLBuilder } from 'xmlbuilder2/lib/interfaces.js'
import type { Content } from '../../document.ts'
import { escapeAttribute, escapeText } from './xml-escape.ts'
import { VIDISPINE, type XmlElement } from './xml-tree.ts'

/** A text if the element has nothing else. White space between elements is left out. */
export function contentOf({ children, attributes, text }: XmlElement): Content {
  if (children.size === 0 && attributes.size === 0) return text
  // Not by assignment, which would make an element `__proto__` the prototype.
  return Object.fromEntries<Content | readonly Content[]>([
    ...[...attributes].map(([name, value]) => [`@${name}`, value] as const),
    ...[...children].map(([name, elements]) => [name, oneOrMore(elements.map(contentOf))] as const),
    ...(text.trim() === '' ? [] : [['#text', text] as const]),
  ])
}

function oneOrMore(contents: readonly Content[]): Content | readonly Content[] {
  const [first = '', ...others] = contents
  return others.length === 0 ? first : contents
}

/** The parts of an element in order: attributes, then children and text. Pure. */
function partsOf(content: Content) {
  if (typeof content !== 'object') return { attributes: [], children: [], text: String(content) }
  const members = Object.entries(content).filter(([name]) => name !== '#text')
  const [attributes, others] = [true, false].map((is) =>
    members.filter(([name]) => name.startsWith('@') === is),
  )
  const children = (others ?? []).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly Content[]) : [value as Content]).map((one) => ({ name, one })),
  )
  return {
    attributes: (attributes ?? []).map(([name, value]) => ({ name: name.slice(1), text: String(value) })),
    children,
    text: String(content['#text'] ?? ''),
  }
}

export function addContent(parent: XMLBuilder, content: Content): void {
  const { attributes, children, text } = partsOf(content)
  for (const one of attributes) parent.att(one.name, escapeAttribute(one.text))
  for (const { name, one } of children) addContent(parent.ele(VIDISPINE, name), one)
  if (text !== '') parent.txt(escapeText(text))
}

export function writeContent(name: string, content: Content): string {
  const { attributes, children, text } = partsOf(content)
  const start = attributes.map((one) => ` ${one.name}="${escapeAttribute(one.text)}"`).join('')
  const inner = children.map((child) => writeContent(child.name, child.one)).join('') + escapeText(text)
  return inner === '' ? `<${name}${start}/>` : `<${name}${start}>${inner}</${name}>`
}

/** Reads XML of other systems into a tree with namespaces, in the order of the text: TTML, XMP, IMF. */
import { SaxesParser } from 'saxes'
import type { DocumentLimits } from '../limits.ts'
import { Malformed } from '../malformed.ts'

export interface ForeignElement {
  readonly name: string
  readonly namespace: string
  /** By local name; `xml:lang` as `lang`. Of two with the same local name, the first counts. */
  readonly attributes: ReadonlyMap<string, string>
  readonly content: readonly (ForeignElement | string)[]
  /** Line of its start tag, from 1. */
  readonly line: number
}

/**
 * The root. Throws Malformed with the line if the text is not well-formed or exceeds the limits. A document
 * type is refused, so that nothing is expanded or fetched. Comments and processing instructions are left out.
 */
export function foreignTree(text: string, limits: DocumentLimits, path: string): ForeignElement {
  if (text.length > limits.maxLength) throw new Malformed(path, `longer than ${limits.maxLength} characters`)
  const parser = new SaxesParser({ xmlns: true, position: true })
  const builder = new Builder(limits, path)
  parser.on('doctype', () => builder.fail(parser.line, 'a document type declaration is not accepted'))
  parser.on('error', (error) => {
    throw new Malformed(path, `not well-formed XML: ${error.message}`)
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    const pairs = Object.values(attributes).map(({ local, value }) => [local, value] as const)
    builder.open({ name: local, namespace: uri, attributes: pairs, line: parser.line })
  })
  parser.on('text', (part) => builder.text(part))
  parser.on('cdata', (part) => builder.text(part))
  parser.on('closetag', () => builder.close())
  parser.write(text.toWellFormed()).close()
  return builder.root()
}

interface Opened {
  readonly name: string
  readonly namespace: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly line: number
}

class Builder {
  readonly #limits: DocumentLimits
  readonly #path: string
  readonly #open: (Omit<ForeignElement, 'content'> & { readonly content: (ForeignElement | string)[] })[] = []
  #root: ForeignElement | undefined
  #elements = 0

  constructor(limits: DocumentLimits, path: string) {
    this.#limits = limits
    this.#path = path
  }

  open({ name, namespace, attributes, line }: Opened): void {
    const { maxDepth, maxElements, maxAttributes } = this.#limits
    this.#elements += 1
    if (this.#open.length >= maxDepth) this.fail(line, `deeper than ${maxDepth} elements`)
    if (this.#elements > maxElements) this.fail(line, `more than ${maxElements} elements`)
    if (attributes.length > maxAttributes)
      this.fail(line, `an element with more than ${maxAttributes} attributes`)
    const element = { name, namespace, line, attributes: new Map([...attributes].reverse()), content: [] }
    this.#open.at(-1)?.content.push(element)
    this.#open.push(element)
  }

  text(part: string): void {
    this.#open.at(-1)?.content.push(part)
  }

  close(): void {
    this.#root = this.#open.pop() ?? this.#root
  }

  root(): ForeignElement {
    if (!this.#root) throw new Malformed(this.#path, 'no root element')
    return this.#root
  }

  fail(line: number, explanation: string): never {
    throw new Malformed(this.#path, `line ${line}: ${explanation}`)
  }
}

/** The elements in it, of this name if one is given. */
export function elementsIn(element: ForeignElement, name?: string): readonly ForeignElement[] {
  return element.content.filter(
    (part): part is ForeignElement => typeof part !== 'string' && (name === undefined || part.name === name),
  )
}

/** The text of the element and of all in it, without white space around it. */
export function textIn(element: ForeignElement): string {
  return element.content
    .map((part) => (typeof part === 'string' ? part : textIn(part)))
    .join('')
    .trim()
}

/** Checks XML strictly before it is parsed, because fast-xml-parser accepts many malformed documents. */

import { SaxesParser } from 'saxes'
import type { DocumentLimits } from '../limits.ts'
import { Malformed, quoted } from '../malformed.ts'

/**
 * Throws Malformed with this path unless the text is well-formed XML 1.0 with correct namespaces, without a
 * document type and within the limits. fast-xml-parser accepts nine of eighteen kinds of malformed documents
 * that were tried.
 */
export function checkXml(text: string, limits: DocumentLimits, path: string): void {
  if (text.length > limits.maxLength) throw new Malformed(path, `longer than ${limits.maxLength} characters`)
  // saxes reads an unpaired surrogate and the next code unit as one character, even if the latter is `<`.
  if (!text.isWellFormed()) throw new Malformed(path, 'unpaired surrogates are not accepted')
  // Documents that declare XML 1.1 are parsed as 1.0 too, because 1.1 allows control characters.
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  refuseOversize(parser, limits, path)
  refuseUnwanted(parser, path)
  parser.on('error', (error) => {
    throw new Malformed(path, `not well-formed XML: ${error.message}`)
  })
  parser.write(text).close()
}

type Parser = SaxesParser<{ xmlns: true }>

function refuseOversize(parser: Parser, limits: DocumentLimits, path: string): void {
  let depth = 0
  let elements = 0
  let attributes = 0
  parser.on('opentagstart', () => {
    attributes = 0
    if (++depth > limits.maxDepth) throw new Malformed(path, `deeper than ${limits.maxDepth} elements`)
    if (++elements > limits.maxElements) throw new Malformed(path, `more than ${limits.maxElements} elements`)
  })
  parser.on('closetag', () => {
    depth--
  })
  parser.on('attribute', ({ name }) => {
    refuseBlank(name, path)
    if (++attributes > limits.maxAttributes) {
      throw new Malformed(path, `an element with more than ${limits.maxAttributes} attributes`)
    }
  })
}

function refuseUnwanted(parser: Parser, path: string): void {
  parser.on('opentag', ({ name }) => refuseBlank(name, path))
  parser.on('doctype', () => {
    throw new Malformed(path, 'a document type declaration is not accepted')
  })
  // fast-xml-parser reads past the end of a processing instruction that contains an unpaired quote.
  parser.on('processinginstruction', ({ target }) => {
    throw new Malformed(path, `a processing instruction is not accepted, got ${quoted(target)}`, target)
  })
  // The decoder removes the declaration it followed; a text that still declares another encoding was decoded
  // wrongly.
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) return
    throw new Malformed(path, `expected the encoding UTF-8, got ${quoted(encoding)}`, encoding)
  })
}

// XML names may contain U+1680 and U+FEFF, which JavaScript, and so fast-xml-parser, treats as white space.
function refuseBlank(name: string, path: string): void {
  if (/\s/.test(name))
    throw new Malformed(path, `a name with white space is not accepted, got ${quoted(name)}`, name)
}

/**
 * The strict gate in front of the XML parser. fast-xml-parser takes nine of eighteen kinds of malformed documents for good;
 * what passes here is well-formed XML 1.0 with correct namespaces, no document type, and within the limits.
 */

import { SaxesParser } from 'saxes'
import type { Limits } from '../limits.ts'
import { Malformed, quoted } from '../malformed.ts'

/** Throws Malformed, with this path, for anything that may not go on to the parser. */
export function checkXml(text: string, limits: Limits, path: string): void {
  if (text.length > limits.maxLength) throw new Malformed(path, `longer than ${limits.maxLength} characters`)
  // saxes takes half a surrogate pair and whatever follows it for one character, be it a `<`.
  if (!text.isWellFormed()) throw new Malformed(path, 'half a surrogate pair is no character')
  // A document that calls itself XML 1.1 is held to 1.0 as well: 1.1 would let control characters in.
  const parser = new SaxesParser({ xmlns: true, forceXMLVersion: true, defaultXMLVersion: '1.0' })
  refuseOversize(parser, limits, path)
  refuseUnwanted(parser, path)
  parser.on('error', (error) => {
    throw new Malformed(path, `not well-formed XML: ${error.message}`)
  })
  parser.write(text).close()
}

type Parser = SaxesParser<{ xmlns: true }>

function refuseOversize(parser: Parser, limits: Limits, path: string): void {
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
  // fast-xml-parser reads past the end of one that has an odd quote in it.
  parser.on('processinginstruction', ({ target }) => {
    throw new Malformed(path, `a processing instruction is not accepted, got ${quoted(target)}`, target)
  })
  // Whoever decodes bytes takes their declaration off; a text that still claims another encoding was decoded wrongly.
  parser.on('xmldecl', ({ encoding = 'UTF-8' }) => {
    if (/^(utf-?8|us-ascii|ascii)$/i.test(encoding)) return
    throw new Malformed(path, `expected the encoding UTF-8, got ${quoted(encoding)}`, encoding)
  })
}

// Two letters of XML names (U+1680, U+FEFF) are white space to JavaScript, and so to fast-xml-parser.
function refuseBlank(name: string, path: string): void {
  if (/\s/.test(name))
    throw new Malformed(path, `a name with white space is not accepted, got ${quoted(name)}`, name)
}

/** Escapes text for XML, and decodes character and entity references. */

// Characters that XML 1.0 cannot express (control characters, unpaired surrogates, U+FFFE and U+FFFF) become
// U+FFFD. Carriage returns in text, and line breaks and tabs in attributes, are written as references so that
// parsers keep them. The references are decimal because xmlbuilder2 escapes the `&` of hexadecimal references
// again.

export function escapeText(text: string): string {
  return PLAIN_TEXT.test(text) ? text : text.replace(/[&<>\r]/g, reference).replace(ILLEGAL, '\uFFFD')
}

export function escapeAttribute(text: string): string {
  return PLAIN_ATTRIBUTE.test(text)
    ? text
    : text.replace(/[&<>"\t\n\r]/g, reference).replace(ILLEGAL, '\uFFFD')
}

/**
 * Decodes in one pass, so that `&amp;#233;` becomes `&#233;` and not `é`. The gate has refused all other
 * references.
 */
export function decodeReferences(raw: string): string {
  return raw.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (all, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return decimal === undefined ? (NAMED.get(name) ?? all) : String.fromCodePoint(Number(decimal))
  })
}

// Both patterns exclude surrogates on purpose: only the slow path checks whether they are paired.
const PLAIN_TEXT = /^[\t\n -%'-;=?-\uD7FF\uE000-\uFFFD]*$/
const PLAIN_ATTRIBUTE = /^[ !#-%'-;=?-\uD7FF\uE000-\uFFFD]*$/

const ILLEGAL = /[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu

const REFERENCES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

function reference(character: string): string {
  return REFERENCES[character] ?? character
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

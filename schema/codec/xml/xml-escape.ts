/**
 * Text as it may stand in XML. Characters that XML 1.0 has no way to write (control characters, half surrogates, U+FFFE and
 * U+FFFF) become U+FFFD. A carriage return in text and line breaks and tabs in attributes are written as references, so
 * that they survive reading. The references are decimal because xmlbuilder2 escapes the `&` of hexadecimal ones again.
 */

export function escapeText(text: string): string {
  return PLAIN_TEXT.test(text) ? text : text.replace(/[&<>\r]/g, reference).replace(ILLEGAL, '\uFFFD')
}

export function escapeAttribute(text: string): string {
  return PLAIN_ATTRIBUTE.test(text)
    ? text
    : text.replace(/[&<>"\t\n\r]/g, reference).replace(ILLEGAL, '\uFFFD')
}

/** In one pass, so that `&amp;#233;` becomes `&#233;` and stays it. There are no references but these: the gate has seen to it. */
export function decodeReferences(raw: string): string {
  return raw.replace(/&(?:#x([0-9a-f]+)|#([0-9]+)|([a-z]+));/gi, (all, hex, decimal, name) => {
    if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16))
    return decimal === undefined ? (NAMED.get(name) ?? all) : String.fromCodePoint(Number(decimal))
  })
}

// Surrogates fail these two on purpose: whether they are pairs is looked at in the slow way only.
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

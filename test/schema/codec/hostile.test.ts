import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { Malformed } from '../../../schema/codec/malformed.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import { SimpleMetadataDocument } from '../../../schema/documents/simple-metadata.ts'
import { anyValueOf } from './any-value.ts'

/** Time limit of each case, ms: five times what the slowest needs, and far below the cost of an attack. */
const AT_ONCE = 2_500

const ROOT = 'SimpleMetadataDocument'
const around = (inside: string) => `<${ROOT}>${inside}</${ROOT}>`
const nested = (depth: number) => around('<a>'.repeat(depth) + '</a>'.repeat(depth))
const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('')

// The kinds of malformed documents that XML parsers were tested with (design.md D6), and more.
const XML: readonly (readonly [kind: string, text: string, explanation: RegExp])[] = [
  ['nothing', '', /not well-formed XML/],
  ['only white space', ' \n', /not well-formed XML/],
  ['text that is not XML', 'hello', /not well-formed XML/],
  ['JSON', '{"field":[]}', /not well-formed XML/],
  ['a truncated document', around('<field>').slice(0, -9), /not well-formed XML/],
  ['a tag that is not closed', `<${ROOT}><field></${ROOT}>`, /not well-formed XML/],
  ['tags closed in the wrong order', around('<a><b></a></b>'), /not well-formed XML/],
  ['two roots', around('') + around(''), /not well-formed XML/],
  ['text after the root', `${around('')}text`, /not well-formed XML/],
  ['text before the root', `text${around('')}`, /not well-formed XML/],
  ['an undeclared prefix', around('<x:a/>'), /not well-formed XML/],
  ['an attribute twice', around('<a b="1" b="2"/>'), /not well-formed XML/],
  ['an attribute without quotes', around('<a b=1/>'), /not well-formed XML/],
  ['an attribute without a value', around('<a b/>'), /not well-formed XML/],
  ['`<` in an attribute', around('<a b="<"/>'), /not well-formed XML/],
  ['a bare ampersand', around('<a>a & b</a>'), /not well-formed XML/],
  ['an undeclared entity', around('<a>&nbsp;</a>'), /not well-formed XML/],
  ['a control character', around('<a>\u0008</a>'), /not well-formed XML/],
  ['a reference to a control character', around('<a>&#8;</a>'), /not well-formed XML/],
  [
    'a control character that XML 1.1 would allow',
    `<?xml version="1.1"?>${around('<a>&#1;</a>')}`,
    /not well-formed XML/,
  ],
  ['a reference to an unpaired surrogate', around('<a>&#xD800;</a>'), /not well-formed XML/],
  ['an unpaired surrogate', around('<a>\ud800</a>'), /unpaired surrogates are not accepted/],
  ['`]]>` in text', around('<a>]]></a>'), /not well-formed XML/],
  ['`--` in a comment', around('<!-- a -- b -->'), /not well-formed XML/],
  ['a comment that never ends', `${around('')}<!-- `, /not well-formed XML/],
  ['CDATA that never ends', around('<![CDATA[ '), /not well-formed XML/],
  ['a declaration that is not at the start', around('<?xml version="1.0"?>'), /not well-formed XML/],
  [
    'a declaration of another encoding',
    `<?xml version="1.0" encoding="UTF-16"?>${around('')}`,
    /expected the encoding UTF-8/,
  ],
  ['a processing instruction', `<?run it's?>${around("<a>'</a>")}`, /processing instruction/],
  ['a document type', `<!DOCTYPE ${ROOT}>${around('')}`, /document type/],
  [
    'a document type that names a file',
    `<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>${around('&e;')}`,
    /document type|not well-formed XML/,
  ],
  [
    'a billion laughs',
    `<!DOCTYPE a [<!ENTITY l0 "lol">${lol}]>${around('&l9;')}`,
    /document type|not well-formed XML/,
  ],
  ['elements nested 10 000 deep', nested(10_000), /deeper than 64 elements/],
  ['100 000 elements', around('<a/>'.repeat(100_000)), /more than 50000 elements/],
  [
    '100 000 attributes',
    around(`<a ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(' ')}/>`),
    /more than 64 attributes/,
  ],
  ['ten million characters', around('a'.repeat(10_000_000)), /longer than 2097152 characters/],
  [
    'a name with a character that JavaScript treats as white space',
    around('<\ufeffa/>'),
    /name with white space/,
  ],
]

const JSONS: readonly (readonly [kind: string, text: string, explanation: RegExp])[] = [
  ['nothing', '', /not JSON/],
  ['text that is not JSON', 'hello', /not JSON/],
  ['XML', around(''), /not JSON/],
  ['a truncated object', '{"field":[', /not JSON/],
  ['a string that never ends', `{"${'\\"'.repeat(1_000_000)}`, /not JSON/],
  ['two objects', '{}{}', /not JSON/],
  ['a trailing comma', '{"field":[],}', /not JSON/],
  ['NaN', '{"field":NaN}', /not JSON/],
  ['a bare number', '7', /expected an object, got “7”/],
  ['a bare null', 'null', /expected an object, got null/],
  ['a bare array', '[]', /expected an object, got an array/],
  ['arrays nested 1 000 000 deep', '['.repeat(1_000_000), /deeper than 64 levels/],
  ['objects nested 10 000 deep', '{"a":'.repeat(10_000), /deeper than 64 levels/],
  ['100 000 values', `[${'1,'.repeat(100_000)}1]`, /more than 50000 values/],
  ['ten million characters', `"${'a'.repeat(10_000_000)}"`, /longer than 2097152 characters/],
  [
    'NUL in a text',
    '{"field":[{"key":"a","value":"b\\u0000"}]}',
    /field\[0\]\.value: NUL \(U\+0000\) is not accepted/,
  ],
  [
    'an escaped unpaired surrogate',
    '{"field":[{"key":"\\ud83c","value":""}]}',
    /field\[0\]\.key: unpaired surrogates are not accepted/,
  ],
  [
    'a literal unpaired surrogate',
    '{"field":[{"key":"\ud83c","value":""}]}',
    /unpaired surrogates are not accepted/,
  ],
  ['a number that overflows', '{"field":[{"key":"a","value":1e999}]}', /cannot be represented exactly/],
]

describe('The codecs refuse hostile input as Malformed, quickly', () => {
  for (const [kind, text, explanation] of XML) {
    it(`XML: ${kind}`, () => refused(() => readXml(SimpleMetadataDocument, text), explanation))
  }
  for (const [kind, text, explanation] of JSONS) {
    it(`JSON: ${kind}`, () => refused(() => readJson(SimpleMetadataDocument, text), explanation))
  }

  it('with limits given by the caller', () => {
    refused(() => readXml(SimpleMetadataDocument, nested(3), { maxDepth: 2 }), /deeper than 2/)
    refused(() => readXml(SimpleMetadataDocument, nested(3), { maxElements: 2 }), /more than 2/)
    refused(() => readXml(SimpleMetadataDocument, around('<a b="1"/>'), { maxAttributes: 0 }), /more than 0/)
    refused(() => readJson(SimpleMetadataDocument, '{"a":{}}', { maxDepth: 1 }), /deeper than 1/)
    refused(() => readJson(SimpleMetadataDocument, '{}   ', { maxLength: 4 }), /longer than 4/)
  })

  it('but accept input within the limits: elements nested 64 deep, brackets in a string', () => {
    const deep = nested(63).replace('<a>', '<field><key>k</key><value/></field><a>')
    assert.deepEqual(readXml(SimpleMetadataDocument, deep), { field: [{ key: 'k', value: '' }] })
    const text = `{"field":[],"a":"${'['.repeat(100)}\\"{"}`
    assert.deepEqual(readJson(SimpleMetadataDocument, text), { field: [] })
  })

  it('but accept JSON keys that are special to JavaScript, and pollute no prototype', () => {
    const text = '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"field":[]}'
    assert.deepEqual(readJson(SimpleMetadataDocument, text), { field: [] })
    assert.equal(Reflect.get({}, 'polluted'), undefined)
  })
})

describe('The codecs read damaged input or refuse it as Malformed, and throw nothing else', () => {
  const damage = fc.record({
    value: anyValueOf(JobDocument),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    cut: fc.nat(9),
    put: fc.string({ unit: 'binary', maxLength: 6 }),
  })

  it('for XML', () => {
    fc.assert(
      fc.property(damage, ({ value, ...how }) =>
        survives(() => readXml(JobDocument, damaged(writeXml(JobDocument, value), how))),
      ),
      { numRuns: 500 },
    )
  })
  it('for JSON', () => {
    fc.assert(
      fc.property(damage, ({ value, ...how }) =>
        survives(() => readJson(JobDocument, damaged(writeJson(JobDocument, value), how))),
      ),
      { numRuns: 500 },
    )
  })
  it('for any valid JSON', () => {
    fc.assert(
      fc.property(fc.json(), (text) => survives(() => readJson(JobDocument, text))),
      { numRuns: 500 },
    )
  })
  it('for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => survives(() => readXml(JobDocument, text))),
      { numRuns: 500 },
    )
  })
})

type Damage = { readonly at: number; readonly cut: number; readonly put: string }

function damaged(text: string, { at, cut, put }: Damage): string {
  const start = Math.floor(at * text.length)
  return text.slice(0, start) + put + text.slice(start + cut)
}

function survives(read: () => unknown): void {
  try {
    read()
  } catch (error) {
    assert.ok(error instanceof Malformed, String(error))
  }
}

function refused(read: () => unknown, explanation: RegExp): void {
  const start = performance.now()
  assert.throws(read, (error) => {
    assert.ok(error instanceof Malformed, String(error))
    assert.match(error.message, explanation)
    assert.ok(error.message.length < 1000)
    return true
  })
  assert.ok(performance.now() - start < AT_ONCE, `took ${performance.now() - start} ms`)
}

import assert from 'node:assert/strict'
import { Malformed } from '../../../schema/codec/malformed.ts'
import { readXml, writeXml } from '../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../schema/codec/xml/xml-list.ts'
import {
  attribute,
  boolean,
  content,
  dateTime,
  document,
  empty,
  float,
  integer,
  list,
  maybe,
  maybeAttribute,
  oneOf,
  shape,
  string,
} from '../../../schema/document.ts'

const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'

const Sample = document('Sample', {
  text: maybe(string),
  number: maybe(integer),
  share: maybe(float),
  flag: maybe(boolean),
  time: maybe(dateTime),
  level: maybe(oneOf(['LOW', 'HIGH'])),
  stop: maybe(empty),
  part: list(shape({ id: attribute(integer), note: maybeAttribute(string), value: content(string) })),
})
type Value = Partial<Parameters<typeof writeXml<typeof Sample>>[1]>

const READ: readonly (readonly [title: string, xml: string, value: Value])[] = [
  ['the default namespace', `<Sample ${NS}><text>a</text></Sample>`, { text: 'a' }],
  [
    'a prefix of the namespace',
    `<v:Sample ${NS.replace('=', ':v=')}><v:text>a</v:text></v:Sample>`,
    { text: 'a' },
  ],
  ['no namespace', '<Sample><text>a</text></Sample>', { text: 'a' }],
  ['a byte order mark', '\ufeff<?xml version="1.0" encoding="utf-8"?><Sample/>', {}],
  [
    'elements in any order',
    '<Sample><flag>true</flag><number>1</number></Sample>',
    { number: 1, flag: true },
  ],
  [
    'unknown elements, which it ignores',
    '<Sample><new><text>b</text></new><text>a</text></Sample>',
    { text: 'a' },
  ],
  [
    'elements of other namespaces, which it ignores',
    '<Sample xmlns:o="urn:o"><o:text>b</o:text><text>a</text></Sample>',
    { text: 'a' },
  ],
  [
    'prefixes declared where they are used',
    `<Sample><v:text ${NS.replace('=', ':v=')}>a</v:text></Sample>`,
    { text: 'a' },
  ],
  [
    'an undeclared default namespace',
    `<v:Sample ${NS.replace('=', ':v=')} xmlns="urn:o"><text xmlns="">a</text></v:Sample>`,
    { text: 'a' },
  ],
  [
    'names that are special to JavaScript',
    '<Sample><__proto__ a="1"/><toString/><constructor>x</constructor><text>a</text></Sample>',
    { text: 'a' },
  ],
  [
    'references, which it decodes once',
    '<Sample><text>&#233;&#xe9;&amp;#233;&amp;amp;&lt;&gt;&quot;&apos;&#x1F600;</text></Sample>',
    { text: 'éé&#233;&amp;<>"\'😀' },
  ],
  [
    'CDATA beside text',
    '<Sample><text>&lt;<![CDATA[<b>&amp;&#233;]]>&gt;<![CDATA[]]></text></Sample>',
    { text: '<<b>&amp;&#233;>' },
  ],
  ['text around comments', '<Sample><text>a<!-- > " \' <b> -->b</text></Sample>', { text: 'ab' }],
  ['white space inside text', '<Sample><text> \n a\t</text></Sample>', { text: ' \n a\t' }],
  [
    'line ends, normalized by the rules of XML',
    '<Sample><text>a\r\nb\rc&#13;d</text></Sample>',
    { text: 'a\nb\nc\rd' },
  ],
  ['empty text', '<Sample><text/></Sample>', { text: '' }],
  ['text that looks like something else', '<Sample><text>007</text></Sample>', { text: '007' }],
  [
    'white space around values that are not strings',
    '<Sample><number>\n 7 </number><level> LOW</level><flag> TRUE </flag></Sample>',
    { number: 7, level: 'LOW', flag: true },
  ],
  [
    'the number formats of XML Schema',
    '<Sample><number>+007</number><share>-1.5E2</share><flag>0</flag></Sample>',
    { number: 7, share: -150, flag: false },
  ],
  [
    'the time formats of clients',
    '<Sample><time>2020-10-02T15:36:54+0200</time></Sample>',
    { time: new Date('2020-10-02T13:36:54Z') },
  ],
  ['an empty element', '<Sample><stop/></Sample>', { stop: '' }],
  ['an empty element with white space in it', '<Sample><stop>\n</stop></Sample>', { stop: '' }],
  [
    'xsi:nil as absent',
    '<Sample xmlns:x="http://www.w3.org/2001/XMLSchema-instance"><number x:nil="true"/><text x:nil="false">a</text></Sample>',
    { text: 'a' },
  ],
  [
    'attributes in either quotes, with references',
    `<Sample><part note='"&lt;&#10;&amp;#9;>' id="1">a</part></Sample>`,
    { part: [{ id: 1, note: '"<\n&#9;>', value: 'a' }] },
  ],
  [
    'a line break in an attribute as a space',
    '<Sample><part id="1" note="a\nb\tc"/></Sample>',
    { part: [{ id: 1, note: 'a b c', value: '' }] },
  ],
  [
    'unknown attributes, which it ignores',
    '<Sample><part xml:lang="en" id="1" __proto__="x" other="y">a</part></Sample>',
    { part: [{ id: 1, value: 'a' }] },
  ],
]

const WRONG: readonly (readonly [xml: string, message: string, value?: string])[] = [
  ['<Other/>', 'Sample: expected the root element Sample, got “Other”', 'Other'],
  [
    '<Sample xmlns="urn:o"/>',
    'Sample: expected the namespace http://xml.vidispine.com/schema/vidispine, got “urn:o”',
    'urn:o',
  ],
  ['<Sample><number>two</number></Sample>', 'Sample.number: expected an integer, got “two”', 'two'],
  ['<Sample><number>1.5</number></Sample>', 'Sample.number: expected an integer, got “1.5”', '1.5'],
  [
    '<Sample><number>9007199254740993</number></Sample>',
    'Sample.number: expected an integer, got “9007199254740993”',
    '9007199254740993',
  ],
  ['<Sample><number/></Sample>', 'Sample.number: expected an integer, got “”', ''],
  ['<Sample><share>0x10</share></Sample>', 'Sample.share: expected a number, got “0x10”', '0x10'],
  ['<Sample><share>1e999</share></Sample>', 'Sample.share: expected a number, got “1e999”', '1e999'],
  ['<Sample><flag>yes</flag></Sample>', 'Sample.flag: expected true or false, got “yes”', 'yes'],
  ['<Sample><time>soon</time></Sample>', 'Sample.time: expected an ISO 8601 time, got “soon”', 'soon'],
  ['<Sample><level>low</level></Sample>', 'Sample.level: expected one of LOW, HIGH, got “low”', 'low'],
  ['<Sample><stop>x</stop></Sample>', 'Sample.stop: expected an empty value, got “x”', 'x'],
  ['<Sample><text>a<b/></text></Sample>', 'Sample.text: expected a string, got the element “b”', 'b'],
  ['<Sample><text>a</text><text>b</text></Sample>', 'Sample.text: expected one value, got 2'],
  ['<Sample><part id="1"/><part>a</part></Sample>', 'Sample.part[1].id: missing'],
  ['<Sample><part idd="1">a</part></Sample>', 'Sample.part[0].id: missing; “idd” is unknown'],
  [
    '<Sample><texts/></Sample>',
    'Sample: expected one of text, time, level, part, share, flag, stop, number, got “texts”',
    'texts',
  ],
  [
    '<Sample texts=""/>',
    'Sample: expected one of text, time, level, part, share, flag, stop, number, got “texts”',
    'texts',
  ],
  ['<Sample><part id="x">a</part></Sample>', 'Sample.part[0].id: expected an integer, got “x”', 'x'],
]

describe('readXml accepts', () => {
  for (const [title, xml, value] of READ) {
    it(title, () => assert.deepEqual(readXml(Sample, xml), { part: [], ...value }))
  }
})

describe('readXml refuses', () => {
  for (const [xml, message, value] of WRONG) {
    it(message, () => {
      assert.throws(
        () => readXml(Sample, xml),
        (error) => {
          assert.ok(error instanceof Malformed)
          assert.deepEqual([error.message, error.value], [message, value])
          return true
        },
      )
    })
  }

  it('and quotes at most 200 characters of the input', () => {
    assert.throws(
      () => readXml(Sample, `<Sample><number>${'9'.repeat(10_000)}</number></Sample>`),
      (error) => {
        return error instanceof Malformed && error.message.length < 300 && error.value?.length === 201
      },
    )
  })
})

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const WRITTEN: readonly (readonly [title: string, value: Value, inside: string])[] = [
  ['follows the order of the description', { flag: false, text: 'a' }, '<text>a</text><flag>false</flag>'],
  [
    'escapes markup in text',
    { text: `<a b="c" d='e'>&amp;]]>` },
    `<text>&lt;a b="c" d='e'&gt;&amp;amp;]]&gt;</text>`,
  ],
  ['keeps white space and line ends in text', { text: ' \t\n\r\n ' }, '<text> \t\n&#13;\n </text>'],
  [
    'replaces characters that XML cannot express',
    { text: 'a\u0000\u001b\ud800b\uffff😀\u0085' },
    '<text>a���b�😀\u0085</text>',
  ],
  [
    'escapes markup in attributes',
    { part: [{ id: 1, note: `<"'&>\t\r\n`, value: '' }] },
    `<part id="1" note="&lt;&quot;'&amp;&gt;&#9;&#13;&#10;"/>`,
  ],
  ['writes times with milliseconds and Z', { time: new Date(0) }, '<time>1970-01-01T00:00:00.000Z</time>'],
  [
    'writes numbers in their shortest form',
    { number: -1, share: 100.0 },
    '<number>-1</number><share>100</share>',
  ],
  ['writes small numbers as decimals', { share: 0.0000046708 }, '<share>0.0000046708</share>'],
  [
    'writes nothing for an empty list, and an empty element for empty text',
    { text: '', stop: '' },
    '<text/><stop/>',
  ],
]

describe('writeXml', () => {
  for (const [title, value, inside] of WRITTEN) {
    it(title, () => {
      const xml = `${PROLOG}<Sample ${NS}>${inside}</Sample>`
      assert.equal(writeXml(Sample, { part: [], ...value }), xml)
      assert.equal(writeXmlDirect(Sample, { part: [], ...value }), xml)
    })
  }
})

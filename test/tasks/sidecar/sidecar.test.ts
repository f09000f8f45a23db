import assert from 'node:assert/strict'
import fc from 'fast-check'
import { plainText, webVtt } from '../../../tasks/sidecar/cue.ts'
import { type SidecarContent, sidecarOf } from '../../../tasks/sidecar.ts'
import { stl } from './stl.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

function contentOf(file: Uint8Array): SidecarContent {
  const read = sidecarOf('/m/a', file)
  assert.ok(read.ended === 'done', JSON.stringify(read))
  return read.content
}

/** `start-end text settings`, in ms. */
function cuesOf(file: Uint8Array): readonly string[] {
  const content = contentOf(file)
  assert.ok(content.kind === 'captions')
  return content.cues.map(({ startMs, endMs, text, settings = '' }) =>
    `${startMs}-${endMs} ${text} ${settings}`.trim(),
  )
}

const tt = (content: string, attributes = '') =>
  `<?xml version="1.0" encoding="UTF-8"?><tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" xml:lang="en" ${attributes}><head><styling><style xml:id="i" tts:fontStyle="italic"/></styling></head><body>${content}</body></tt>`

// biome-ignore format: a table
const FILES: readonly (readonly [title: string, file: Uint8Array, cues: readonly string[]])[] = [
  ['SubRip', bytes('1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Hi</i> & <font color="red">you</font>\r\nthere\r\n\r\n2\r\n00:00:03.5 --> 00:01:00,000\r\n{\\an8}Up\r\n'),
    ['1000-2500 <i>Hi</i> &amp; you\nthere', '3500-60000 Up line:0']],
  ['SubRip without numbers, with blank lines in a text', bytes('00:00:01,000 --> 00:00:02,000\na\n\nb\n\n00:00:03,000 --> 00:00:04,000\nc'),
    ['1000-2000 a\nb', '3000-4000 c']],
  ['SubRip in UTF-16', utf16('1\n00:00:01,000 --> 00:00:02,000\nÅse'), ['1000-2000 Åse']],
  ['SubRip of an old program, in windows-1252', Buffer.from('1\n00:00:01,000 --> 00:00:02,000\n\xc5se \x80', 'latin1'), ['1000-2000 Åse €']],
  ['SubRip with a byte order mark', bytes('\ufeff1\n00:00:01,000 --> 00:00:02,000\nx'), ['1000-2000 x']],
  ['SubRip out of order', bytes('1\n00:00:05,000 --> 00:00:06,000\nb\n\n2\n00:00:01,000 --> 00:00:02,000\na'), ['1000-2000 a', '5000-6000 b']],
  ['WebVTT', bytes('WEBVTT - a title\n\nNOTE\nnot this\n\nSTYLE\n::cue {}\n\none\n00:01.000 --> 00:02.000 line:10% align:start foo:bar\n<v Ann>Hi <c.red><b>you</b></c>\n'),
    ['1000-2000 Hi <b>you</b> line:10% align:start']],
  ['TTML', bytes(tt('<div><p begin="00:00:01.5" end="00:00:02:15">Hi  <span style="i">you</span><br/>&amp; me</p><p begin="3s" dur="500ms">b</p></div>', 'ttp:frameRate="30"')),
    ['1500-2500 Hi <i>you</i>\n&amp; me', '3000-3500 b']],
  ['TTML by ticks and frames', bytes(tt('<div begin="1s"><p begin="10000000t" end="60f">a</p></div>', 'ttp:tickRate="10000000" ttp:frameRate="24" ttp:frameRateMultiplier="1000 1001"')),
    ['2000-3502 a']],
  ['TTML with times of its spans', bytes(tt('<p begin="10s" end="20s"><span begin="1s" end="2s">a</span><span begin="2s">b</span></p>')),
    ['11000-12000 a', '12000-20000 b']],
  ['EBU STL', stl([{ start: [10, 0, 1, 0], end: [10, 0, 2, 12], text: [0x80, ...bytes('Se'), 0xc8, 0x75, 0x81, 0x8a, 0xe9, ...bytes(' x')], justified: 1 }]),
    ['1000-2480 <i>Seü</i>\nØ x align:start']],
  ['EBU STL in two blocks, with a comment', stl([
    { start: [10, 0, 1, 0], end: [10, 0, 2, 0], text: bytes('not this'), comment: true },
    { start: [10, 0, 1, 0], end: [10, 0, 2, 0], text: bytes('a'.repeat(112)), more: true },
    { start: [10, 0, 1, 0], end: [10, 0, 2, 0], text: bytes('b'), row: 2 },
  ]), [`1000-2000 ${'a'.repeat(112)}b`]],
]

describe('a sidecar', () => {
  for (const [title, file, cues] of FILES)
    it(`is read: ${title}`, () => {
      assert.deepEqual(cuesOf(file), cues)
      const content = contentOf(file)
      const again = webVtt(content.kind === 'captions' ? content.cues : [])
      assert.deepEqual(cuesOf(bytes(again)), cues, 'and again from its WebVTT')
    })

  it('says its language', () => {
    const languages = [
      bytes(tt('<p begin="0s" end="1s">a</p>')),
      stl([{ start: [10, 0, 0, 0], end: [10, 0, 1, 0], text: bytes('a') }]),
    ]
    assert.deepEqual(
      languages.map((file) => (contentOf(file) as { language?: string }).language),
      ['en', 'nor'],
    )
  })

  it('can be metadata of Vidispine', () => {
    const xml =
      '<MetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine"><timespan start="-INF" end="+INF"><field><name>title</name><value>A</value></field><group><name>g</name><field><name>x</name><value>1</value><value>2</value></field></group></timespan><timespan start="0@PAL" end="25@PAL"><field><name>note</name><value>n</value></field></timespan></MetadataDocument>'
    assert.deepEqual(contentOf(bytes(xml)), {
      kind: 'metadata',
      format: 'vidispine',
      fields: [
        { name: 'title', value: ['A'] },
        { name: 'g/x', value: ['1', '2'] },
        { name: 'note', value: ['n'], start: '0@PAL', end: '25@PAL' },
      ],
    })
  })

  it('can be XMP', () => {
    const xmp =
      '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">A</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>a</rdf:li><rdf:li>b</rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    assert.deepEqual(contentOf(bytes(xmp)), {
      kind: 'metadata',
      format: 'xmp',
      fields: [
        { name: 'dc:title', value: ['A'] },
        { name: 'dc:subject', value: ['a', 'b'] },
      ],
    })
  })

  it('is left to ffmpeg if its captions are coded', () => {
    assert.deepEqual(sidecarOf('/m/a', bytes('Scenarist_SCC V1.0\n\n')), { ended: 'coded', format: 'scc' })
    assert.deepEqual(sidecarOf('/m/a', bytes('File Format=MacCaption_MCC V1.0\n')), {
      ended: 'coded',
      format: 'mcc',
    })
  })
})

describe('a sidecar that cannot be read', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [file: Uint8Array, message: RegExp])[] = [
    [bytes('1\n00:00:01,000 --> 00:00:02,000\na\n\n2\n00:00:03,000 --> 00:00:xx\nb'), /line 6: expected a time such as .*, got “00:00:03,000 --> 00:00:xx”$/],
    [bytes('1\n00:00:02,000 --> 00:00:01,000\na'),                           /line 2: the end is before the start/],
    [bytes('hello'),                                                        /line 1: expected a time, got “hello”/],
    [bytes(''),                                                             /it has no SubRip cues/],
    [bytes('WEBVTT\n\nNOTE x\n'),                                           /it has no WebVTT cues/],
    [bytes('WEBVTT\n\n1\nx'),                                               /line 4: expected a time/],
    [bytes(tt('<div>\n<p begin="1x" end="2s">a</p></div>')),                /line 2: begin is no time: “1x”/],
    [bytes(tt('<p begin="1s">a</p>')),                                      /line 1: it has no end/],
    [bytes('<tt><body><p>'),                                                /not well-formed XML/],
    [bytes('<!DOCTYPE tt [<!ENTITY x SYSTEM "file:///etc/passwd">]><tt><body><p>&x;</p></body></tt>'), /a document type declaration is not accepted/],
    [bytes('<html/>'),                                                      /line 1: “html” is neither tt, MetadataDocument nor xmpmeta/],
    [bytes('<MetadataDocument><timespan><field><value>x</value></field></timespan></MetadataDocument>'), /line 1: a field without a name/],
    [bytes(`<a>${'<a>'.repeat(100)}`),                                      /deeper than 64 elements/],
    [bytes('<?xml version="1.0" encoding="klingon"?><tt/>'),                /the unknown encoding “klingon”/],
    [stl([{ start: [1, 0, 61, 0], end: [1, 0, 2, 0], text: [] }]),          /subtitle 0: its times are no time codes at 25/],
    [stl([]),                                                               /it has no EBU STL cues/],
    [Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),                     /it is no utf-16le text/],
  ]
  for (const [file, message] of rows)
    it(`says ${message.source}`, () => {
      const read = sidecarOf('/m/a', file)
      assert.ok(read.ended === 'unreadable')
      assert.match(read.message, message)
    })

  it('never breaks the reader', () => {
    const piece = fc.constantFrom(
      '1\n',
      '00:00:01,000',
      ' --> ',
      '<',
      '<tt>',
      '</',
      '&',
      '\n\n',
      'WEBVTT',
      '\0',
      'Å',
      '{\\an8}',
    )
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        (parts) => void sidecarOf('/m/a', bytes(parts.join(''))),
      ),
    )
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (file) => void sidecarOf('/m/a', file)))
    const whole = stl([{ start: [10, 0, 1, 0], end: [10, 0, 2, 0], text: bytes('a') }])
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => {
        const broken = Uint8Array.from(whole)
        broken[at] = value
        sidecarOf('/m/a', broken)
      }),
    )
  })

  it('reads many lines in time that grows with them, not faster', () => {
    const start = performance.now()
    sidecarOf('/m/a', bytes('<i>'.repeat(200_000)))
    sidecarOf('/m/a', bytes(`1\n00:00:01,000 --> 00:00:02,000\n${'a\n\n'.repeat(100_000)}`))
    sidecarOf('/m/a', bytes(`WEBVTT\n\n00:01.000 --> 00:02.000\n${'<'.repeat(200_000)}`))
    sidecarOf('/m/a', bytes(`1\n00:00:01,000 --> 00:00:02,000\n${'{\\'.repeat(100_000)}`))
    assert.ok(performance.now() - start < 3_000, `${performance.now() - start} ms`)
  })
})

describe('WebVTT', () => {
  it('has no blank line and no arrow in a text', () => {
    const text = webVtt([{ startMs: 0, endMs: 3_600_001, text: 'a\n\nb --> c' }])
    assert.equal(text, 'WEBVTT\n\n00:00:00.000 --> 01:00:00.001\na\nb --&gt; c\n')
    assert.equal(plainText('<i>a</i> &amp;lt; &lt;b&gt;'), 'a &lt; <b>')
  })
})

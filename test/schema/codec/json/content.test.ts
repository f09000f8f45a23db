/** Elements with any content. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { readJson, writeJson } from '../../../../schema/codec/json/json.ts'
import { Malformed } from '../../../../schema/codec/malformed.ts'
import { readXml, writeXml } from '../../../../schema/codec/xml/xml.ts'
import { writeXmlDirect } from '../../../../schema/codec/xml/xml-list.ts'
import { VIDISPINE } from '../../../../schema/codec/xml/xml-tree.ts'
import { anything, type DocumentOf, document, maybe } from '../../../../schema/document.ts'

const AnyDocument = document('AnyDocument', { any: maybe(anything) })
const xml = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><AnyDocument xmlns="${VIDISPINE}">${inner}</AnyDocument>`

describe('Any content', () => {
  // biome-ignore format: a table
  for (const [inner, json] of [
    ['<any/>',                                     '{"any":""}'],
    ['<any>a &lt;b&gt;</any>',                     '{"any":"a <b>"}'],
    ['<any><a/><b>1</b></any>',                    '{"any":{"a":"","b":"1"}}'],
    ['<any><a>1</a><a>2</a></any>',                '{"any":{"a":["1","2"]}}'],
    ['<any k="v"><a>1</a></any>',                  '{"any":{"a":"1","k":"v"}}'],
    ['<any k="v">text</any>',                      '{"any":{"value":"text","k":"v"}}'],
    ['<any><__proto__>x</__proto__></any>',        '{"any":{"__proto__":"x"}}'],
    ['<any><a><b><c>1</c></b></a></any>',          '{"any":{"a":{"b":{"c":"1"}}}}'],
  ] as const)
    it(`is ${json} for ${inner}, and the same XML again`, () => {
      const value = readXml(AnyDocument, xml(inner))
      assert.equal(writeJson(AnyDocument, value), json)
      assert.equal(writeXml(AnyDocument, value), xml(inner))
      assert.equal(writeXmlDirect(AnyDocument, value), xml(inner))
    })

  const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,5}$/)
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { depthSize: 'small' },
      fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0')),
      fc.integer(),
      fc.boolean(),
      tie('members'),
    ),
    members: fc.dictionary(
      name,
      fc.oneof(tie('tree'), fc.array(tie('tree'), { minLength: 2, maxLength: 3 })),
      { minKeys: 1, maxKeys: 3 },
    ),
  }))
  it('in JSON survives reading and writing', () =>
    fc.assert(
      fc.property(tree, (any) => {
        const text = JSON.stringify({ any })
        assert.deepEqual(JSON.parse(writeJson(AnyDocument, readJson(AnyDocument, text))), JSON.parse(text))
      }),
    ))

  it('is written in the same XML by both writers', () =>
    fc.assert(
      fc.property(tree, (any) => {
        const value = { any } as DocumentOf<typeof AnyDocument>
        assert.equal(writeXmlDirect(AnyDocument, value), writeXml(AnyDocument, value))
      }),
    ))

  for (const text of [
    '{"any":{"a b":1}}',
    '{"any":{"@a":1}}',
    '{"any":{"#text":1}}',
    '{"any":[1]}',
    '{"any":{"a":[[1]]}}',
    '{"any":"\\u0000"}',
    '{"any":"\\ud83d"}',
  ])
    it(`is not ${text}, which XML or PostgreSQL could not express`, () =>
      assert.throws(() => readJson(AnyDocument, text), Malformed))
})

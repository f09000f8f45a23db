import assert from 'node:assert/strict'
import { readJson, writeJson } from '../../../schema/codec/json/json.ts'
import { Malformed } from '../../../schema/codec/malformed.ts'
import {
  attribute,
  boolean,
  content,
  dateTime,
  document,
  element,
  empty,
  float,
  integer,
  list,
  maybe,
  maybeAttribute,
  maybeList,
  oneOf,
  shape,
  string,
} from '../../../schema/document.ts'

const Sample = document('Sample', {
  id: maybeAttribute(integer),
  text: maybe(string),
  number: maybe(integer),
  share: maybe(float),
  flag: maybe(boolean),
  time: maybe(dateTime),
  level: maybe(oneOf(['LOW', 'HIGH'])),
  stop: maybe(empty),
  inner: maybe(shape({ deep: element(integer) })),
  name: list(string, '', { empty: 'omit' }),
  asked: maybeList(string),
  part: list(shape({ unit: maybeAttribute(string), size: attribute(integer), value: content(integer) })),
})
type Value = Partial<Parameters<typeof writeJson<typeof Sample>>[1]>

const READ: readonly (readonly [title: string, json: string, value: Value])[] = [
  [
    'numbers and booleans as they are',
    '{"number":200,"share":0.5,"flag":false}',
    { number: 200, share: 0.5, flag: false },
  ],
  [
    'numbers and booleans as strings',
    '{"number":"200","share":"1e-6","flag":"False","id":" 3 "}',
    { number: 200, share: 1e-6, flag: false, id: 3 },
  ],
  ['booleans as numbers', '{"flag":1}', { flag: true }],
  ['numbers and booleans for a string', '{"text":7,"name":[true,1.5]}', { text: '7', name: ['true', '1.5'] }],
  [
    'a single value for a list',
    '{"name":"a","part":{"value":1,"size":2}}',
    { name: ['a'], part: [{ value: 1, size: 2 }] },
  ],
  ['unknown keys that are null', '{"new":null}', {}],
  ['null as absent', '{"text":null,"name":null,"part":null,"asked":null}', {}],
  ['an optional list that is empty', '{"asked":[]}', { asked: [] }],
  ['unknown keys, which it ignores', '{"new":{"text":[[]]},"text":"a"}', { text: 'a' }],
  [
    'keys in any order',
    '{"part":[{"unit":"B","size":2,"value":1}],"text":"a"}',
    { text: 'a', part: [{ value: 1, size: 2, unit: 'B' }] },
  ],
  ['an empty element as an empty string', '{"stop":""}', { stop: '' }],
  ['an empty element as an empty object', '{"stop":{}}', { stop: '' }],
  ['a byte order mark', '\ufeff{"text":"a"}', { text: 'a' }],
  [
    'the time formats of clients',
    '{"time":"2020-10-02T15:36:54.047+0000"}',
    { time: new Date('2020-10-02T15:36:54.047Z') },
  ],
  [
    'every character of a text',
    '{"text":" \\u0001\\ud83c\\udfac\\r\\n&amp; "}',
    { text: ' \u0001🎬\r\n&amp; ' },
  ],
]

const WRONG: readonly (readonly [json: string, message: string, value?: string])[] = [
  ['{"number":"two"}', 'Sample.number: expected an integer, got “two”', 'two'],
  ['{"number":1.5}', 'Sample.number: expected an integer, got “1.5”', '1.5'],
  ['{"number":true}', 'Sample.number: expected an integer, got “true”', 'true'],
  ['{"number":[1]}', 'Sample.number: expected an integer, got an array'],
  ['{"text":{}}', 'Sample.text: expected a string, got an object'],
  ['{"text":["a"]}', 'Sample.text: expected a string, got an array'],
  [
    '{"text":12345678901234567890}',
    'Sample.text: expected a string, got a number that cannot be represented exactly',
    '12345678901234567000',
  ],
  ['{"level":"low"}', 'Sample.level: expected one of LOW, HIGH, got “low”', 'low'],
  ['{"time":1588748889010}', 'Sample.time: expected an ISO 8601 time, got “1588748889010”', '1588748889010'],
  ['{"stop":false}', 'Sample.stop: expected an empty value, got “false”', 'false'],
  ['{"inner":"a"}', 'Sample.inner: expected an object, got “a”', 'a'],
  ['{"inner":""}', 'Sample.inner.deep: missing'],
  ['{"inner":{"deep":null}}', 'Sample.inner.deep: missing'],
  ['{"part":[{"value":1,"size":2},{"value":1}]}', 'Sample.part[1].size: missing'],
  ['{"part":[5]}', 'Sample.part[0].size: missing'],
  ['{"part":[{"value":1,"sise":2}]}', 'Sample.part[0].size: missing; “sise” is unknown'],
  ['{"part":[{"unitt":"B"}]}', 'Sample.part[0].size: missing; “unitt” is unknown'],
  ['{"inner":{"depp":1}}', 'Sample.inner: expected deep, got “depp”', 'depp'],
  [
    '{"texts":[]}',
    'Sample: expected one of text, time, level, part, id, share, flag, stop, inner, name and 2 more, got “texts”',
    'texts',
  ],
  ['{"part":[{"size":2}]}', 'Sample.part[0].value: missing'],
  ['{"part":[[]]}', 'Sample.part[0]: expected an object, got an array'],
  ['{"name":["a",null]}', 'Sample.name[1]: expected a string, got null'],
]

describe('readJson accepts', () => {
  for (const [title, json, value] of READ) {
    it(title, () => assert.deepEqual(readJson(Sample, json), { name: [], part: [], ...value }))
  }

  it('a bare value for an element that has content', () => {
    const Bare = document('Bare', {
      part: list(shape({ unit: maybeAttribute(string), value: content(integer) })),
    })
    assert.deepEqual(readJson(Bare, '{"part":[5,"6"]}'), { part: [{ value: 5 }, { value: 6 }] })
  })
})

describe('readJson refuses', () => {
  for (const [json, message, value] of WRONG) {
    it(message, () => {
      assert.throws(
        () => readJson(Sample, json),
        (error) => {
          assert.ok(error instanceof Malformed)
          assert.deepEqual([error.message, error.value], [message, value])
          return true
        },
      )
    })
  }
})

const WRITTEN: readonly (readonly [title: string, value: Value, json: string])[] = [
  ['writes empty lists, unless described otherwise', {}, '{"part":[]}'],
  ['writes elements, then attributes', { id: 1, text: 'a' }, '{"text":"a","part":[],"id":1}'],
  [
    'writes content, then attributes',
    { part: [{ unit: 'B', size: 2, value: 1 }] },
    '{"part":[{"value":1,"unit":"B","size":2}]}',
  ],
  ['writes an optional list that is present', { asked: [] }, '{"asked":[],"part":[]}'],
  ['writes times with +0000', { time: new Date(0) }, '{"time":"1970-01-01T00:00:00.000+0000","part":[]}'],
  [
    'writes numbers and booleans unquoted',
    { number: -1, share: 100.0, flag: true },
    '{"number":-1,"share":100,"flag":true,"part":[]}',
  ],
  ['writes an empty element as an empty string', { stop: '' }, '{"stop":"","part":[]}'],
  [
    'escapes texts like JSON.stringify',
    { text: 'é😀"\\\u0000\n\ud800\u007f\u2028</a>' },
    `{"text":${JSON.stringify('é😀"\\\u0000\n\ud800\u007f\u2028</a>')},"part":[]}`,
  ],
]

describe('writeJson', () => {
  for (const [title, value, json] of WRITTEN) {
    it(title, () => assert.equal(writeJson(Sample, { name: [], part: [], ...value }), json))
  }

  it('writes absent fields as null at every level if the document is described so', () => {
    const Nulls = document(
      'Nulls',
      { a: maybe(shape({ b: maybe(string) })), c: maybe(integer) },
      { absent: 'null' },
    )
    assert.equal(writeJson(Nulls, { a: {} }), '{"a":{"b":null},"c":null}')
  })

  it('throws RangeError for numbers that JSON cannot express', () => {
    for (const value of [{ share: Number.NaN }, { number: 1.5 }, { number: 2 ** 60 }]) {
      assert.throws(() => writeJson(Sample, { name: [], part: [], ...value }), RangeError)
    }
  })
})

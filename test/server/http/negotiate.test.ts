import assert from 'node:assert/strict'
import fc from 'fast-check'
import { errorFormat, FORMATS, type Format, negotiate } from '../../../server/http/answer/negotiate.ts'

const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8'
const AXIOS = 'application/json, text/plain, */*'
const JAVA = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'

// biome-ignore format: a table
const CASES: readonly (readonly [string | undefined, readonly Format[], Format | undefined])[] = [
  ['application/json',                     ['xml', 'json', 'text'], 'json'],
  ['application/json; charset=utf-8',      ['xml', 'json', 'text'], 'json'],
  ['Application/JSON',                     ['xml', 'json', 'text'], 'json'],
  ['application/xml',                      ['xml', 'json', 'text'], 'xml'],
  ['text/xml',                             ['xml', 'json', 'text'], 'xml'],
  ['text/plain',                           ['xml', 'json', 'text'], 'text'],
  ['text/plain',                           ['xml', 'json'],         undefined],
  [undefined,                              ['xml', 'json', 'text'], 'xml'],
  ['',                                     ['xml', 'json', 'text'], 'xml'],
  ['*/*',                                  ['xml', 'json', 'text'], 'xml'],
  [undefined,                              ['text'],                'text'],
  ['*/*',                                  ['text'],                'text'],
  [BROWSER,                                ['xml', 'json', 'text'], 'xml'],
  [AXIOS,                                  ['xml', 'json', 'text'], 'json'],
  [AXIOS,                                  ['xml', 'json'],         'json'],
  [AXIOS,                                  ['text'],                'text'],
  [JAVA,                                   ['xml', 'json', 'text'], 'xml'],
  ['image/png',                            ['xml', 'json', 'text'], undefined],
  ['application/*',                        ['xml', 'json', 'text'], 'xml'],
  ['text/*',                               ['json', 'text'],        'text'],
  ['application/json;q=0.5, text/plain',   ['xml', 'json', 'text'], 'text'],
  ['application/json;q=0.5, text/plain',   ['xml', 'json'],         'json'],
  ['text/plain, application/json',         ['xml', 'json', 'text'], 'text'],
  ['application/xml;q=0, */*',             ['xml', 'json', 'text'], 'json'],
  ['*/*;q=0',                              ['xml', 'json', 'text'], undefined],
  ['*/*;q=0.1, application/json;q=0.1',    ['xml', 'json'],         'xml'],
  ['application/json;q=nonsense',          ['xml', 'json'],         'json'],
]

describe('the format of an answer', () => {
  for (const [accept, offered, expected] of CASES)
    it(`is ${expected ?? '406'} for Accept: ${accept ?? '(absent)'} when ${offered.join(', ')} is offered`, () =>
      assert.equal(negotiate(accept, offered), expected))

  // biome-ignore format: a table
  for (const [accept, expected] of [
    [undefined, 'xml'], ['*/*', 'xml'], ['image/png', 'xml'], ['text/plain', 'text'], ['application/json', 'json'], [AXIOS, 'json'], [BROWSER, 'xml'],
  ] as const)
    it(`of an error is ${expected} for Accept: ${accept ?? '(absent)'}`, () =>
      assert.equal(errorFormat(accept), expected))

  it('is always one of those offered, for any Accept header', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.subarray([...FORMATS], { minLength: 1 }),
        (accept, offered) => {
          const format = negotiate(accept, offered)
          return format === undefined || offered.includes(format)
        },
      ),
    )
  })
})

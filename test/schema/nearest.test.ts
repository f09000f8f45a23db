/** The known names when one is missing or unknown. */
import assert from 'node:assert/strict'
import { listNearest, oneOfNearest } from '../../schema/nearest.ts'

const MANY = Array.from({ length: 13 }, (_, at) => `preset${at}`)

describe('The known names', () => {
  // biome-ignore format: a table
  for (const [known, name, text] of [
    [['web', 'hevc', 'lowres'],    'lowrez',  'one of lowres, web, hevc'],
    [['web', 'hevc', 'lowres'],    'WEBB',    'one of web, hevc, lowres'],
    [['web', 'hevc', 'lowres'],    '',        'one of web, hevc, lowres'],
    [['web', 'hevc', 'lowres'],    undefined, 'one of web, hevc, lowres'],
    [['b', 'a'],                   'c',       'one of b, a'],
    [['field'],                    'fields',  'field'],
    [MANY,                         'preset12', 'one of preset12, preset1, preset2, preset10, preset11, preset0, preset3, preset4, preset5, preset6 and 3 more'],
    [MANY.slice(0, 10),            undefined, `one of ${MANY.slice(0, 10).join(', ')}`],
    [MANY.slice(0, 11),            undefined, `one of ${MANY.slice(0, 10).join(', ')} and 1 more`],
  ] as const)
    it(`for ${name ?? 'none'} are ${text}`, () => assert.equal(oneOfNearest(known, name), text))

  it('are compared with the first 64 characters of a longer name', () =>
    assert.equal(
      listNearest(MANY, `preset7${'x'.repeat(1_000_000)}`),
      listNearest(MANY, `preset7${'x'.repeat(57)}`),
    ))
})

/** Generates criteria of searches, hostile ones included. */
import fc from 'fast-check'
import type { Criterion } from '../../../schema/queries/media/search/criteria.ts'

const text = fc
  .oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '*',
      '"',
      "'",
      '\\',
      ':*',
      '?',
      '1e999',
      '-',
      `'a':* & !`,
      '\u{10FFFF}*',
      'VX-1',
      '9'.repeat(200),
    ),
  )
  .filter((one) => one.isWellFormed() && !one.includes('\0'))
export const anyName = fc.oneof(
  text,
  fc.constantFrom('title', 'shapeTag', 'itemId', '__collection', '__shape_size', '__proto__'),
)
export const { criterion: anyCriterion } = fc.letrec<{ criterion: Criterion }>((tie) => ({
  criterion: fc.oneof(
    { maxDepth: 3 },
    fc.record({ is: fc.constant('text' as const), text }),
    fc.record({
      ...{ is: fc.constant('field' as const), name: anyName, values: fc.array(text, { maxLength: 3 }) },
      match: fc.constantFrom('words' as const, 'exact' as const, 'value' as const),
      ranges: fc.array(
        fc.record({ from: fc.option(text, { nil: undefined }), to: fc.option(text, { nil: undefined }) }),
        { maxLength: 2 },
      ),
    }),
    fc.record({
      is: fc.constantFrom('all' as const, 'any' as const, 'none' as const),
      of: fc.array(tie('criterion'), { maxLength: 3 }),
    }),
  ) as fc.Arbitrary<Criterion>,
}))

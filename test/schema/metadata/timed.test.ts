/** What replaces the values of a field for parts of an item. */
import assert from 'node:assert/strict'
import { mergedMetadata } from '../../../schema/metadata/merge.ts'
import { timedChange } from '../../../schema/queries/media/items/timed-metadata.ts'

describe('Timed metadata', () => {
  const by = { id: 1, of: 'VX-1', user: 'ann', at: new Date(0) }
  const wrote = (
    before: Parameters<typeof timedChange>[0],
    name: string,
    values: Parameters<typeof timedChange>[2],
  ) => mergedMetadata(before, { timespan: [...timedChange(before, name, values)] }, by)
  const written = (spans: ReturnType<typeof wrote>) =>
    spans.flatMap(({ start, end, field }) =>
      field.map(
        ({ name, track = '', value }) => `${start} ${end} ${name}${track} ${value.map((one) => one.value)}`,
      ),
    )
  const at = (start: string, end: string, value: string) => ({ start, end, value })
  const whole = [
    { start: '-INF', end: '+INF', field: [{ name: 'sub', value: [{ value: 'all' }] }], group: [] },
  ]
  const start = mergedMetadata([], { timespan: whole }, by)
  const first = wrote(start, 'sub', [
    at('0@25', '5@25', 'a'),
    at('5@25', '9@25', 'b'),
    at('5@25', '9@25', 'c'),
  ])

  it('has values by their part; what is said of the whole stays', () =>
    assert.deepEqual(written(first), ['-INF +INF sub all', '0@25 5@25 sub a', '5@25 9@25 sub b,c']))

  it('replaces those that there were, and leaves other fields', () => {
    const other = wrote(first, 'speech', [{ ...at('0@25', '5@25', 'true'), track: 'A1' }])
    const again = wrote(other, 'sub', [at('5@25', '9@25', 'd')])
    assert.deepEqual(written(again), ['-INF +INF sub all', '0@25 5@25 speechA1 true', '5@25 9@25 sub d'])
    assert.deepEqual(written(wrote(again, 'sub', [])), ['-INF +INF sub all', '0@25 5@25 speechA1 true'])
  })
})

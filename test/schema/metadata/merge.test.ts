/** Metadata as pure functions: a change applied, what of it is shown, and what a search finds it by. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { GroupPart, MetadataDocument } from '../../../schema/documents/metadata.ts'
import type { Timespan } from '../../../schema/media.ts'
import { changesIn, mergedMetadata } from '../../../schema/metadata/merge.ts'
import { by, change, fieldOf, merged, shown } from './changes.ts'

describe('A change of metadata', () => {
  // biome-ignore format: a table
  for (const [what, changes, result] of [
    ['writes a field',                        ['a=1'],              ['a=1']],
    ['replaces the values of a field',        ['a=1,2', 'a=3'],     ['a=3']],
    ['keeps fields that it does not name',    ['a=1', 'b=2'],       ['a=1', 'b=2']],
    ['adds a value',                          ['a=1', 'a=+2'],      ['a=1,2']],
    ['removes a value',                       ['a=1,2', 'a=-1'],    ['a=2']],
    ['removes a field with its last value',   ['a=1', 'a=-1'],      []],
    ['removes a field without values',        ['a=1', 'a='],        []],
    ['replaces before it adds',               ['a=1', 'a=2,+3'],    ['a=2,3']],
    ['adds to nothing',                       ['a=+1'],             ['a=1']],
    ['removes from nothing',                  ['a=-1'],             []],
    ['keeps the order of fields',             ['a=1', 'b=2', 'a=3'], ['a=3', 'b=2']],
  ] as const)
    it(`${what}: ${changes.join(', then ')}`, () =>
      assert.deepEqual(shown(merged(...changes.map((one) => change(one)))), result))

  it('leaves other timespans alone', () => {
    const timed = {
      group: [],
      timespan: [{ field: [fieldOf('a=timed')], group: [], start: '0@25', end: '9@25' }],
    }
    const metadata = merged(change('a=1'), timed, change('a=2'))
    assert.deepEqual(
      metadata.map(({ start, end, field }) => [start, end, field[0]?.value[0]?.value]),
      [
        ['-INF', '+INF', '2'],
        ['0@25', '9@25', 'timed'],
      ],
    )
  })

  const inGroup = (part: Partial<GroupPart>, ...fields: readonly string[]): MetadataDocument => ({
    group: [],
    timespan: [{ field: [], group: [{ name: 'Shot', field: fields.map(fieldOf), group: [], ...part }] }],
  })
  const groupsOf = (metadata: readonly Timespan[]) =>
    metadata.flatMap(({ group }) => group.map(({ field }) => field.map((one) => one.value[0]?.value).join()))

  it('changes the first group with its name, adds another one, and removes by uuid', () => {
    const both = merged(inGroup({}, 'n=1'), inGroup({}, 'n=2'), inGroup({ mode: 'add' }, 'n=3'))
    assert.deepEqual(groupsOf(both), ['2', '3'])
    const uuid = both[0]?.group[1]?.uuid ?? ''
    const changed = mergedMetadata(both, inGroup({ uuid }, 'n=4'), by(9))
    assert.deepEqual(groupsOf(changed), ['2', '4'])
    assert.deepEqual(groupsOf(mergedMetadata(changed, inGroup({ uuid, mode: 'remove' }), by(10))), ['2'])
    assert.deepEqual(groupsOf(mergedMetadata(changed, inGroup({ mode: 'remove' }), by(10))), [])
  })

  it('names the changes that the parts come from', () => {
    assert.deepEqual(changesIn(merged(change('a=1'), change('b=2'), change('b=3'))), [1, 3])
    const written = merged(change('b=3')).flatMap(({ field }) => field)
    assert.deepEqual(
      written.map(({ user, timestamp, change: of }) => [user, timestamp, of]),
      [['ann', '2026-01-01T12:00:00.000Z', 'VX-1']],
    )
  })

  const value = fc.record({
    value: fc.string(),
    mode: fc.constantFrom(undefined, 'add' as const, 'remove' as const),
  })
  const field = fc.record({
    name: fc.constantFrom('a', 'b', '__proto__', 'constructor'),
    value: fc.array(value, { maxLength: 4 }),
    track: fc.constantFrom(undefined, 'A1'),
    mode: fc.constantFrom(undefined, 'add' as const, 'remove' as const),
  })
  const { group } = fc.letrec<{ group: GroupPart }>((tie) => ({
    group: fc.record({
      name: fc.constantFrom('g', 'h'),
      field: fc.array(field, { maxLength: 2 }),
      group: fc.array(tie('group'), { maxLength: 1 }),
      mode: fc.constantFrom(undefined, 'add' as const, 'remove' as const),
    }) as fc.Arbitrary<GroupPart>,
  }))
  const document = fc.record({
    group: fc.constant([] as string[]),
    timespan: fc.array(
      fc.record({
        field: fc.array(field, { maxLength: 3 }),
        group: fc.array(group, { maxLength: 2 }),
        start: fc.constantFrom('-INF', '0@25'),
        end: fc.constant('+INF'),
      }),
      { maxLength: 2 },
    ),
  }) as fc.Arbitrary<MetadataDocument>

  it('gives the same when the same changes are applied again, and uuids that differ', () =>
    fc.assert(
      fc.property(fc.array(document, { maxLength: 5 }), (changes) => {
        const first = merged(...changes)
        assert.deepEqual(merged(...changes), first)
        const uuids = JSON.stringify(first).match(/"uuid":"[^"]+"/g) ?? []
        assert.equal(new Set(uuids).size, uuids.length)
      }),
      { numRuns: 200 },
    ))

  it('leaves no field without values, and no field twice', () =>
    fc.assert(
      fc.property(fc.array(document, { maxLength: 5 }), (changes) => {
        for (const { field: fields } of merged(...changes)) {
          assert.ok(fields.every((one) => one.value.length > 0))
          const names = fields.map(({ name, track }) => `${name}/${track}`)
          assert.equal(new Set(names).size, names.length)
        }
      }),
      { numRuns: 200 },
    ))
})

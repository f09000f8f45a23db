/** Metadata as they are shown, and as searches find them. */
import assert from 'node:assert/strict'
import type { MetadataDocument } from '../../../schema/documents/metadata.ts'
import { searchable, withoutGenerated } from '../../../schema/metadata/system-fields.ts'
import { terse } from '../../../schema/metadata/terse.ts'
import { valuesOf } from '../../../schema/metadata/values.ts'
import { type MetadataView, shownMetadata } from '../../../schema/metadata/view.ts'
import { PAL } from '../../../schema/time-code.ts'
import { change, fieldOf, merged, shown } from './changes.ts'

const EVERYTHING: MetadataView = {
  ...{ fields: [], excluded: [], groups: [], interval: 'all' },
  ...{ types: false, defaults: false, transient: true },
}

describe('Shown metadata', () => {
  const timed = (start: string, end: string, text: string): MetadataDocument => ({
    group: [],
    timespan: [{ start, end, field: [fieldOf(text)], group: [] }],
  })
  const kept = {
    metadata: merged(
      change('title=x', 'note=y'),
      timed('25@25', '50@25', 'shot=1'),
      timed('250@25', '+INF', 'shot=2'),
    ),
    ...{ fieldGroup: ['Film'], revision: [1, 2] },
  }
  const generated = [
    { name: 'itemId', values: ['VX-9'] },
    { name: '__user', values: ['ann'] },
    { name: 'title', values: ['from the file'] },
  ]
  const names = (view: Partial<MetadataView>) =>
    shownMetadata(kept, generated, { ...EVERYTHING, ...view }).timespan.flatMap(({ field }) =>
      field.map(({ name, value }) => `${name}=${value.map((one) => one.value)}`),
    )

  // biome-ignore format: a table
  for (const [what, view, result] of [
    ['everything, written values before generated ones', {}, ['title=x', 'note=y', 'itemId=VX-9', '__user=ann', 'shot=1', 'shot=2']],
    ['named fields',            { fields: [{ pattern: 'note' }, { pattern: '__*' }] }, ['note=y', '__user=ann']],
    ['fields by another name',  { fields: [{ pattern: 'note', name: 'n' }] }, ['n=y']],
    ['not the excluded ones',   { excluded: ['shot', '*e*'] }, []],
    ['no transient ones',       { transient: false, fields: [{ pattern: '*' }], excluded: ['shot'] }, ['title=x', 'note=y', 'itemId=VX-9']],
    ['of the whole item only',  { interval: 'generic', fields: [{ pattern: 'shot' }, { pattern: 'note' }] }, ['note=y']],
    ['of an interval',          { interval: { start: '0@25', end: '75@25' }, fields: [{ pattern: 'shot' }] }, ['shot=1']],
  ] as const)
    it(what, () => assert.deepEqual(names(view as Partial<MetadataView>), result))

  it('has times at another rate, from a start time code', () => {
    const view = {
      ...EVERYTHING,
      fields: [{ pattern: 'shot' }],
      sampleRate: { name: '50', timeBase: { numerator: 1, denominator: 50 } },
    }
    const [first] = shownMetadata(kept, [], view).timespan
    assert.deepEqual([first?.start, first?.end], ['50@50', '100@50'])
    const [second] = shownMetadata(kept, [], { ...view, from: { samples: 100, timeBase: PAL } }).timespan
    assert.deepEqual([second?.start, second?.end], ['250@50', '300@50'])
  })

  it('has default values where a field has none', () => {
    const definitions = [
      { name: 'tint', type: 'string', defaultValue: 'grey' },
      { name: 'title', type: 'date', defaultValue: 'no' },
    ]
    const view = { ...EVERYTHING, defaults: true, types: true, fields: [{ pattern: 'ti*' }] }
    const { timespan } = shownMetadata(kept, [], view, definitions)
    assert.deepEqual(
      timespan[0]?.field.map(({ name, type, value }) => [name, type, value[0]?.value]),
      [
        ['title', 'date', 'x'],
        ['tint', 'string', 'grey'],
      ],
    )
  })

  it('is terse by field', () => {
    const { timespan } = shownMetadata(kept, generated, { ...EVERYTHING, fields: [{ pattern: 'itemId' }] })
    assert.deepEqual(terse({ timespan }), {
      itemId: [{ '@end': '+INF', '@start': '-INF', '@uuid': '', '#text': 'VX-9' }],
    })
  })
})

describe('Generated fields', () => {
  it('are not written, and named', () => {
    const { wanted, dropped } = withoutGenerated(
      change('title=x', 'itemId=VX-1', '__user=y', 'durationSeconds=1'),
    )
    assert.deepEqual(dropped, ['itemId', '__user', 'durationSeconds'])
    assert.deepEqual(shown(merged(wanted)), ['title=x'])
  })

  it('are found unless the item has a value of its own', () => {
    const metadata = merged(change('originalFilename=mine'))
    const facts = { originalFilename: 'a.mov', mimeType: ['video/mp4'] }
    const found = searchable({ id: 'VX-9', created: new Date(0), user: 'ann', facts, metadata })
    assert.deepEqual(
      found.map(({ field, value }) => `${field}=${value}`),
      [
        'itemId=VX-9',
        'created=1970-01-01T00:00:00.000Z',
        'user=ann',
        'mediaType=none',
        'mimeType=video/mp4',
        'originalFilename=mine',
      ],
    )
    assert.deepEqual(valuesOf(metadata), [{ field: 'originalFilename', value: 'mine' }])
  })
})

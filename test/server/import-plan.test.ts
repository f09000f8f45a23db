/** What the rule of a storage makes of a file (wire-media.md §1.8). */
import assert from 'node:assert/strict'
import { plannedFor } from '../../server/import/auto/plan.ts'

const RULE = {
  tag: ['original', 'lowres'],
  excludeFilter: [{ pattern: '.*[.]tmp' }, { pattern: 'raw/.*', tag: ['lowres'] }],
  shapeTagFilter: [{ pattern: 'web/.*', tag: ['web', 'lowres'] }],
  disabledSidecarExtensions: ['.VTT'],
}

describe('The rule of automatic imports makes', () => {
  // biome-ignore format: a table
  for (const [path, expected] of [
    ['a.mov',          'item lowres'],
    ['web/a.mov',      'item lowres web'],
    ['not/web/a.mov',  'item lowres'],
    ['raw/a.mov',      'item '],
    ['a.tmp',          'nothing'],
    ['a.tmp.mov',      'item lowres'],
    ['in/a.SRT',       'sidecar in/a'],
    ['in/a.vtt',       'item lowres'],
  ] as const)
    it(`of ${path}: ${expected}`, () => {
      const planned = plannedFor(RULE, path)
      const what = planned.as === 'item' ? ` ${planned.tags.join(' ')}` : planned.as === 'sidecar' ? ` ${planned.stem}` : ''
      assert.equal(`${planned.as}${what}`, expected)
    })

  it('nothing of a sidecar that is left alone', () =>
    assert.equal(plannedFor({ ...RULE, ignoreSidecarImport: true }, 'a.srt').as, 'nothing'))

  it('the title of the name of the file, if it says so', () => {
    const planned = plannedFor({ fileNameAsTitle: true }, 'in/My reel.mov')
    assert.ok(planned.as === 'item')
    assert.deepEqual(planned.metadata.timespan, [
      { field: [{ name: 'title', value: [{ value: 'My reel.mov' }] }], group: [] },
    ])
  })
})

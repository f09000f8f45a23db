import assert from 'node:assert/strict'
import { spriteLayout, webVttOf } from '../../../../tasks/ffmpeg/sprite/layout.ts'

const TOO_LARGE = 'its tiles make a picture of 10000×56200 pixels, which is too large'
const TILE = { width: 160, height: 90 }

describe('the layout of a sprite sheet', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [durationS: number, columns: number, periodS: number | undefined, expected: string])[] = [
    [3_600, 10, undefined, '100 tiles in 10 × 10, every 36 s'],
    [50,    10, undefined, '50 tiles in 10 × 5, every 1 s'],
    [2.5,   10, undefined, '3 tiles in 3 × 1, every 1 s'],
    [10,     4, 2,         '5 tiles in 4 × 2, every 2 s'],
    [10.04, 10, 10.04,     '1 tiles in 1 × 1, every 10.04 s'],
    [1e6,   10, 1,         'a tile every 1 s makes 1000000 tiles; 1000 are allowed'],
  ]
  for (const [durationS, columns, periodS, expected] of rows)
    it(`of ${durationS} s in ${columns} columns is ${expected}`, () => {
      const layout = spriteLayout({ durationS, columns, tile: TILE, periodS })
      const said =
        'refused' in layout
          ? layout.refused
          : `${layout.tiles.length} tiles in ${layout.columns} × ${layout.rows}, every ${layout.periodS} s`
      assert.equal(said, expected)
    })

  it('is refused if the sheet would be too large', () => {
    const layout = spriteLayout({
      durationS: 1_000,
      columns: 10,
      tile: { width: 999, height: 562 },
      periodS: 1,
    })
    assert.equal('refused' in layout && layout.refused, TOO_LARGE)
  })

  it('is told to players as WebVTT', () => {
    const layout = spriteLayout({ durationS: 5, columns: 2, tile: { width: 159, height: 89 }, periodS: 2 })
    assert.ok(!('refused' in layout))
    assert.equal(
      webVttOf(layout, 'a b.jpg'),
      'WEBVTT\n\n' +
        '00:00:00.000 --> 00:00:02.000\na%20b.jpg#xywh=0,0,160,90\n\n' +
        '00:00:02.000 --> 00:00:04.000\na%20b.jpg#xywh=160,0,160,90\n\n' +
        '00:00:04.000 --> 00:00:05.000\na%20b.jpg#xywh=0,90,160,90\n',
    )
  })
})

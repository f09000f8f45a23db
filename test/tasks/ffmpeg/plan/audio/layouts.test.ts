/** How channels become those of a rendition: each rule, and that ffmpeg follows it. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { mixed } from '../../../../../tasks/ffmpeg/plan/audio/layouts.ts'
import { programs } from '../../../machine.ts'

describe('Channels of a preset with at most two', () => {
  const PICKED = 'channelmap=map=0-FL|1-FR:channel_layout=stereo'
  const DOWN = ['aformat=channel_layouts=stereo']
  // biome-ignore format: a table
  const rows: readonly (readonly [channels: number, layout: string | undefined, filters: readonly string[], change: string | undefined])[] = [
    [1, 'mono',                 [],                                              undefined],
    [1, undefined,              [],                                              undefined],
    [1, '1 channels (FL)',      ['channelmap=map=0:channel_layout=mono'],                            'FL becomes mono'],
    [1, '1 channels (LFE)',     ['channelmap=map=0:channel_layout=mono'],                            'LFE becomes mono'],
    [2, 'stereo',               [],                                              undefined],
    [2, undefined,              [PICKED],                      undefined],
    [2, 'downmix',              [PICKED],                      'downmix become left and right'],
    [2, '2 channels (BL+BR)',   [PICKED],                      'BL and BR become left and right'],
    [2, '2 channels (FL+LFE)',  ['channelmap=map=0-FL|0-FR:channel_layout=stereo'],                      'FL on both sides, without LFE'],
    [3, '2.1',                  DOWN,                                            '2.1 mixed down to stereo'],
    [6, '5.1(side)',            DOWN,                                            '5.1(side) mixed down to stereo'],
    [6, undefined,              ['aformat=channel_layouts=5.1', ...DOWN],        '6 channels, taken as 5.1, mixed down to stereo'],
    [8, '7.1',                  DOWN,                                            '7.1 mixed down to stereo'],
    [24, '22.2',                DOWN,                                            '22.2 mixed down to stereo'],
    [4, 'ambisonic 1',          ['pan=stereo|c0=0.5*c0+0.5*c1|c1=0.5*c0-0.5*c1'], 'ambisonics become stereo'],
    [32, undefined,             [PICKED],                      'the first two of 32 channels'],
    [3, '3 channels (FL+FR+TFL)', ['pan=stereo|c0<1*c0+0.707*c2|c1<1*c1'],       '3 channels (FL+FR+TFL) mixed down to stereo'],
    [3, '3 channels (FL+FC+LFE)', ['pan=stereo|c0<1*c0+0.707*c1|c1<0.707*c1'],   '3 channels (FL+FC+LFE) mixed down to stereo'],
  ]
  for (const [channels, layout, filters, change] of rows)
    it(`of ${layout ?? `${channels} without a layout`}: ${change ?? 'as they are'}`, () => {
      const mix = mixed({ channels, ...(layout !== undefined && { layout }) }, 2)
      assert.deepEqual([mix.filters, mix.change], [filters, change])
      assert.deepEqual([mix.channels, mix.layout], channels === 1 ? [1, 'mono'] : [2, 'stereo'])
    })

  it('are all kept by a preset without a limit', () => {
    assert.deepEqual(mixed({ channels: 32 }, undefined), { filters: [], channels: 32 })
  })
})

describe('ffmpeg makes AAC of', function () {
  this.timeout(30_000)
  const LAYOUTS = [
    ...['mono', 'stereo', '2.1', '3.0', '4.0', 'quad', '5.0', '5.1', '5.1(side)', '6.1', '7.1', '7.1(wide)'],
    ...['5.1.2', '7.1.4', 'cube', 'hexadecagonal', '22.2', 'downmix'],
    ...[
      'FL',
      'FR',
      'LFE',
      'FL+LFE',
      'BL+BR',
      'FL+FC',
      'FL+FR+TFL',
      'FC+LFE',
      'FL+FC+LFE',
      'BL+BR+BC',
      '4C',
      '32C',
      'ambisonic 1',
    ],
  ]
  for (const layout of LAYOUTS)
    it(layout, async () => {
      const { ffmpeg } = await programs()
      const count = COUNTS[layout] ?? layout.split('+').length
      const named = layout.includes('+') || /^[A-Z]+$/.test(layout) ? `${count} channels (${layout})` : layout
      const { filters } = mixed({ channels: count, ...(/^\d+C$/.test(layout) ? {} : { layout: named }) }, 2)
      const source = `anullsrc=r=48000:cl=${layout}:d=0.1`
      const filter = filters.length > 0 ? ['-af', filters.join(',')] : []
      await promisify(execFile)(ffmpeg.path, [
        ...[
          '-v',
          'error',
          '-f',
          'lavfi',
          '-i',
          source,
          ...filter,
          '-c:a',
          'aac',
          '-f',
          'adts',
          '-y',
          '/dev/null',
        ],
      ])
    })
})

const COUNTS: Readonly<Record<string, number>> = {
  ...{
    stereo: 2,
    '2.1': 3,
    '3.0': 3,
    '4.0': 4,
    quad: 4,
    '5.0': 5,
    '5.1': 6,
    '5.1(side)': 6,
    '6.1': 7,
    '7.1': 8,
  },
  ...{ '7.1(wide)': 8, '5.1.2': 8, '7.1.4': 12, cube: 8, hexadecagonal: 16, '22.2': 24, downmix: 2 },
  ...{ '4C': 4, '32C': 32, 'ambisonic 1': 4 },
}

/** Which audio streams a preset takes. */
import assert from 'node:assert/strict'
import type { Audio } from '../../../../../tasks/ffmpeg/media.ts'
import { tracksOf } from '../../../../../tasks/ffmpeg/plan/audio/tracks.ts'
import type { AudioEncoding } from '../../../../../tasks/ffmpeg/plan/preset.ts'
import { mediaWith, SOUND } from '../../plan.ts'

const encoding = (
  tracks: AudioEncoding['tracks'],
  monoTracks?: AudioEncoding['monoTracks'],
): AudioEncoding => ({
  ...{ encoder: 'aac', sampleRate: 48_000, tracks, ...(monoTracks && { monoTracks }) },
})
const stereo = (more: Partial<Audio> = {}): Audio => ({ ...SOUND, ...more })
const mono = (more: Partial<Audio> = {}): Audio => ({ ...SOUND, channels: 1, layout: 'mono', ...more })
const [FL, FR] = ['FL', 'FR'].map((name) => mono({ layout: `1 channels (${name})` }))
const eight = Array.from({ length: 8 }, () => mono())
const [german, english] = [{ language: 'ger' }, { language: 'eng' }]
const marked = { isDefault: true } as const

describe('The tracks taken', () => {
  assert.ok(FL && FR)
  const pairs = 'stereo pairs'
  // biome-ignore format: a table
  const rows: readonly (readonly [of: string, streams: readonly Audio[], encoding: AudioEncoding, taken: string])[] = [
    ['the first',                         [stereo(), stereo(marked)],                encoding('first'),                    '1'],
    ['the default',                       [stereo(), stereo(marked)],                encoding('default'),                  '2'],
    ['the first where none is marked',    [stereo(), stereo()],                      encoding('default'),                  '1'],
    ['the first of several marked',       [stereo(marked), stereo(marked)],          encoding('default'),                  '1'],
    ['all',                               [stereo(), stereo(marked)],                encoding('all'),                      '1, 2'],
    ['a language',                        [stereo(english), stereo(german)],         encoding({ language: 'ger' }),        '2'],
    ['the default without the language',  [stereo(), stereo({ ...english, ...marked })], encoding({ language: 'ger' }),    '2'],
    ['nothing of a silent source',        [],                                        encoding('default'),                  ''],
    ['one of eight mono',                 eight,                                     encoding('first'),                    '1'],
    ['a pair of eight mono',              eight,                                     encoding('first', pairs),             '1+2 stereo'],
    ['the pair with the default',         [mono(), mono(), mono(marked), mono()],    encoding('default', pairs),           '3+4 stereo'],
    ['all pairs',                         [...eight.slice(0, 4), mono()],            encoding('all', pairs),               '1+2 stereo, 3+4 stereo, 5'],
    ['six as 5.1',                        eight,                                     encoding('all', '5.1'),               '1+2+3+4+5+6 5.1, 7, 8'],
    ['left and right by their labels',    [FR, FL],                                  encoding('first', pairs),             '2+1 stereo'],
    ['no pair of unlike labels',          [FL, mono({ layout: '1 channels (LFE)' })], encoding('first', pairs),            '1'],
    ['no pair of which the second is marked', [mono(), mono(marked)],        encoding('default', pairs),           '2'],
    ['no pair of two languages',          [mono(german), mono(english)],             encoding('first', pairs),             '1'],
    ['no pair of two lengths',            [mono(), mono({ durationS: 0.5 })],        encoding('first', pairs),             '1'],
    ['no pair of two rates',              [mono(), mono({ sampleRate: 44_100 })],    encoding('first', pairs),             '1'],
    ['no pair with stereo',               [mono(), stereo(), mono(), mono()],        encoding('all', pairs),               '1, 2, 3+4 stereo'],
  ]
  for (const [of, streams, how, taken] of rows)
    it(`${of}: ${taken}`, () => {
      const listed = streams.map((stream, index) => ({ ...stream, index: index + 1 }))
      const tracks = tracksOf(how, mediaWith(...listed)).taken
      const found = tracks.map(({ streams: of, layout = '' }) =>
        `${of.map(({ index }) => index).join('+')} ${layout}`.trim(),
      )
      assert.equal(found.join(', '), taken)
    })
})

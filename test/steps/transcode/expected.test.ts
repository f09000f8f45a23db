/** What each stream of a rendition is held to. */
import assert from 'node:assert/strict'
import { PRESETS } from '../../../config/presets.ts'
import { expectedOf, flawOf } from '../../../steps/transcode/expected.ts'
import type { Audio, Media, Video } from '../../../tasks/ffmpeg/media.ts'
import type { Range } from '../../../tasks/ffmpeg/plan/taken.ts'

const picture = (durationS?: number, startS?: number): Video => ({
  ...{ type: 'video', index: 0, codec: 'h264', width: 320, height: 180, rotation: 0, durationS },
  ...{
    frameRate: { frames: 25, seconds: 1 },
    pixelFormat: 'yuv420p',
    ...(startS !== undefined && { startS }),
  },
})
const sound = (durationS?: number, startS?: number): Audio => ({
  ...{ type: 'audio', index: 1, codec: 'aac', channels: 2, sampleRate: 48_000, durationS },
  ...(startS !== undefined && { startS }),
})
const media = (durationS: number | undefined, streams: Media['streams'], startS?: number): Media => ({
  ...{ format: 'mov', durationS, sizeBytes: 1, bitRate: 1, streams },
  ...(startS !== undefined && { startS }),
})
const SUBTITLES = { type: 'other', index: 2, kind: 'subtitle', codec: 'subrip' } as const
const preset = (tag: string) => PRESETS.find((one) => one.tag === tag) ?? PRESETS[0]

describe('A rendition is expected to have', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [of: string, tag: string, source: Media, range: Range | undefined, expected: readonly (readonly [string, number | undefined])[]])[] = [
    ['video and sound of their own lengths',         'lowres', media(8, [picture(8), sound(3)]),                    undefined,                [['video', 8], ['audio', 3]]],
    ['only the sound that the preset takes',         'audio',  media(8, [picture(8), sound(3)]),                    undefined,                [['audio', 3]]],
    ['nothing of subtitles that end later',          'lowres', media(60, [picture(4), sound(4), SUBTITLES]),        undefined,                [['video', 4], ['audio', 4]]],
    ['no length where that of the source is a guess', 'audio', media(51, [sound()]),         undefined,                [['audio', undefined]]],
    ['the length, not the end, of times from 1 h on', 'lowres', media(4, [picture(4, 3_600), sound(4, 3_600)], 3_600), undefined,              [['video', 4], ['audio', 4]]],
    ['what the range has of each stream',            'lowres', media(8, [picture(8), sound(3)]),                    { startS: 2, endS: 6 },   [['video', 4], ['audio', 1]]],
    ['nothing of a stream before the range',         'lowres', media(8, [picture(8), sound(3)]),                    { startS: 4 },            [['video', 4], ['audio', 0]]],
    ['less of a picture that begins within it',      'lowres', media(8, [picture(6, 2), sound(8)]),                 { startS: 0, endS: 4 },   [['video', 2], ['audio', 4]]],
    ['every sound of a preset that takes all',       'prores', media(8, [picture(8), sound(8), sound(2)]),          undefined,                [['video', 8], ['audio 1', 8], ['audio 2', 2]]],
  ]
  for (const [of, tag, source, range, expected] of rows)
    it(`${of}, as ${tag}`, () =>
      assert.deepEqual(
        expectedOf(preset(tag), source, range).map(({ name, lengthS }) => [name, lengthS]),
        expected,
      ))
})

describe('The flaw of a rendition', () => {
  const video = (lengthS?: number) => [{ name: 'video', lengthS }]
  const both = [
    { name: 'video', lengthS: 8 },
    { name: 'audio', audio: 0, lengthS: 8 },
  ]
  // biome-ignore format: a table
  const rows: readonly (readonly [of: string, made: Media, expected: Parameters<typeof flawOf>[1], isRange: boolean, flaw: string | undefined])[] = [
    ['as long as expected',              media(10, [picture(10)]),             video(10),        false, undefined],
    ['shorter by the padding of codecs', media(9, [picture(9)]),               video(10),        false, undefined],
    ['shorter',                          media(8.9, [picture(8.9)]),           video(10),        false, 'the output has 8.90 s of video, expected 10.00 s'],
    ['shorter by 1 %',                   media(3_565, [picture(3_565)]),       video(3_600),     false, undefined],
    ['shorter by more',                  media(3_563, [picture(3_563)]),       video(3_600),     false, 'the output has 3563.00 s of video, expected 3600.00 s'],
    ['longer',                           media(20, [picture(20)]),             video(10),        false, undefined],
    ['longer than its range',            media(20, [picture(20)]),             video(10),        true,  'the output has 20.00 s of video, expected 10.00 s'],
    ['whose picture ends early',         media(8, [picture(2), sound(8)]),     both,             false, 'the output has 2.00 s of video, expected 8.00 s'],
    ['short of both',                    media(2, [picture(2), sound(2)]),     both,             false, 'the output has 2.00 s of video, expected 8.00 s, and 2.00 s of audio, expected 8.00 s'],
    ['without its sound',                media(8, [picture(8)]),               both,             false, 'the output has no audio'],
    ['without sound before its range',   media(8, [picture(8)]),               [...video(8), { name: 'audio', audio: 0, lengthS: 0 }], true, undefined],
    ['of unknown length',                media(undefined, [picture(), sound()]), both,           false, undefined],
    ['of a source of unknown length',    media(1, [picture(1)]),               video(undefined), false, undefined],
    ['without streams',                  media(10, []),                        video(undefined), false, 'the output has no video or audio stream'],
  ]
  for (const [of, made, expected, isRange, flaw] of rows)
    it(`${of}: ${flaw ?? 'none'}`, () => assert.equal(flawOf(made, expected, isRange), flaw))
})

/** What each stream of a rendition is held to, and what it lacks of it. */
import assert from 'node:assert/strict'
import { presetTagged } from '../../../server/shape-tag/preset-files.ts'
import { flawsOf, lackOf } from '../../../steps/transcode/flaws.ts'
import type { Audio, Media, Video } from '../../../tasks/ffmpeg/media.ts'
import type { ExpectedAudio, ExpectedVideo, PlannedStream } from '../../../tasks/ffmpeg/plan/rendition.ts'
import type { Range } from '../../../tasks/ffmpeg/plan/taken.ts'
import { planned } from '../../tasks/ffmpeg/plan.ts'

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
const preset = (tag: string) => presetTagged(tag)

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
        planned(preset(tag), source, range).streams.map((stream) => [
          stream.name,
          stream.type === 'other' ? undefined : stream.expected.lengthS,
        ]),
        expected,
      ))
})

type Flawed = Parameters<typeof flawsOf>
const ANY = { filters: [], options: [], changes: [] } as const
const heldTo = (expected: ExpectedVideo): PlannedStream => ({
  ...{ ...ANY, type: 'video', name: 'video', from: [picture()], expected },
})
const soundHeldTo = (expected: ExpectedAudio): PlannedStream => ({
  ...{ ...ANY, type: 'audio', name: 'audio', from: [sound()], expected },
})

describe('The flaws of a rendition', () => {
  const video = (lengthS?: number) => [heldTo(lengthS === undefined ? {} : { lengthS })]
  const both = [heldTo({ lengthS: 8 }), soundHeldTo({ lengthS: 8 })]
  // biome-ignore format: a table
  const rows: readonly (readonly [of: string, made: Media, streams: readonly PlannedStream[], more: Flawed[2], flaws: readonly string[]])[] = [
    ['as long as expected',              media(10, [picture(10)]),             video(10),        {}, []],
    ['shorter by the padding of codecs', media(9, [picture(9)]),               video(10),        {}, []],
    ['shorter',                          media(8.9, [picture(8.9)]),           video(10),        {}, ['11 %: 8.90 s of video, expected 10.00 s']],
    ['shorter by a thousandth',          media(3_597, [picture(3_597)]),       video(3_600),     {}, []],
    ['shorter by more',                  media(3_563, [picture(3_563)]),       video(3_600),     {}, ['1 %: 3563.00 s of video, expected 3600.00 s']],
    ['longer',                           media(20, [picture(20)]),             video(10),        {}, []],
    ['longer than its range',            media(20, [picture(20)]),             video(10),        { isRange: true },  ['Infinity %: 20.00 s of video, expected 10.00 s']],
    ['whose picture ends early',         media(8, [picture(2), sound(8)]),     both,             {}, ['75 %: 2.00 s of video, expected 8.00 s']],
    ['short of both',                    media(2, [picture(2), sound(2)]),     both,             {}, ['75 %: 2.00 s of video, expected 8.00 s', '75 %: 2.00 s of audio, expected 8.00 s']],
    ['of fewer frames than its length',  media(10, [{ ...picture(10), frames: 50 }]), video(10), {}, ['80 %: 2.00 s of video, expected 10.00 s']],
    ['without its sound',                media(8, [picture(8)]),               both,             {}, ['100 %: no audio']],
    ['without sound before its range',   media(8, [picture(8)]),               [...video(8), soundHeldTo({ lengthS: 0 })], { isRange: true }, []],
    ['of unknown length',                media(undefined, [picture(), sound()]), both,           {}, []],
    ['of a source of unknown length',    media(1, [picture(1)]),               video(undefined), {}, []],
    ['without streams',                  media(10, []),                        video(undefined), {}, ['Infinity %: no video or audio stream']],
    ['of another size',                  media(8, [picture(8)]),               [heldTo({ width: 320, height: 176 })], {}, ['0 %: size 320×180, expected 320×176']],
    ['of another rate',                  media(8, [picture(8)]),               [heldTo({ frameRate: { frames: 50, seconds: 1 } })], {}, ['0 %: frame rate 25, expected 50']],
    ['of nearly the rate',               media(8, [picture(8)]),               [heldTo({ frameRate: { frames: 2_600, seconds: 100 } })], {}, []],
    ['that lost its fields',             media(8, [picture(8)]),               [heldTo({ fields: 'top' })], {}, ['0 %: field order progressive, expected top']],
    ['whose colors are not tagged',      media(8, [picture(8)]),               [heldTo({ matrix: 'bt709' })], {}, []],
    ['of other colors',                  media(8, [{ ...picture(8), color: { matrix: 'bt470bg' } }]), [heldTo({ matrix: 'bt709' })], {}, ['0 %: color matrix bt470bg, expected bt709']],
    ['of other channels',                media(8, [sound(8)]),                 [soundHeldTo({ channels: 6 })], {}, ['0 %: number of channels 2, expected 6']],
    ['with frames that were not decoded', media(8, [picture(8)]),              video(8),         { damage: { 0: { lost: 20, corrupt: 0 } } }, ['10 %: 20 of 200 frames of video not decoded']],
    ['with frames that are damaged',     media(8, [picture(8)]),               video(8),         { damage: { 0: { lost: 0, corrupt: 20 } } }, ['0 %: 20 of 200 frames of video damaged']],
    ['with one bad frame of thousands',  media(800, [picture(800)]),           video(800),       { damage: { 0: { lost: 1, corrupt: 1 } } }, []],
  ]
  for (const [of, made, streams, more, flaws] of rows)
    it(`${of}: ${flaws.join(', ') || 'none'}`, () =>
      assert.deepEqual(
        flawsOf(made, { streams }, more).map(({ text, share }) => `${Math.round(share * 100)} %: ${text}`),
        flaws,
      ))
})

describe('A package lacks', () => {
  const stream = { from: [picture()], name: 'video', expected: { lengthS: 8 } }
  // biome-ignore format: a table
  for (const [what, madeS, damage, expected] of [
    ['nothing if it is as long',       8,   {},                                []],
    ['nothing if it is a bit shorter', 7.5, {},                                []],
    ['what was cut off',               2,   {},                                [{ text: '2.00 s of video, expected 8.00 s', share: 0.75 }]],
    ['what was not decoded',           8,   { 0: { lost: 50, corrupt: 0 } },   [{ text: '50 of 200 frames of video not decoded', share: 0.25 }]],
    ['no more than there is',          8,   { 0: { lost: 900, corrupt: 0 } },  [{ text: '200 of 200 frames of video not decoded', share: 1 }]],
  ] as const)
    it(what, () => assert.deepEqual(lackOf(stream, madeS, damage), expected))
})

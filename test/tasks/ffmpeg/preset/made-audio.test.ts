/** What ffmpeg makes of the sound and the tracks of presets that are documents, measured. */
import assert from 'node:assert/strict'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import { AAC, clips, FAST, said } from './clips.ts'
import { madeBy } from './of-document.ts'

let place: Awaited<ReturnType<typeof clips>>['place']
let clip: string
let tracks: string

before(async () => {
  ;({ place, clip, tracks } = await clips())
})
after(() => place[Symbol.asyncDispose]())

const made = (document: TranscodePresetDocument, source = clip) => madeBy(document, source, place.path)

describe('a preset', () => {
  it('takes subtitles and audio by language, and chapters', async () => {
    const { media } = await made(
      {
        format: 'mp4',
        audio: AAC,
        video: FAST,
        callsheet: { audioLanguage: 'ger', subtitleLanguage: 'ger', chapters: true },
      },
      tracks,
    )
    const others = media.streams
      .filter(({ type }) => type !== 'video')
      .map(({ codec, language }) => [codec, language])
    assert.deepEqual(others.slice(0, 2), [
      ['aac', 'ger'],
      ['mov_text', 'ger'],
    ])
    assert.equal(media.chapters, 1)
  })

  it('mixes channels of several tracks', async () => {
    const { path, media } = await made({
      format: 'wav',
      audio: {
        codec: 'pcm_s16le',
        mix: [
          { input: [{ stream: 1, channel: 0, gain: 0.5 }] },
          { silence: true },
          { input: [{ stream: 0, channel: 0 }] },
        ],
      },
    })
    assert.deepEqual(
      media.streams.map((stream) => stream.type === 'audio' && stream.channels),
      [3],
    )
    const levels = [
      ...(await said('astats=measure_overall=none:measure_perchannel=RMS_level', path)).matchAll(
        /RMS level dB: (\S+)/g,
      ),
    ]
    const [first, second, third] = levels.map(([, level]) => Number(level))
    assert.ok(Math.abs((third ?? 0) - (first ?? 0) - 6.02) < 0.1, `${first} ${third}`)
    assert.ok(second === undefined || second < -90 || Number.isNaN(second), `${second}`)
  })

  it('makes several audio tracks, each with its own codec', async () => {
    const { media } = await made({
      format: 'mov',
      video: FAST,
      audio: { ...AAC, channel: [0] },
      audioTrack: [
        { codec: 'pcm_s24le', channel: [1] },
        { codec: 'pcm_s24le', channel: [0, 1] },
      ],
    })
    const audios = media.streams.flatMap((stream) =>
      stream.type === 'audio' ? [[stream.codec, stream.channels]] : [],
    )
    assert.deepEqual(audios, [
      ['aac', 1],
      ['pcm_s24le', 1],
      ['pcm_s24le', 2],
    ])
  })

  it('normalizes the loudness to −23 LUFS', async () => {
    const { path } = await made({
      format: 'wav',
      audio: { codec: 'pcm_s16le' },
      callsheet: { loudness: -23 },
    })
    const loudness = Number(
      /I:\s+(-[\d.]+) LUFS/.exec((await said('ebur128', path)).split('Summary').at(-1) ?? '')?.[1],
    )
    assert.ok(Math.abs(loudness + 23) < 0.3, `${loudness}`)
  })
})

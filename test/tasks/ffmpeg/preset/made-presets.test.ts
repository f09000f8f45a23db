/** What ffmpeg makes of presets that are documents, measured. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import { videoOf } from '../../../../tasks/ffmpeg/media.ts'
import { folder, H264, make, programs } from '../../machine.ts'
import { madeBy } from './of-document.ts'

type Video = NonNullable<TranscodePresetDocument['video']>
const FAST: Video = { codec: 'h264', preset: ['ultrafast'] }
const AAC = { codec: 'aac', bitrate: 96_000 }

let place: Awaited<ReturnType<typeof folder>>
let clip: string
let tracks: string

before(async () => {
  place = await folder()
  clip = await make(join(place.path, 'clip.mov'), [
    ...['-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25:duration=2'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=48000:duration=2'],
    ...['-f', 'lavfi', '-i', 'sine=frequency=880:sample_rate=48000:duration=2'],
    ...['-map', '0', '-map', '1', '-map', '2', '-timecode', '01:00:00:00', ...H264, '-c:a', 'pcm_s16le'],
  ])
  const srt = (text: string) => `1\n00:00:00,000 --> 00:00:02,000\n${text}\n`
  const chapters = ';FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=One\n'
  const files = { 'en.srt': srt('English'), 'de.srt': srt('Deutsch'), 'chapters.txt': chapters }
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.path, name), text)
  const at = (name: string) => join(place.path, name)
  tracks = await make(at('tracks.mkv'), [
    ...['-i', clip, '-i', at('en.srt'), '-i', at('de.srt'), '-i', at('chapters.txt')],
    ...['-map', '0:v', '-map', '0:a', '-map', '1', '-map', '2', '-map_metadata', '3', '-c', 'copy'],
    ...['-metadata:s:s:0', 'language=eng', '-metadata:s:s:1', 'language=ger'],
    ...['-metadata:s:a:0', 'language=eng', '-metadata:s:a:1', 'language=ger'],
  ])
})
after(() => place[Symbol.asyncDispose]())

const made = (document: TranscodePresetDocument, source = clip) => madeBy(document, source, place.path)

/** What a filter says on standard error about one file, or about two. */
async function said(filter: string, ...paths: readonly string[]): Promise<string> {
  const { ffmpeg } = await programs()
  const inputs = paths.flatMap((path) => ['-i', path])
  const { stderr } = await promisify(execFile)(ffmpeg.path, [
    '-hide_banner',
    ...inputs,
    '-lavfi',
    filter,
    '-f',
    'null',
    '-',
  ])
  return stderr
}

/** How alike the pictures are, 0 … 1. */
async function similarity(one: string, other: string): Promise<number> {
  return Number(/All:([\d.]+)/.exec(await said('[0:v][1:v]ssim', one, other))?.[1])
}

describe('a preset', () => {
  it('sets the quality, the frame rate, the key frames and the size', async () => {
    const { media, messages } = await made({
      format: 'mp4',
      video: {
        ...FAST,
        scaling: { width: 200, height: 200 },
        framerate: { numerator: 1, denominator: 50 },
        setting: [{ key: 'crf', value: '35' }],
      },
    })
    const video = videoOf(media)
    assert.deepEqual(messages, [])
    assert.deepEqual([video?.width, video?.height, video?.frames], [200, 200, 100])
    assert.deepEqual(video?.frameRate, { frames: 50, seconds: 1 })
    // The picture keeps its shape by that of its pixels.
    assert.deepEqual(video?.pixelAspect, { width: 4, height: 3 })
  })

  it('encodes in two passes to a bit rate', async () => {
    const { media } = await made({
      format: 'mp4',
      video: { ...FAST, preset: ['medium'], bitrate: 200_000 },
      callsheet: { passes: 2 },
    })
    assert.ok(Math.abs((media.bitRate ?? 0) - 200_000) < 50_000, `${media.bitRate}`)
  })

  it('cuts, turns and fills the picture', async () => {
    const { media, path } = await made({
      format: 'mp4',
      video: {
        ...FAST,
        scaling: { width: 320, height: 180, left: 80, right: 80, rotate: '90', padColor: '#FF0000' },
      },
    })
    const video = videoOf(media)
    assert.deepEqual([video?.width, video?.height], [320, 180])
    assert.match(
      await said('crop=20:20:0:80,signalstats,metadata=print:key=lavfi.signalstats.VAVG', path),
      /VAVG=(2[34]\d)/,
    )
  })

  it('draws the time code in, which then changes the picture below', async () => {
    const plain = await made({ format: 'mp4', video: FAST })
    const burnt = await made({ format: 'mp4', video: { ...FAST, burnTimecode: true } })
    const ten = await made({
      format: 'mp4',
      video: { ...FAST, burnTimecode: true },
      startTimecode: '10:00:00:00',
    })
    assert.deepEqual(burnt.messages, [])
    assert.equal(ten.media.startTimeCode, '10:00:00:00')
    const [same, other] = [await similarity(plain.path, burnt.path), await similarity(burnt.path, ten.path)]
    assert.ok(same < 0.97 && same > 0.5, `${same}`)
    assert.ok(other < 0.9999 && other > 0.95, `${other}`)
  })

  it('draws the time code of a part of the source as that of the whole', async () => {
    const document = {
      format: 'mp4',
      video: { ...FAST, burnTimecode: true, setting: [{ key: 'crf', value: '5' }] },
    }
    const whole = await made(document)
    const part = await madeBy(document, clip, place.path, { startS: 1 })
    const cut = `[0:v]trim=start=1,setpts=PTS-STARTPTS[cut];[cut][1:v]ssim`
    assert.ok(Number(/All:([\d.]+)/.exec(await said(cut, whole.path, part.path))?.[1]) > 0.99)
  })

  it('lays texts and pictures over', async () => {
    const logo = await make(join(place.path, 'it’s a, [logo].png'), [
      '-f',
      'lavfi',
      '-i',
      'color=red:s=40x40',
      '-frames:v',
      '1',
    ])
    const plain = await made({ format: 'mp4', video: FAST })
    const over = await made({
      format: 'mp4',
      video: FAST,
      overlay: [
        { uri: [`file://${encodeURI(logo).replaceAll('[', '%5B').replaceAll(']', '%5D')}`], x: -10, y: 10 },
      ],
      textOverlay: [
        {
          text: {
            line: ["It’s 'so': 50% [a,b]; \\n", 'two'],
            xRel: 0.5,
            horizontalBase: 'center',
            align: 'center',
          },
        },
      ],
    })
    assert.deepEqual(over.messages, [])
    assert.match(
      await said('crop=20:20:280:20,signalstats,metadata=print:key=lavfi.signalstats.VAVG', over.path),
      /VAVG=2[34]\d/,
    )
    assert.ok((await similarity(plain.path, over.path)) < 0.98)
  })

  it('draws subtitles in', async () => {
    const plain = await made({ format: 'mp4', video: FAST }, tracks)
    const burnt = await made(
      { format: 'mp4', video: { ...FAST, burnSubtitles: true, burnSubtitlesLanguage: 'ger' } },
      tracks,
    )
    const alike = await similarity(plain.path, burnt.path)
    assert.ok(alike < 0.99 && alike > 0.7, `${alike}`)
  })

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

  it('writes a JPEG of the given quality, and tags', async () => {
    const [best, worst] = await Promise.all(
      [100, 1].map(async (imageQuality) => {
        const { path } = await made({ format: 'jpeg', video: { codec: 'mjpeg', imageQuality } })
        return (await readFile(path)).length
      }),
    )
    assert.ok((best ?? 0) > 2 * (worst ?? 0), `${best} ${worst}`)
    const { path } = await made({
      format: 'mp4',
      video: FAST,
      addClipName: true,
      metadata: { field: [{ key: 'comment', value: 'two words' }] },
    })
    const { ffprobe } = await programs()
    const { stdout } = await promisify(execFile)(ffprobe.path, [
      '-v',
      'error',
      '-show_entries',
      'format_tags',
      path,
    ])
    assert.match(stdout, /TAG:title=clip\n/)
    assert.match(stdout, /TAG:comment=two words\n/)
  })
})

/** What ffmpeg makes of the video of presets that are documents, measured. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TranscodePresetDocument } from '../../../../schema/documents/transcode-preset.ts'
import { videoOf } from '../../../../tasks/ffmpeg/media.ts'
import { make, programs } from '../../machine.ts'
import { clips, FAST, said, similarity } from './clips.ts'
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

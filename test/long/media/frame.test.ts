import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { startsFor } from '../../../tasks/ffmpeg/picture/frame.ts'
import { mediaOf, NUMBERED, numberOn, thumbnailOf } from '../../tasks/ffmpeg/picture/numbered.ts'
import { mediaWith, PICTURE } from '../../tasks/ffmpeg/plan.ts'
import { folder, make, TONE } from '../../tasks/machine.ts'

const AVC = [
  '-c:v',
  'libx264',
  '-qp',
  '4',
  '-preset',
  'veryfast',
  '-bf',
  '2',
  '-g',
  '250',
  '-sc_threshold',
  '0',
]
const MPEG_2 = ['-c:v', 'mpeg2video', '-q:v', '2', '-bf', '2', '-g', '250', '-sc_threshold', '1000000000']
const M2TS = ['-f', 'mpegts', '-mpegts_m2ts_mode', '1']

describe('the frame of a thumbnail', function () {
  this.timeout(60_000)
  let place: Awaited<ReturnType<typeof folder>>
  const at = (name: string) => join(place.path, name)
  before(async () => {
    place = await folder()
  })
  after(() => place[Symbol.asyncDispose]())

  async function shows(name: string, times: readonly (readonly [atS: number, frame: number | undefined])[]) {
    const shown: unknown[] = []
    const media = await mediaOf(at(name))
    for (const [atS] of times) {
      const path = await thumbnailOf(at(name), atS, { media })
      shown.push([atS, path === undefined ? undefined : await numberOn(path)])
    }
    assert.deepEqual(shown, times)
  }

  describe('with a key frame every 10 s is the one on the screen', () => {
    // biome-ignore format: a table
    for (const [name, options] of [
      ['long.ts',   AVC],
      ['long.m2ts', [...AVC, ...M2TS]],
      ['long.mpg',  MPEG_2],
      ['long.h264', AVC],
      ['long.mp4',  AVC],
      ['live.mkv',  [...AVC, '-f', 'matroska', '-live', '1']],
      ['long.avi',  ['-c:v', 'mpeg4', '-q:v', '2', '-g', '250', '-sc_threshold', '1000000000']],
      ['long.mxf',  MPEG_2],
    ] as const)
      it(`in ${name}`, async () => {
        await make(at(name), [...NUMBERED(20), ...options])
        await shows(name, [[3, 75], [9.96, 249], [10, 250], [19.97, 499]])
      })
  })

  it('is the last one that began by the time, however long ago', async () => {
    for (const name of ['slides.mp4', 'slides.webm']) {
      await make(at(name), [...NUMBERED(30, '1/10'), '-pix_fmt', 'yuv420p'])
      await shows(name, [
        [0, 0],
        [7, 0],
        [10, 1],
        [19.9, 1],
        [29.9, 2],
      ])
    }
  })

  it('follows a frame rate that varies', async () => {
    // Frame n begins at n² / 100 s.
    const varying = [
      '-vf',
      "settb=1/1000,setpts='N*N/100/TB'",
      '-fps_mode',
      'vfr',
      '-enc_time_base',
      '1/1000',
    ]
    await make(at('recording.webm'), [...NUMBERED(1), ...varying, '-c:v', 'libvpx', '-b:v', '2M'])
    await shows('recording.webm', [
      [0.005, 0],
      [0.49, 7],
      [0.6, 7],
      [3.6, 18],
      [3.7, 19],
      [5.7, 23],
    ])
  })

  for (const name of ['late.mp4', 'late.mkv', 'late.ts'])
    it(`counts from the start of the source, and is the first before the video begins, in ${name}`, async () => {
      const sound = [...TONE(6), '-itsoffset', '2', ...NUMBERED(4)]
      await make(at(name), [...sound, '-map', '0', '-map', '1', ...AVC, '-c:a', 'aac'])
      await shows(name, [
        [0, 0],
        [1, 0],
        [3.51, 37],
        [5.95, 98],
      ])
    })

  it('counts from the start of an edit', async () => {
    await make(at('whole.mp4'), [...NUMBERED(4), ...AVC])
    await make(at('edited.mp4'), ['-ss', '1.2', '-i', at('whole.mp4'), '-c', 'copy'])
    await shows('edited.mp4', [
      [0, 30],
      [1, 55],
    ])
  })

  for (const name of ['still.png', 'still.jpg', 'still.bmp'])
    it(`of ${name} is the same at any time`, async () => {
      await make(at(name), [...NUMBERED(0.04), '-frames:v', '1', '-update', '1'])
      await shows(name, [
        [0, 0],
        [7, 0],
      ])
    })

  it('of a file with one frame is that frame', async () => {
    await make(at('one.mp4'), [...NUMBERED(0.04), ...AVC])
    await shows('one.mp4', [
      [0, 0],
      [0.03, 0],
    ])
  })

  it('is none long after the end of a file of unknown length', async () => {
    await make(at('open.webm'), [...NUMBERED(2), '-c:v', 'libvpx', '-b:v', '2M', '-f', 'webm', '-live', '1'])
    await shows('open.webm', [
      [1, 25],
      [60, undefined],
    ])
  })

  it('is the last whole one where the file is cut off', async () => {
    await make(at('whole.mkv'), [...NUMBERED(8), ...AVC, '-g', '50'])
    const whole = await readFile(at('whole.mkv'))
    await writeFile(at('cut.mkv'), whole.subarray(0, whole.length / 2))
    const path = await thumbnailOf(at('cut.mkv'), 7)
    assert.ok(path !== undefined && (await numberOn(path)) > 50 && (await numberOn(path)) < 150)
  })
})

describe('decoding starts', () => {
  const media = (format: string, more: Partial<Media> = {}): Media => ({
    ...mediaWith(PICTURE),
    format,
    ...more,
  })
  const late = { ...PICTURE, startS: 5 }
  // biome-ignore format: a table
  const rows: readonly (readonly [what: string, media: Media, atS: number, starts: readonly string[]])[] = [
    ['a second early with an index, then earlier',  media('mov,mp4,m4a,3gp,3g2,mj2'),  200, ['199 last', '185 last', '80 last', '0 last']],
    ['three seconds early without one',             media('mpegts'),                   200, ['197 last', '185 last', '80 last', '0 last']],
    ['at the start where times depend on it',       media('h264'),                     200, ['0 last']],
    ['at the start for a time near it',             media('matroska,webm'),            0.5, ['0 last', '0 first']],
    ['and takes the first frame before the video',  media('mpegts', { streams: [late] }), 2, ['0 last', '0 first']],
  ]
  for (const [what, of, atS, starts] of rows)
    it(what, () =>
      assert.deepEqual(
        startsFor(of, atS).map(({ fromS, takes }) => `${fromS} ${takes}`),
        starts,
      ),
    )
})

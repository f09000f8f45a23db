import assert from 'node:assert/strict'
import { saysMissing, timesOf } from '../../../steps/thumbnails/picture-times.ts'
import { picturesOf } from '../../../steps/thumbnails/thumbnail-plan.ts'
import { atMilliseconds, timeCodesOf } from '../../../steps/thumbnails/time-codes.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { mediaWith, PICTURE, SOUND } from '../../tasks/ffmpeg/plan.ts'

describe('the times of thumbnails', () => {
  const lasting = (durationS: number | undefined, more: Partial<Media> = {}): Media => ({
    ...mediaWith({ ...PICTURE, durationS }),
    ...{ durationS, ...more },
  })
  const late = lasting(10, { startS: 1, streams: [SOUND, { ...PICTURE, durationS: 8, startS: 3 }] })
  const guessed = lasting(undefined, { format: 'mpegvideo', durationS: 8 })
  const still = lasting(0.04, { format: 'image2' })

  // biome-ignore format: a table
  const rows: readonly (readonly [what: string, of: Media, asked: string | undefined, times: readonly string[] | string, missing?: readonly string[]])[] = [
    ['10 s of video',                 lasting(10),        undefined,       ['2500@1000']],
    ['10 s of video',                 lasting(10),        '',              ['2500@1000']],
    ['video that begins at 2 s',      late,               undefined,       ['4000@1000']],
    ['video that begins at 2 s',      late,               '0 9.9',         ['0@1000', '9900@1000']],
    ['video that begins at 2 s',      late,               '10',            'thumbnailTimeCodes: 10000@1000 is not before the end of the video at 10 s'],
    ['video of unknown length',       lasting(undefined), undefined,       ['0@1000']],
    ['video of unknown length',       lasting(undefined), '0 99',          ['0@1000', '99000@1000']],
    ['a still image',                 still,              undefined,       ['0@1000']],
    ['a still image',                 still,              '0 7',           ['0@1000', '7000@1000']],
    ['a raw stream, guessed at 8 s',  guessed,            '0 9',           ['0@1000', '9000@1000']],
    ['10 s of video',                 lasting(10),        '0 9.999',       ['0@1000', '9999@1000']],
    ['10 s of video',                 lasting(10),        '250@25',        'thumbnailTimeCodes: 250@25 is not before the end of the video at 10 s'],
    ['10 s of video',                 lasting(10),        '10 11',         'thumbnailTimeCodes: 10000@1000 is not before the end of the video at 10 s; 11000@1000 is not before the end of the video at 10 s'],
    ['10 s of video',                 lasting(10),        '5 250@25 6',    ['5000@1000', '6000@1000'], ['250@25']],
    ['10 s of video',                 lasting(10),        'x',             'thumbnailTimeCodes: “x” is not a time code'],
    ['sound',                         mediaWith(SOUND),   undefined,       '/clip.mov has no video stream'],
  ]
  for (const [what, of, asked, times, missing = []] of rows) {
    const without = missing.length > 0 ? ` without ${missing.join(', ')}` : ''
    it(`of ${what}, ${asked ?? 'by default'}, are ${JSON.stringify(times)}${without}`, () => {
      const metadata = asked === undefined ? {} : { thumbnailTimeCodes: asked }
      const found = timesOf({ path: '/clip.mov', media: of }, metadata)
      assert.deepEqual('refused' in found ? found.refused : found.times.map(({ text }) => text), times)
      assert.deepEqual('refused' in found ? [] : found.missing.map(({ time }) => time.text), missing)
    })
  }
})

describe('the message about missing thumbnails', () => {
  const missing = (count: number) =>
    Array.from({ length: count }, (_, at) => ({
      time: atMilliseconds(at),
      reason: 'no frame could be decoded',
    }))

  it('names each time and its reason', () => {
    assert.equal(
      saysMissing(missing(2)),
      'no picture at 0.000 s: no frame could be decoded; no picture at 1.000 s: no frame could be decoded',
    )
  })

  it('counts those after the tenth', () => {
    assert.match(saysMissing(missing(12)), /at 9\.000 s: no frame could be decoded; and 2 more$/)
  })
})

describe('the names of thumbnails', () => {
  const namesOf = (text: string) => {
    const times = timeCodesOf(text)
    assert.ok(!('wrong' in times))
    return picturesOf(times, '/out', 'clip', '.jpg').map(({ times: same, final }) => [
      final,
      ...same.map((time) => time.text),
    ])
  }

  it('are the source and the time in milliseconds', () => {
    assert.deepEqual(namesOf('1 62@25'), [
      ['/out/clip-1.000s.jpg', '1000@1000'],
      ['/out/clip-2.480s.jpg', '62@25'],
    ])
  })

  it('are shared by times in the same millisecond', () => {
    assert.deepEqual(namesOf('25@25 2 1'), [
      ['/out/clip-1.000s.jpg', '25@25', '1000@1000'],
      ['/out/clip-2.000s.jpg', '2000@1000'],
    ])
  })
})

/** The formats that are opened: whatever people send, as ffmpeg itself writes it. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { probe } from '../../../../tasks/ffmpeg/ffprobe.ts'
import { FORMATS, inputOf, refusedName } from '../../../../tasks/ffmpeg/source/formats.ts'
import { folder, make, PICTURE, programs, TONE } from '../../machine.ts'

const MOVING = ['-t', '0.2', '-pix_fmt', 'yuv420p']
const STILL = ['-frames:v', '1']

describe('a file is opened if it is', () => {
  let place: Awaited<ReturnType<typeof folder>>
  before(async () => {
    place = await folder()
  })
  after(() => place[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [names, options] of [
    [['mp4', 'mov', 'mkv', 'avi', 'ts', 'mpg', 'flv', 'wmv', 'm2v', 'y4m', 'nut', 'm4v'], [...PICTURE(1), ...MOVING]],
    [['mxf'],                                                   [...PICTURE(1), ...MOVING, '-c:v', 'mpeg2video']],
    [['3gp'],                                                   [...PICTURE(1), ...MOVING, '-c:v', 'libx264']],
    [['webm', 'ivf'],                                           [...PICTURE(1), ...MOVING, '-c:v', 'libvpx']],
    [['h264'],                                                  [...PICTURE(1), ...MOVING, '-c:v', 'libx264']],
    [['hevc'],                                                  [...PICTURE(1), ...MOVING, '-c:v', 'libx265', '-x265-params', 'log-level=none']],
    [['wav', 'mp3', 'flac', 'aac', 'm4a', 'aiff', 'ogg', 'ac3', 'eac3', 'w64', 'caf', 'au', 'mp2', 'mka', 'wma', 'wv', 'tta'], TONE(1)],
    [['opus'],                                                  [...TONE(1), '-c:a', 'libopus']],
    [['gif', 'png', 'jpg', 'tif', 'bmp', 'webp', 'dpx', 'exr', 'jp2', 'tga', 'ppm', 'sgi', 'xwd'], [...PICTURE(1), ...STILL]],
  ] as const)
    for (const name of names)
      it(name, async () => {
        const { ffprobe } = await programs()
        const path = await make(join(place.path, `a.${name}`), [...options])
        const probed = await probe(path, { ffprobe, signal: new AbortController().signal })
        assert.equal(probed.ended, 'done', JSON.stringify(probed))
      })
})

describe('the list of formats', () => {
  it('has none that names other files or is a script', () => {
    const foreign = [
      'hls',
      'dash',
      'concat',
      'imf',
      'sdp',
      'rtsp',
      'rtp',
      'svg_pipe',
      'vobsub',
      'sbg',
      'lavfi',
      'mlv',
    ]
    assert.deepEqual(
      FORMATS.filter((format) => (foreign as readonly string[]).includes(format)),
      [],
    )
  })
})

describe('a name is', () => {
  // biome-ignore format: a table
  for (const [path, refused] of [
    ['/m/clip.mp4',      false], ['/m/list.M3U8',     true],  ['/m/x.mpd',        true],
    ['/m/x.sdp',         true],  ['/m/x.svg',         true],  ['/m/x.msl',        true],
    ['/m/m3u8',          false], ['/m/x.m3u8.mp4',    false], ['/m/a.mpd/x.mp4',  false],
    ['/m/take%03d.mp4',  false], ['/m/take%03d.png',  false], ['/m/x',            false],
  ] as const)
    it(`${refused ? 'refused' : 'accepted'}: ${path}`, () => assert.equal(refusedName(path) !== undefined, refused))
})

describe('a picture is read as one file, not as a sequence,', () => {
  // biome-ignore format: a table
  for (const [path, isNamed] of [
    ['/m/take%03d.png',  true],  ['/m%03d/x.png',     true],  ['/m/%*.png',       true],  ['/m[%*]/x.PNG',    true],
    ['/m/take%03d.mp4',  false], ['/m%03d/x.mp4',     false], ['/m/100%.jpg',     false], ['/m/x.png',        false],
  ] as const)
    it(`${isNamed ? 'by an option' : 'anyway'}: ${path}`, () =>
      assert.equal(inputOf(path).join(' ').includes('-f image2 -pattern_type none -i'), isNamed))
})

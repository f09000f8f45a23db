import assert from 'node:assert/strict'
import { join } from 'node:path'
import { videoOf } from '../../../../tasks/ffmpeg/media.ts'
import { pictureSize } from '../../../../tasks/ffmpeg/picture/size.ts'
import { folder, make } from '../../machine.ts'
import { mediaOf, thumbnailOf } from './numbered.ts'

describe('the size of a thumbnail, in square pixels', () => {
  // biome-ignore format: a table
  for (const [what, width, height, aspect, rotation, asked, size] of [
    ['HD',                                    1920, 1080, '1:1',   0,   640,  '640×360'],
    ['HD that is not made smaller',           1920, 1080, '1:1',   0,   9999, '1920×1080'],
    ['PAL 16:9',                              720,  576,  '64:45', 0,   640,  '640×360'],
    ['PAL 16:9 as shown',                     720,  576,  '64:45', 0,   9999, '1024×576'],
    ['PAL 4:3',                               720,  576,  '16:15', 0,   9999, '768×576'],
    ['NTSC 4:3',                              720,  480,  '8:9',   0,   9999, '640×480'],
    ['HDV',                                   1440, 1080, '4:3',   0,   9999, '1920×1080'],
    ['a telephone held upright',              1920, 1080, '1:1',   90,  640,  '640×1138'],
    ['a telephone held upside down',          1920, 1080, '1:1',   180, 640,  '640×360'],
    ['HDV, turned',                           1440, 1080, '4:3',   270, 9999, '1080×1920'],
    ['a line',                                4000, 1,    '1:1',   0,   640,  '640×1'],
    ['a column',                              1,    4000, '1:1',   0,   640,  '1×4000'],
    ['pixels too narrow to be true',          64,   64,   '1:999', 0,   640,  '1×64'],
    ['pixels too wide to be true',            64,   64,   '999:1', 0,   640,  '640×1'],
    ['a column higher than JPEG allows',      2,    90000, '1:1',  0,   640,  '1×65500'],
    ['odd sides',                             33,   17,   '1:1',   0,   640,  '33×17'],
  ] as const)
    it(`of ${what}, ${width}×${height} with pixels of ${aspect} and ${rotation}°, at most ${asked} wide: ${size}`, () => {
      const [wide = 1, high = 1] = aspect.split(':').map(Number)
      const pixelAspect = { width: wide, height: high }
      const made = pictureSize({ width, height, rotation, pixelAspect }, asked)
      assert.equal(`${made.width}×${made.height}`, size)
    })

  it('is the size of the file, whatever the format', async () => {
    await using place = await folder()
    const pal = ['-f', 'lavfi', '-i', 'testsrc2=size=720x576:rate=25:duration=0.2', '-vf', 'setsar=64/45']
    const input = await make(join(place.path, 'pal.mkv'), [...pal, '-c:v', 'mpeg2video'])
    const turned = join(place.path, 'turned.mp4')
    await make(turned, ['-display_rotation', '90', '-i', input, '-c', 'copy'])
    const sizes: unknown[] = []
    for (const [path, format] of [
      [input, 'jpeg'],
      [input, 'png'],
      [turned, 'png'],
    ] as const) {
      const video = videoOf(await mediaOf((await thumbnailOf(path, 0, { format, width: 999 })) ?? ''))
      sizes.push([video?.width, video?.height, video?.pixelAspect])
    }
    assert.deepEqual(sizes, [
      [999, 562, undefined],
      [999, 562, undefined],
      [576, 1024, undefined],
    ])
  })
})

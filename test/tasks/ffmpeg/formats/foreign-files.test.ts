/** Media files that name other files or addresses are refused before anything that they name is opened. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { basename, extname, join } from 'node:path'
import { PRESETS } from '../../../../server/shape-tag/preset-files.ts'
import { probe } from '../../../../tasks/ffmpeg/ffprobe.ts'
import { type Media, videoOf } from '../../../../tasks/ffmpeg/media.ts'
import { ffmpeg } from '../../../../tasks/ffmpeg/run.ts'
import { thumbnail } from '../../../../tasks/ffmpeg/thumbnail.ts'
import { UNCONFINED } from '../../../../tasks/program/confinement.ts'
import { folder, H264, make, PICTURE, programs } from '../../machine.ts'
import { planned } from '../plan.ts'

const signal = new AbortController().signal

const DASH = (url: string) => `<?xml version="1.0"?>
<MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S" minBufferTime="PT1S"
  profiles="urn:mpeg:dash:profile:isoff-on-demand:2011"><Period><AdaptationSet mimeType="video/mp4">
  <Representation id="1" bandwidth="1000"><BaseURL>${url}</BaseURL></Representation></AdaptationSet></Period></MPD>`
const HLS = (url: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n${url}\n#EXT-X-ENDLIST\n`
const CONCAT = (url: string) => `ffconcat version 1.0\nfile '${url}'\n`
const SDP = () =>
  'v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 9 RTP/AVP 96\na=rtpmap:96 H264/90000\n'
const SVG = (url: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="${url}"/></svg>`

describe('a media file that names others', () => {
  let place: Awaited<ReturnType<typeof folder>>
  let server: Server
  let requests = 0
  let address: string
  let secret: string
  before(async () => {
    place = await folder()
    await mkdir(join(place.path, 'outside'))
    secret = await make(join(place.path, 'outside', 'secret.mp4'), [...PICTURE(1), ...H264])
    await make(join(place.path, 'outside', 'x1.png'), [...PICTURE(1), '-frames:v', '1', '-update', '1'])
    server = createServer((_request, response) => {
      requests += 1
      response.end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x.mp4`
  })
  after(async () => {
    server.close()
    await place[Symbol.asyncDispose]()
  })

  // biome-ignore format: a table
  const cases: readonly (readonly [string, string, (url: string) => string])[] = [
    ['a DASH manifest',                  'manifest.mpd',  DASH],
    ['a DASH manifest named as a video', 'dash.mp4',      DASH],
    ['an HLS playlist',                  'list.m3u8',     HLS],
    ['an HLS playlist named as a video', 'hls.mp4',       HLS],
    ['an HLS playlist named as a stream','hls.ts',        HLS],
    ['a list to concatenate',            'list.ffconcat', CONCAT],
    ['a list named as a video',          'concat.mkv',    CONCAT],
    ['a session description',            'session.sdp',   SDP],
    ['a session named as a video',       'session.mp4',   SDP],
    ['a drawing',                        'drawing.svg',   SVG],
    ['a drawing named as a picture',     'drawing.png',   SVG],
  ]

  for (const confinement of ['off', 'auto'] as const)
    for (const [title, name, content] of cases)
      it(`is refused, and what it names is not opened: ${title} (CONFINEMENT ${confinement})`, async () => {
        const found = await programs()
        const bare = (program: typeof found.ffprobe) => ({ ...program, confinement: UNCONFINED })
        const { ffmpeg: encoder, ffprobe } =
          confinement === 'auto' ? found : { ffmpeg: bare(found.ffmpeg), ffprobe: bare(found.ffprobe) }
        const before = requests
        for (const url of [`file://${secret}`, '../outside/secret.mp4', address]) {
          const path = join(place.path, name)
          await writeFile(path, content(url))
          const output = join(place.path, 'made.mp4')
          const media: Media = {
            ...{ format: 'mov', durationS: 1, sizeBytes: 1, bitRate: 1 },
            streams: [VIDEO],
          }
          const outcomes = [
            await probe(path, { ffprobe, signal }),
            await ffmpeg(
              {
                ffmpeg: encoder,
                input: path,
                media,
                outputs: [{ plan: planned(preset('lowres'), media), path: output }],
              },
              { signal },
            ),
            await thumbnail(
              {
                ffmpeg: encoder,
                input: path,
                media,
                atS: 0,
                width: 64,
                format: 'png',
                path: `${output}.png`,
              },
              { signal, stallMs: 10_000 },
            ),
          ]
          assert.deepEqual(
            outcomes.map(({ ended }) => ended),
            ['bad-input', 'bad-input', 'bad-input'],
          )
        }
        assert.equal(requests, before)
      })

  it('is refused by a sentence that names the file and the kind', async () => {
    const { ffprobe } = await programs()
    const path = join(place.path, 'list.m3u8')
    assert.deepEqual(await probe(path, { ffprobe, signal }), {
      ended: 'bad-input',
      message: `${path} is a playlist: it can name other files, so it is not read as media`,
    })
    const named = join(place.path, 'named.mp4')
    await writeFile(named, DASH('x.mp4'))
    assert.deepEqual(await probe(named, { ffprobe, signal }), {
      ended: 'bad-input',
      message: `${named} has the format “dash”, which is not read as media`,
    })
  })

  it('is never a picture of the sequence that the name of another one is a pattern for', async () => {
    const { ffprobe, ffmpeg: program } = await programs()
    const picture = (name: string, width: number) =>
      make(join(place.path, name), [
        ...['-f', 'lavfi', '-i', `color=size=${width}x48`, '-frames:v', '1'],
        ...['-f', 'image2', '-update', '1'],
      ])
    await mkdir(join(place.path, 'd%d'), { recursive: true })
    for (const [name, other] of [
      ['poster%d.png', 'poster1.png'],
      ['x%03d.jpg', 'x001.jpg'],
      ['x%*.tif', 'xa.tif'],
      ['d%d/x.png', 'd%d/other.png'],
    ] as const) {
      await picture(other, 320)
      const path = await picture(name, 64)
      const probed = await probe(path, { ffprobe, signal })
      assert.ok(probed.ended === 'done', JSON.stringify(probed))
      assert.equal(videoOf(probed.media)?.width, 64, name)
      const made = join(place.path, `thumbnail-${basename(name, extname(name)).replace(/\W/g, '')}.png`)
      const plan = { ffmpeg: program, input: path, media: probed.media, atS: 0, width: 640 }
      await thumbnail({ ...plan, format: 'png', path: made }, { signal, stallMs: 0 })
      const small = await probe(made, { ffprobe, signal })
      assert.equal(small.ended === 'done' && videoOf(small.media)?.width, 64, name)
    }
  })

  it('leaves no output', async () => {
    assert.deepEqual(
      (await readdir(place.path)).filter((name) => name.startsWith('made')),
      [],
    )
  })
})

const VIDEO = {
  type: 'video',
  ...{ index: 0, codec: 'h264', width: 64, height: 64, frameRate: { frames: 25, seconds: 1 } },
  ...{ pixelFormat: 'yuv420p', rotation: 0, durationS: 1 },
} as const

function preset(tag: string) {
  const found = PRESETS.find((one) => one.tag === tag)
  assert.ok(found)
  return found
}

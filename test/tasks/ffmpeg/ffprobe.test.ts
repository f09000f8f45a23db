import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Probed, probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import { videoOf } from '../../../tasks/ffmpeg/media.ts'
import { eventually, folder, H264, living, make, PICTURE, programs, TONE } from '../machine.ts'

const never = new AbortController().signal
const { ffprobe } = await programs()

function ask(path: string): Promise<Probed> {
  return probe(path, { ffprobe, signal: never })
}

describe('probe describes the media in a file', () => {
  for (const name of [
    'clip.mp4',
    '-i.mp4',
    'http:clip.mp4',
    'a b “ü” %20 #1?.mp4',
    'take%03d.mp4',
    'stream.ts',
  ]) {
    it(`named ${name}`, async () => {
      await using place = await folder()
      const path = await make(join(place.path, name), [...PICTURE(1), ...TONE(1), ...H264, '-c:a', 'aac'])
      const probed = await ask(path)
      assert.ok(probed.ended === 'done')
      assert.equal(Math.round(probed.media.durationS ?? 0), 1)
      assert.deepEqual(
        probed.media.streams.map((stream) => [stream.type, stream.codec]),
        [
          ['video', 'h264'],
          ['audio', 'aac'],
        ],
      )
    })
  }
})

describe('probe reads from the first frame', () => {
  it('which field is first, where only the frames say', async () => {
    await using place = await folder()
    const dv = ['-vf', 'scale=720:576,setsar=64/45,setfield=bff', '-c:v', 'dvvideo', '-pix_fmt', 'yuv420p']
    const probed = await ask(await make(join(place.path, 'tape.dv'), [...PICTURE(1), ...dv]))
    assert.ok(probed.ended === 'done')
    const { firstField, pixelAspect, isVariable } = videoOf(probed.media) ?? {}
    assert.deepEqual([firstField, pixelAspect, isVariable], ['bottom', { width: 64, height: 45 }, undefined])
  })

  it('how bright HDR is, where only the frames say', async () => {
    await using place = await folder()
    const path = join(place.path, 'hdr.mp4')
    const display = 'G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1)'
    const x265 = `log-level=error:transfer=smpte2084:master-display=${display}:max-cll=1000,400`
    const hdr = ['-pix_fmt', 'yuv420p10le', '-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', x265]
    const probed = await ask(await make(path, [...PICTURE(0.2), ...hdr]))
    assert.ok(probed.ended === 'done')
    const light = { masteringDisplay: display, contentLight: { max: 1_000, average: 400 } }
    assert.deepEqual(videoOf(probed.media)?.light, light)
  })
})

describe('probe reports a file', () => {
  const cases: readonly (readonly [string, (path: string) => Promise<void>, Probed['ended'], RegExp])[] = [
    ['that does not exist', async () => {}, 'not-found', /^\/.*\/a\.mp4 does not exist$/],
    ['that is empty', (path) => writeFile(path, ''), 'bad-input', /is not a media file: it is empty$/],
    [
      'that is text',
      (path) => writeFile(path, 'hello'),
      'bad-input',
      /not a media file that ffprobe can read: Invalid data/,
    ],
    ['that is a folder,', async (path) => void (await mkdir(path)), 'bad-input', /Is a directory$/],
    [
      'whose end was cut off',
      async (path) => {
        await make(path, [...PICTURE(1), ...H264])
        await truncate(path, 10_000)
      },
      'bad-input',
      /can read: its index is missing \(moov atom not found\)/,
    ],
  ]
  for (const [what, write, ending, message] of cases) {
    it(what, async () => {
      await using place = await folder()
      const path = join(place.path, 'a.mp4')
      await write(path)
      const probed = await ask(path)
      assert.equal(probed.ended, ending)
      assert.match('message' in probed ? probed.message : '', message)
    })
  }

  it('that is a playlist, without opening network connections', async () => {
    await using place = await folder()
    const path = join(place.path, 'a.m3u8')
    await writeFile(path, '#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1:1/a.ts\n#EXT-X-ENDLIST\n')
    assert.equal((await ask(path)).ended, 'bad-input')
  })
})

it('probe reports a missing ffprobe by its path', async () => {
  const probed = await probe('/a.mp4', { ffprobe: { path: '/nowhere/ffprobe' }, signal: never })
  const message = 'ffprobe did not start: /nowhere/ffprobe: No such file or directory'
  assert.deepEqual(probed, { ended: 'crashed', message })
})

describe('probe stops ffprobe', () => {
  /** A program in place of ffprobe that never writes anything. */
  async function silent(place: string, mark: string): Promise<string> {
    const path = join(place, 'ffprobe')
    await writeFile(path, `#!/bin/sh\nexport CALLSHEET_MARK=${mark}\nsleep 600\n`, { mode: 0o755 })
    return path
  }

  it('when its signal is aborted', async () => {
    await using place = await folder()
    const mark = `MARK_${randomUUID()}`
    const stop = new AbortController()
    const probed = probe('/a.mp4', { ffprobe: { path: await silent(place.path, mark) }, signal: stop.signal })
    await eventually('ffprobe runs', async () => (await living(mark)).size > 0)
    stop.abort()
    assert.deepEqual(await probed, { ended: 'stopped' })
    await eventually('ffprobe has ended', async () => (await living(mark)).size === 0)
  })

  it('at the time limit, and reports a crash', async () => {
    await using place = await folder()
    const probed = await probe('/a.mp4', {
      ffprobe: { path: await silent(place.path, 'MARK') },
      signal: never,
      timeoutMs: 100,
    })
    assert.deepEqual(probed, {
      ended: 'crashed',
      message: 'ffprobe did not finish within 0.1 s on /a.mp4',
    })
  })
})

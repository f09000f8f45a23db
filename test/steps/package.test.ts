/** PACKAGE: its rungs, its manifests, its segments, and what is left when it does not succeed. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import packageType from '../../steps/job-types/package.ts'
import type { PackageOutput } from '../../steps/package/check-package.ts'
import { mediaPlaylist } from '../../tasks/ffmpeg/package/playlists.ts'
import { eventually, make, programs, TONE } from '../tasks/machine.ts'
import { type Bench, bench } from './context.ts'
import { cleanUp, runJob } from './files.ts'

describe('PACKAGE', function () {
  this.timeout(60_000)
  let here: Bench
  const at = (name: string) => join(here.media, name)
  const X264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'aac']
  const testPicture = (size: string, seconds: number, rate = 25) => [
    '-f',
    'lavfi',
    '-i',
    `testsrc2=size=${size}:rate=${rate}:duration=${seconds}`,
  ]
  before(async () => {
    here = await bench()
    await make(at('flat.mp4'), [...testPicture('320x180', 2), ...TONE(2), ...X264])
    await writeFile(at('a.srt'), '1\n00:00:01,000 --> 00:00:02,000\nHello\n')
    await make(at('clip.mkv'), [
      ...testPicture('640x360', 5),
      ...TONE(5),
      '-i',
      at('a.srt'),
      ...X264,
      '-c:s',
      'srt',
      '-metadata:s:s:0',
      'language=eng',
    ])
  })
  after(() => here[Symbol.asyncDispose]())

  async function run(name: string, more: Readonly<Record<string, string>> = {}) {
    const destinationUri = `file://${mkdtempSync(at('out-'))}/package`
    const metadata = {
      sourceUri: `file://${at(name)}`,
      destinationUri,
      heights: '240,360,720',
      segmentDuration: '2',
      ...more,
    }
    return {
      ...(await runJob(here, packageType, { metadata })),
      folder: new URL(metadata.destinationUri).pathname,
      metadata,
    }
  }

  let clip: ReturnType<typeof made> | undefined
  /** Made once. */
  const ofClip = () => (clip ??= made('clip.mkv'))

  async function made(...running: Parameters<typeof run>) {
    const { last, results, folder } = await run(...running)
    assert.deepEqual(last, { ended: 'finished' })
    return {
      output: results['check-package'] as PackageOutput,
      folder,
      master: await readFile(join(folder, 'master.m3u8'), 'utf8'),
    }
  }

  it('has a rung for each height that the source has, sound once, and subtitles', async () => {
    const { output, folder, master } = await ofClip()
    assert.deepEqual([output.entry, output.heights], ['master.m3u8', [360, 240]])
    assert.deepEqual((await readdir(folder)).toSorted(), output.files)
    const streams = [
      ...master.matchAll(/RESOLUTION=(\d+x\d+),FRAME-RATE=25.000,CODECS="(avc1\.\w+,mp4a\.40\.2)"/g),
    ]
    assert.deepEqual(
      streams.map(([, size]) => size),
      ['640x360', '426x240'],
    )
    assert.match(master, /TYPE=AUDIO,GROUP-ID="audio",.*URI="media_2\.m3u8"/)
    assert.match(
      master,
      /TYPE=SUBTITLES,GROUP-ID="subtitles",NAME="eng",LANGUAGE="eng",.*URI="subtitles-0\.m3u8"/,
    )
    assert.match(
      await readFile(join(folder, 'subtitles-0.vtt'), 'utf8'),
      /^WEBVTT[\s\S]*00:01\.0\d\d --> 00:02\.0\d\d\nHello/,
    )
    assert.match(await readFile(join(folder, 'manifest.mpd'), 'utf8'), /<BaseURL>subtitles-0\.vtt<\/BaseURL>/)
  })

  it('has segments that begin at the same frames in all rungs, in HLS and DASH alike', async () => {
    const { folder, master } = await ofClip()
    const read = async (name: string) => mediaPlaylist(await readFile(join(folder, name), 'utf8'))
    const [high, low] = [await read('media_0.m3u8'), await read('media_1.m3u8')]
    const times = ({ segments }: typeof high) => segments.map(({ durationS }) => durationS)
    assert.deepEqual(times(high), [2, 2, 1])
    assert.deepEqual(times(low), times(high))
    const sizes = await Promise.all(
      high.segments.map(
        async ({ file, durationS }) => (8 * (await stat(join(folder, file))).size) / durationS,
      ),
    )
    const sound = await read('media_2.m3u8')
    const heard = await Promise.all(
      sound.segments.map(
        async ({ file, durationS }) => (8 * (await stat(join(folder, file))).size) / durationS,
      ),
    )
    const stated = Number(/BANDWIDTH=(\d+)/.exec(master)?.[1])
    assert.ok(Math.abs(stated - Math.max(...sizes) - Math.max(...heard)) < 2, `${stated}`)
  })

  it('looks like its source', async () => {
    const { folder } = await ofClip()
    const { ffmpeg } = await programs()
    const inputs = ['-i', join(folder, 'media_0.m3u8'), '-i', at('clip.mkv')]
    const compare = [
      '-v',
      'info',
      '-nostats',
      ...inputs,
      '-lavfi',
      '[0:v]setpts=N/25/TB[a];[1:v]setpts=N/25/TB[b];[a][b]ssim',
      '-f',
      'null',
      '-',
    ]
    const { stderr } = await promisify(execFile)(ffmpeg.path, compare)
    const similarity = Number(/SSIM .*All:([\d.]+)/.exec(stderr)?.[1])
    assert.ok(similarity > 0.95, `SSIM ${similarity}`)
  })

  // biome-ignore format: a table
  for (const [what, name, parameters, sizes] of [
    ['wide pixels are made square',       'wide.mov',   [...testPicture('180x180', 2), '-vf', 'setsar=16/9', ...X264], ['320x180']],
    ['a picture turned by 90° is upright', 'turned.mp4', ['-display_rotation:v:0', '-90', '-i', 'flat.mp4', '-c', 'copy'], ['134x240']],
    ['odd sides become even',             'odd.mkv',    [...testPicture('322x242', 2), '-vf', 'scale=321:241', '-c:v', 'ffv1'], ['318x240']],
    ['a variable rate becomes constant',  'varied.mkv', [...testPicture('320x240', 2), '-vf', "select='not(mod(n,3))'", '-fps_mode', 'vfr', ...X264], ['320x240']],
  ] as const)
    it(`${what}, and nothing is enlarged`, async () => {
      await make(at(name), parameters.map((one) => (one === 'flat.mp4' ? at(one) : one)))
      const { master } = await made(name)
      assert.deepEqual([...master.matchAll(/RESOLUTION=(\d+x\d+)/g)].map(([, size]) => size), sizes)
    })

  it('can be of sound alone', async () => {
    await make(at('sound.wav'), [...TONE(3)])
    const { master } = await made('sound.wav')
    assert.match(
      master,
      /#EXT-X-STREAM-INF:BANDWIDTH=\d+,AVERAGE-BANDWIDTH=\d+,CODECS="mp4a\.40\.2"\nmedia_0\.m3u8/,
    )
  })

  it('can have VP9 and Opus', async () => {
    const { master } = await made('flat.mp4', { videoCodec: 'vp9', heights: '180' })
    assert.match(master, /CODECS="vp09\.[\d.]+,opus"/)
  })

  it('is not made where something exists already', async () => {
    const folder = mkdtempSync(at('taken-'))
    await mkdir(join(folder, 'package'))
    const { last } = await run('clip.mkv', { destinationUri: `file://${folder}/package` })
    assert.deepEqual(last, {
      ended: 'fatal',
      reason: `destinationUri: file://${folder}/package already exists`,
    })
  })

  it('leaves nothing behind when it is aborted', async () => {
    const folder = mkdtempSync(at('aborted-'))
    await make(at('long.mkv'), [...testPicture('640x360', 20), ...X264])
    const metadata = { sourceUri: `file://${at('long.mkv')}`, destinationUri: `file://${folder}/package` }
    const abort = new AbortController()
    const running = runJob(here, packageType, { metadata, signal: abort.signal })
    await eventually('a partial folder', async () => (await readdir(folder)).length === 1, 10_000)
    abort.abort()
    const { last, results } = await running
    assert.equal(last.ended, 'retry')
    await cleanUp(here, packageType, { metadata, results })
    assert.deepEqual(await readdir(folder), [])
  })

  it('is checked again with the same result after a crash, before and after it has landed', async () => {
    const { results, metadata } = await run('flat.mp4', { heights: '180' })
    const check = packageType.stages.find(({ number }) => number === 700)?.step
    assert.ok(check && check.runsAs !== 'STARTED')
    const { final, mark } = results['make-package'] as { readonly final: string; readonly mark: string }
    await writeFile(join(final, '.made-by'), mark)
    await writeFile(join(final, '.draft.m3u8'), await readFile(join(final, 'master.m3u8'), 'utf8'))
    const outcome = await check.run(here.context({ metadata, results }))
    assert.deepEqual(outcome.ended === 'finished' && outcome.result, results['check-package'])
  })

  it('is refused with segments that are missing', async () => {
    const { results, metadata } = await run('flat.mp4', { heights: '180' })
    const { folder } = results['make-package'] as { readonly folder: string }
    const broken = { ...results, 'check-package': undefined }
    await mkdir(folder)
    const check = packageType.stages.find(({ number }) => number === 700)?.step
    assert.ok(check && check.runsAs !== 'STARTED')
    const destinationUri = `${metadata.destinationUri}-2`
    const again = { ...(results['make-package'] as object), final: new URL(destinationUri).pathname }
    const outcome = await check.run(
      here.context({
        metadata: { ...metadata, destinationUri },
        results: { ...broken, 'make-package': again },
      }),
    )
    assert.deepEqual(outcome, {
      ended: 'fatal',
      reason: 'the package is not whole: no playlist media_0.m3u8',
    })
  })
})

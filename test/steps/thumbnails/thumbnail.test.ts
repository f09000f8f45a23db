import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import thumbnail from '../../../steps/job-types/thumbnail.ts'
import { checkThumbnails } from '../../../steps/thumbnails/check-thumbnails.ts'
import { landThumbnails } from '../../../steps/thumbnails/land-thumbnails.ts'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import { videoOf } from '../../../tasks/ffmpeg/media.ts'
import { H264, make, PICTURE, programs, TONE } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'

describe('THUMBNAIL', function () {
  this.timeout(20_000)
  let here: Bench
  const at = (...names: readonly string[]) => join(here.media, ...names)
  before(async () => {
    here = await bench()
    await make(at('clip.mp4'), [...PICTURE(2), ...H264])
    await make(at('sound.m4a'), [...TONE(1), '-c:a', 'aac'])
    const large = ['-f', 'lavfi', '-i', 'testsrc2=size=1280x718:rate=5:duration=0.4', '-c:v', 'ffv1']
    await make(at('large.mkv'), large)
  })
  after(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [source, more, made] of [
    ['clip.mp4',  {},                                                     [['500@1000', 'clip-0.500s.jpg', 'mjpeg', 320, 240]]],
    ['clip.mp4',  { thumbnailTimeCodes: '25@25 1.5' },                    [['25@25', 'clip-1.000s.jpg', 'mjpeg', 320, 240], ['1500@1000', 'clip-1.500s.jpg', 'mjpeg', 320, 240]]],
    ['clip.mp4',  { thumbnailWidth: '160', thumbnailFormat: 'png' },      [['500@1000', 'clip-0.500s.png', 'png', 160, 120]]],
    ['large.mkv', {},                                                     [['100@1000', 'large-0.100s.jpg', 'mjpeg', 640, 359]]],
    ['large.mkv', { thumbnailTimeCodes: '0@5', thumbnailWidth: '9999' },  [['0@5', 'large-0.000s.jpg', 'mjpeg', 1280, 718]]],
  ] as const) {
    it(`of ${source} with ${JSON.stringify(more)}: ${made.map(([, name]) => name).join(', ')}`, async () => {
      const folder = `${source}-${Object.values(more).join('-').replace(/\W/g, '')}`
      const destinationUri = `file://${at(folder)}`
      const metadata = { sourceUri: `file://${at(source)}`, destinationUri, ...more }
      const { last, metadata: computed, results } = await runJob(here, thumbnail, { metadata })
      assert.deepEqual(last, { ended: 'finished' })
      const uris = made.map(([time, name]) => [`[TC:${time}]`, `file://${at(folder, name)}`])
      assert.deepEqual(JSON.parse(computed['thumbnails'] ?? ''), Object.fromEntries(uris))
      assert.deepEqual((await readdir(at(folder))).toSorted(), made.map(([, name]) => name))
      for (const [, name, ...format] of made) assert.deepEqual(await formatOf(at(folder, name)), format)
      await cleanUp(here, thumbnail, { metadata, results })
      assert.equal((await readdir(at(folder))).length, made.length, 'landed thumbnails are the result')
    })
  }

  it('shares a picture among times in the same millisecond, listed as one output', async () => {
    const metadata = { sourceUri: `file://${at('clip.mp4')}`, destinationUri: `file://${at('shared')}` }
    const times = { thumbnailTimeCodes: '25@25 1' }
    const {
      last,
      metadata: computed,
      results,
    } = await runJob(here, thumbnail, { metadata: { ...metadata, ...times } })
    assert.deepEqual(last, { ended: 'finished' })
    const uri = `file://${at('shared', 'clip-1.000s.jpg')}`
    assert.deepEqual(JSON.parse(computed['thumbnails'] ?? ''), { '[TC:25@25]': uri, '[TC:1000@1000]': uri })
    assert.deepEqual(landThumbnails.outputs?.(results['land-thumbnails']), [{ uri, label: '25@25' }])
  })

  const checked = async (results: Readonly<Record<string, unknown>>) =>
    checkThumbnails.run({ ...here.context({ results }), em: undefined as never })

  it('keeps the pictures that can be made, and an optional step names the others', async () => {
    const metadata = {
      ...{ sourceUri: `file://${at('clip.mp4')}`, destinationUri: `file://${at('some')}` },
      thumbnailTimeCodes: '0.5 12 1.5',
    }
    const { metadata: computed, results } = await runJob(here, thumbnail, { metadata })
    const reason = 'no picture at 12.000 s: 12000@1000 is not before the end of the video at 2 s'
    assert.deepEqual(await checked(results), { ended: 'fatal', reason })
    assert.deepEqual(Object.keys(JSON.parse(computed['thumbnails'] ?? '')), [
      '[TC:500@1000]',
      '[TC:1500@1000]',
    ])
    await cleanUp(here, thumbnail, { metadata, results })
    assert.deepEqual((await readdir(at('some'))).toSorted(), ['clip-0.500s.jpg', 'clip-1.500s.jpg'])
    const reporting = thumbnail.stages.find(({ step }) => step.name === 'check-completeness-of-thumbnails')
    assert.equal(reporting?.critical, false)
  })

  it('keeps them too where the file turns out to have no picture at a time', async () => {
    await make(at('open.webm'), [...PICTURE(1), '-c:v', 'libvpx', '-f', 'webm', '-live', '1'])
    const metadata = {
      ...{ sourceUri: `file://${at('open.webm')}`, destinationUri: `file://${at('open')}` },
      thumbnailTimeCodes: '60 0.5',
    }
    const { results } = await runJob(here, thumbnail, { metadata })
    assert.deepEqual(await checked(results), {
      ended: 'fatal',
      reason: 'no picture at 60.000 s: no frame could be decoded',
    })
    assert.deepEqual(await readdir(at('open')), ['open-0.500s.jpg'])
    const { last: none } = await runJob(here, thumbnail, {
      metadata: { ...metadata, thumbnailTimeCodes: '60' },
    })
    const reason = `${at('open.webm')}: no picture at 60.000 s: no frame could be decoded`
    assert.deepEqual(none, { ended: 'fatal', reason })
  })

  for (const [what, source, reason] of [
    ['exists already', 'clip.mp4', (name: string) => `destinationUri: file://${name} already exists`],
    [
      'would be too long',
      `${'n'.repeat(247)}.mp4`,
      (taken: string) =>
        `destinationUri: file://${taken.replace('-0.000s', '-1.000s')} has a name that is too long for its file system: ` +
        `“${'n'.repeat(247)}-1.000s.jpg” has 258 bytes`,
    ],
  ] as const)
    it(`fails before ffmpeg runs if a name ${what}`, async () => {
      if (source !== 'clip.mp4') await copyFile(at('clip.mp4'), at(source))
      const taken = at('taken', `${source.slice(0, -4)}-0.000s.jpg`)
      await mkdir(at('taken'), { recursive: true })
      if (source === 'clip.mp4') await writeFile(taken, 'of another user')
      const metadata = {
        ...{ sourceUri: `file://${at(source)}`, destinationUri: `file://${at('taken')}` },
        thumbnailTimeCodes: '1 0',
      }
      const { last, results } = await runJob(here, thumbnail, { metadata })
      assert.deepEqual(last, { ended: 'fatal', reason: reason(taken) })
      assert.equal(results['make-thumbnails'], undefined)
      assert.equal(
        (await readdir(at('taken'))).some((name) => name.includes('partial')),
        false,
      )
    })

  // biome-ignore format: a table
  for (const [source, more, reason] of [
    ['sound.m4a', {},                            /sound\.m4a has no video stream$/],
    ['clip.mp4',  { thumbnailTimeCodes: '2' },   /2000@1000 is not before the end of the video/],
    ['none.mp4',  {},                            /none\.mp4 does not exist$/],
  ] as const) {
    it(`fails for ${source} with ${JSON.stringify(more)} and leaves no files`, async () => {
      const metadata = { sourceUri: `file://${at(source)}`, destinationUri: `file://${at('no')}`, ...more }
      const { last } = await runJob(here, thumbnail, { metadata })
      assert.equal(last.ended, 'fatal')
      assert.match(last.ended === 'fatal' ? last.reason : '', reason)
      assert.deepEqual(await readdir(at('no')).catch(() => []), [])
    })
  }

  it('never overwrites a file, and clean-up does not remove it', async () => {
    const metadata = { sourceUri: `file://${at('clip.mp4')}`, thumbnailTimeCodes: '0' }
    await runJob(here, thumbnail, { metadata })
    await writeFile(at('VX-1', 'clip-0.000s.jpg'), 'of another user')
    const { last, results } = await runJob(here, thumbnail, { metadata, run: 2 })
    assert.equal(last.ended, 'fatal')
    await cleanUp(here, thumbnail, { metadata, results })
    assert.deepEqual(await readdir(at('VX-1')), ['clip-0.000s.jpg'])
  })

  async function formatOf(path: string) {
    const { ffprobe } = await programs()
    const probed = await probe(path, { ffprobe, signal: new AbortController().signal })
    assert.ok(probed.ended === 'done')
    const video = videoOf(probed.media)
    return [video?.codec, video?.width, video?.height]
  }
})

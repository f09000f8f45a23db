import assert from 'node:assert/strict'
import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import { writeSample } from '../../../tasks/ffmpeg/sample.ts'
import { atoms, eventually, folder, programs } from '../machine.ts'

const never = new AbortController().signal
const { ffmpeg, ffprobe } = await programs()

describe('the sample clip', () => {
  it('is ten seconds of video and audio that play during download, and leaves no other files', async () => {
    await using place = await folder()
    const path = join(place.path, 'media', 'sample.mp4')
    assert.deepEqual(await writeSample(path, { ffmpeg, signal: never }), {
      ended: 'done',
      made: true,
    })
    const probed = await probe(path, { ffprobe, signal: never })
    assert.ok(probed.ended === 'done')
    assert.equal(probed.media.durationS, 10)
    assert.deepEqual(
      probed.media.streams.map(({ codec }) => codec),
      ['h264', 'aac'],
    )
    const boxes = await atoms(path)
    assert.ok(boxes.indexOf('moov') < boxes.indexOf('mdat'))
    assert.deepEqual(await readdir(join(place.path, 'media')), ['sample.mp4'])
    // Else the first job would wait for it to stop growing.
    assert.ok((await stat(path)).mtimeMs < Date.now() - 3_600_000)
  })

  it('is left unchanged if it exists', async () => {
    await using place = await folder()
    const path = join(place.path, 'sample.mp4')
    await writeFile(path, 'mine')
    assert.deepEqual(await writeSample(path, { ffmpeg: { path: '/nowhere' }, signal: never }), {
      ended: 'done',
      made: false,
    })
  })

  it('can be created by two callers at once', async () => {
    await using place = await folder()
    const path = join(place.path, 'sample.mp4')
    const made = await Promise.all([1, 2].map(() => writeSample(path, { ffmpeg, signal: never })))
    assert.deepEqual(
      made.map(({ ended }) => ended),
      ['done', 'done'],
    )
  })

  it('that cannot be created gives a reason', async () => {
    await using place = await folder()
    const made = await writeSample(join(place.path, 'sample.mp4'), {
      ffmpeg: { path: '/nowhere/ffmpeg' },
      signal: never,
    })
    assert.deepEqual(made, {
      ended: 'crashed',
      message: 'the sample clip could not be created: /nowhere/ffmpeg: No such file or directory',
    })
  })

  it('is not created if ffmpeg hangs, and leaves no files', async () => {
    await using place = await folder()
    const hanging = join(place.path, 'ffmpeg')
    await writeFile(hanging, '#!/bin/sh\nsleep 60\n', { mode: 0o755 })
    const path = join(place.path, 'media', 'sample.mp4')
    assert.deepEqual(await writeSample(path, { ffmpeg: { path: hanging }, signal: never, stallMs: 200 }), {
      ended: 'crashed',
      message: 'the sample clip could not be created: ffmpeg did not finish within 0.2 s and was killed',
    })
    assert.deepEqual(await readdir(join(place.path, 'media')), [])
  })

  it('can be stopped, and leaves no files', async () => {
    await using place = await folder()
    const stop = new AbortController()
    const made = writeSample(join(place.path, 'sample.mp4'), { ffmpeg, signal: stop.signal })
    await eventually('ffmpeg writes', async () => (await readdir(place.path)).length > 0)
    stop.abort()
    assert.deepEqual(await made, { ended: 'stopped' })
    assert.deepEqual(await readdir(place.path), [])
  })
})

import assert from 'node:assert/strict'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TranscodePlan } from '../../../tasks/ffmpeg/plan/command.ts'
import type { Preset } from '../../../tasks/ffmpeg/plan/preset.ts'
import { type Follow, ffmpeg } from '../../../tasks/ffmpeg/run.ts'
import { eventually, H264, living, make, PICTURE, programs } from '../machine.ts'
import * as planned from './plan.ts'
import { never, shortClip } from './short-clip.ts'

const found = await programs()
const { place, mediaOf, plan } = await shortClip()

const long = make(join(place.path, 'long.mp4'), [...PICTURE(20), ...H264])

after(() => place[Symbol.asyncDispose]())

const SLOW: Preset = {
  ...planned.PICTURE_ONLY,
  video: {
    encoder: 'libx264',
    pixelFormat: 'yuv420p',
    options: { preset: 'veryslow', 'rc-lookahead': 0, bf: 0 },
  },
}

/**
 * A transcode that takes several seconds because it is expensive: with `-readrate`, ffmpeg 7.0 ignores
 * SIGTERM. A wrapper puts the mark into the environment of its processes.
 */
async function slow(mark: string): Promise<TranscodePlan> {
  const wrapper = join(place.path, `ffmpeg-${mark}`)
  const script = `#!/bin/sh\nexport CALLSHEET_MARK=${mark}\nexec ${found.ffmpeg.path} "$@"\n`
  await writeFile(wrapper, script, { mode: 0o755 })
  return plan(SLOW, `${mark}.mp4`, {
    ffmpeg: { path: wrapper },
    input: await long,
    media: await mediaOf(await long),
  })
}

describe('a running ffmpeg', () => {
  /** Starts the slow transcode, and calls `act` with its processes once the first frame is encoded. */
  async function interrupted(mark: string, follow: Partial<Follow>, act: (pids: readonly number[]) => void) {
    const acted = new AbortController()
    const outcome = await ffmpeg(await slow(mark), {
      signal: never,
      onProgress: ({ frame = 0 }) => {
        if (frame === 0 || acted.signal.aborted) return
        acted.abort()
        void living(mark).then((pids) => act([...pids.keys()]))
      },
      ...follow,
    })
    await eventually('ffmpeg has ended', async () => (await living(mark)).size === 0)
    return outcome
  }

  it('is stopped by its signal, although it writes progress=end', async () => {
    const stop = new AbortController()
    let at = 0
    const act = (): void => {
      at = performance.now()
      stop.abort()
    }
    assert.deepEqual(await interrupted('MARK_STOP', { signal: stop.signal, graceMs: 500 }, act), {
      ended: 'stopped',
    })
    assert.ok(performance.now() - at < 1_000, 'within a second')
    assert.ok((await stat(join(place.path, 'MARK_STOP.mp4'))).size > 0)
  })

  it('has crashed if another process kills it', async () => {
    const outcome = await interrupted('MARK_KILL', {}, (pids) => {
      for (const pid of pids) process.kill(pid, 'SIGKILL')
    })
    assert.deepEqual(outcome, { ended: 'crashed', message: 'ffmpeg was killed by SIGKILL' })
  })

  it('has stalled if it makes no progress', async () => {
    const outcome = await interrupted('MARK_STALL', { stallMs: 1_200 }, (pids) => {
      for (const pid of pids) process.kill(pid, 'SIGSTOP')
    })
    assert.deepEqual(outcome, {
      ended: 'stalled',
      message: `ffmpeg made no progress on ${await long} for 1.2 s and was killed`,
    })
  })
})

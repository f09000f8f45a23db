import assert from 'node:assert/strict'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TranscodePlan } from '../../../tasks/ffmpeg/command.ts'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import type { Preset } from '../../../tasks/ffmpeg/preset.ts'
import { type Follow, ffmpeg, quoted } from '../../../tasks/ffmpeg/run.ts'
import { eventually, folder, H264, living, make, PICTURE, programs, TONE } from '../machine.ts'
import * as planned from './plan.ts'

const never = new AbortController().signal
const found = await programs()
const place = await folder()
const clip = await make(join(place.path, 'clip.mp4'), [
  ...PICTURE(2),
  ...TONE(2),
  ...H264,
  '-g',
  '5',
  '-c:a',
  'aac',
])

const long = make(join(place.path, 'long.mp4'), [...PICTURE(20), ...H264])

after(() => place[Symbol.asyncDispose]())

async function mediaOf(path: string): Promise<Media> {
  const probed = await probe(path, { ffprobe: found.ffprobe.path, signal: never })
  assert.ok(probed.ended === 'done')
  return probed.media
}

const media = await mediaOf(clip)

function plan(preset: Preset, name: string, more: Partial<TranscodePlan> = {}): TranscodePlan {
  return {
    ffmpeg: found.ffmpeg.path,
    input: clip,
    media,
    outputs: [{ preset, path: join(place.path, name) }],
    ...more,
  }
}

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
    ffmpeg: wrapper,
    input: await long,
    media: await mediaOf(await long),
  })
}

describe('ffmpeg', () => {
  it('makes several renditions at once and reports its progress', async () => {
    const fractions: (number | undefined)[] = []
    const [one, other] = [join(place.path, 'done.mp4'), join(place.path, 'done.m4a')]
    const outputs = [
      { preset: planned.PROXY, path: one },
      { preset: planned.SOUND_ONLY, path: other },
    ]
    const outcome = await ffmpeg(plan(planned.PROXY, '', { outputs }), {
      signal: never,
      onProgress: ({ fraction }) => fractions.push(fraction),
    })
    assert.equal(outcome.ended, 'done')
    assert.ok((fractions.at(-1) ?? 0) > 0.95, `the last was ${fractions.at(-1)}`)
    assert.equal(Math.round((await mediaOf(one)).durationS ?? 0), 2)
    assert.equal((await mediaOf(other)).streams.length, 1)
  })

  it('transcodes a part of the source', async () => {
    const range = { startS: 0.4, endS: 1.4 }
    assert.equal(
      (await ffmpeg(plan(planned.PICTURE_ONLY, 'part.mp4', { range }), { signal: never })).ended,
      'done',
    )
    assert.equal((await mediaOf(join(place.path, 'part.mp4'))).durationS, 1)
  })

  const shapes: readonly (readonly [string, string, number, number])[] = [
    ['scales large video down to the box', '1280x720', 640, 360],
    ['does not enlarge small video', '320x240', 320, 240],
    ['fits upright video by its height', '720x1280', 202, 360],
    ['makes odd sizes even', '321x241', 320, 240],
  ]
  for (const [what, size, width, height] of shapes) {
    it(what, async () => {
      const source = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=5:duration=0.4`, '-c:v', 'ffv1']
      const input = await make(join(place.path, `${size}.mkv`), source)
      const of = plan(planned.PROXY, `${size}.mp4`, { input, media: await mediaOf(input) })
      assert.deepEqual((await ffmpeg(of, { signal: never })).ended, 'done')
      const [video] = (await mediaOf(join(place.path, `${size}.mp4`))).streams
      assert.ok(video?.type === 'video')
      assert.deepEqual([video.width, video.height], [width, height])
    })
  }

  it('logs its command once, quoted for a shell', async () => {
    const lines: string[] = []
    await ffmpeg(plan(planned.COPY, 'a b.mp4'), {
      signal: never,
      onLog: (level, line) => lines.push(`${level}: ${line}`),
    })
    assert.equal(lines.filter((line) => line.startsWith('info: ')).length, 1)
    assert.match(lines[0] ?? '', /^info: \/.*\/ffmpeg -hide_banner .*-f mp4 'file:\/.*\/a b\.mp4'$/)
  })
})

describe('ffmpeg reports that', () => {
  const cases: readonly (readonly [string, () => Promise<TranscodePlan>, string, RegExp])[] = [
    [
      'the source is not a media file',
      async () => {
        const input = join(place.path, 'text.mp4')
        await writeFile(input, 'hello')
        return plan(planned.PROXY, 'no.mp4', { input })
      },
      'bad-input',
      /text\.mp4 is not a media file that ffmpeg can read: Invalid data found when processing input$/,
    ],
    [
      'the source does not exist',
      async () => plan(planned.PROXY, 'no.mp4', { input: '/nowhere.mp4' }),
      'bad-input',
      /^\/nowhere\.mp4 does not exist$/,
    ],
    [
      'the source lacks the streams that the preset needs',
      async () => plan(planned.PICTURE_ONLY, 'no.mp4', { media: { ...media, streams: [planned.SOUND] } }),
      'bad-input',
      /has no video stream/,
    ],
    [
      'the source is corrupt, in strict mode',
      async () => {
        const input = await make(join(place.path, 'cut.ts'), [...PICTURE(1), ...H264, '-f', 'mpegts'])
        const of = plan(planned.PICTURE_ONLY, 'no.mp4', { input, media: await mediaOf(input), strict: true })
        const bytes = await readFile(input)
        bytes.fill(0x47, 20_000, 60_000)
        await writeFile(input, bytes)
        return of
      },
      'bad-input',
      /could not be decoded/,
    ],
    [
      'the encoder is missing',
      async () =>
        plan(
          { ...planned.PROXY, video: { encoder: 'libnope', pixelFormat: 'yuv420p', options: {} } },
          'no.mp4',
        ),
      'encoder-missing',
      /^this ffmpeg has no encoder libnope$/,
    ],
    [
      'the disk is full',
      async () =>
        plan({ ...planned.COPY, container: 'mkv' }, '', {
          outputs: [{ preset: { ...planned.COPY, container: 'mkv' }, path: '/dev/full' }],
        }),
      'disk-full',
      /^No space left on device while writing \/dev\/full$/,
    ],
    [
      'the output folder does not exist',
      async () => plan(planned.PROXY, 'nowhere/no.mp4'),
      'crashed',
      /nowhere\/no\.mp4: No such file or directory$/,
    ],
    [
      'the program does not exist',
      async () => plan(planned.PROXY, 'no.mp4', { ffmpeg: '/nowhere/ffmpeg' }),
      'crashed',
      /^ffmpeg did not start: \/nowhere\/ffmpeg: No such file or directory$/,
    ],
  ]
  for (const [what, planOf, ended, message] of cases) {
    it(`${what}: ${ended}`, async () => {
      const outcome = await ffmpeg(await planOf(), { signal: never })
      assert.equal(outcome.ended, ended, JSON.stringify(outcome))
      assert.match('message' in outcome ? outcome.message : '', message)
    })
  }
})

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

describe('a command is quoted for a shell as', () => {
  const cases = [
    [['ffmpeg', '-i', 'file:/a.mp4'], 'ffmpeg -i file:/a.mp4'],
    [['a b', "it's", '$HOME', ''], "'a b' 'it'\\''s' '$HOME' ''"],
  ] as const
  for (const [command, line] of cases) it(line, () => assert.equal(quoted(command), line))
})

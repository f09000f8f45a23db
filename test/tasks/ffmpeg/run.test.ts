import assert from 'node:assert/strict'
import { join } from 'node:path'
import { ffmpeg, quoted } from '../../../tasks/ffmpeg/run.ts'
import { make } from '../machine.ts'
import * as planned from './plan.ts'
import { never, shortClip } from './short-clip.ts'

const { place, media, mediaOf, plan } = await shortClip()

after(() => place[Symbol.asyncDispose]())

describe('ffmpeg', () => {
  it('makes several renditions at once and reports its progress', async () => {
    const fractions: (number | undefined)[] = []
    const [one, other] = [join(place.path, 'done.mp4'), join(place.path, 'done.m4a')]
    const outputs = [
      { plan: planned.planned(planned.PROXY, media), path: one },
      { plan: planned.planned(planned.SOUND_ONLY, media), path: other },
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

describe('a command is quoted for a shell as', () => {
  const cases = [
    [['ffmpeg', '-i', 'file:/a.mp4'], 'ffmpeg -i file:/a.mp4'],
    [['a b', "it's", '$HOME', ''], "'a b' 'it'\\''s' '$HOME' ''"],
  ] as const
  for (const [command, line] of cases) it(line, () => assert.equal(quoted(command), line))
})

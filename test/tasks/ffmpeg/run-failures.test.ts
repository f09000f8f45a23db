import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TranscodePlan } from '../../../tasks/ffmpeg/plan/command.ts'
import { ffmpeg } from '../../../tasks/ffmpeg/run.ts'
import { H264, make, PICTURE } from '../machine.ts'
import * as planned from './plan.ts'
import { never, shortClip } from './short-clip.ts'

const { place, media, mediaOf, plan } = await shortClip()

after(() => place[Symbol.asyncDispose]())

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
          outputs: [
            { plan: planned.planned({ ...planned.COPY, container: 'mkv' }, media), path: '/dev/full' },
          ],
        }),
      'disk-full',
      /^No space left on device while writing \/dev\/full$/,
    ],
    [
      'the output folder does not exist',
      async () => plan(planned.PROXY, 'nowhere/no.mp4'),
      'crashed',
      /\/nowhere could not be opened: ENOENT/,
    ],
    [
      'the program does not exist',
      async () => plan(planned.PROXY, 'no.mp4', { ffmpeg: { path: '/nowhere/ffmpeg' } }),
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

import assert from 'node:assert/strict'
import { open, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { programs } from '../../tasks/machine.ts'
import { Home } from './home.ts'
import { clip } from './outside.ts'
import type { Job, Server } from './server.ts'

describe('a job with bad input ends FAILED_TOTAL with a clear message', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  let media: string
  let sourceUri: string

  before(async () => {
    home = new Home()
    media = await home.mediaFolder()
    sourceUri = `file://${await clip(join(media, 'clip.mp4'), 1)}`
    server = await home.start()
  })
  after(() => home[Symbol.asyncDispose]())

  it('if its source does not exist', async () => {
    await fails(
      { sourceUri: `file://${media}/none.mp4` },
      `sourceUri: file://${media}/none.mp4 does not exist`,
    )
  })

  it('if its source is not a media file', async () => {
    await writeFile(join(media, 'notes.mp4'), 'These are notes, not a film.\n'.repeat(100))
    await fails(
      { sourceUri: `file://${media}/notes.mp4` },
      `${media}/notes.mp4 is not a media file that ffprobe can read: Invalid data found when processing input`,
    )
  })

  it('if its source is empty', async () => {
    await (await open(join(media, 'empty.mp4'), 'w')).close()
    await fails(
      { sourceUri: `file://${media}/empty.mp4` },
      new RegExp(`^${media}/empty.mp4 is not a media file`),
    )
  })

  it('if its source is truncated', async () => {
    const path = await clip(join(media, 'cut.mp4'), 1)
    await truncate(path, 20_000)
    await fails({ sourceUri: `file://${path}` }, new RegExp(`^${path} is not a media file`))
  })

  it('if its source is truncated after its index, so that its beginning plays', async () => {
    const path = await clip(join(media, 'half.mp4'), 10, ['-movflags', '+faststart'])
    await truncate(path, Math.round((await stat(path)).size / 2))
    await fails(
      { sourceUri: `file://${path}`, tags: 'lowres' },
      /^lowres: the output has \d\.\d\d s of video, expected 10\.00 s, and \d\.\d\d s of audio, expected 10\.00 s: 50 % missing, and MAX_MISSING allows 5 %$/,
    )
  })

  it('if its source is a folder', async () => {
    await fails({ sourceUri: `file://${media}` }, `sourceUri: file://${media} is not a file`)
  })

  it('if the file of its output exists, which stays unchanged', async () => {
    await writeFile(join(media, 'clip-lowres.mp4'), 'mine')
    const before = home.filesIn(media)
    await fails(
      { sourceUri, tags: 'lowres', destinationUri: `file://${media}` },
      `destinationUri: file://${media}/clip-lowres.mp4 already exists`,
    )
    assert.deepEqual(home.filesIn(media), before)
  })

  it('if its destination is a file', async () => {
    await fails({ sourceUri, destinationUri: sourceUri }, `destinationUri: ${media}/clip.mp4 is not a folder`)
  })

  /** Checks that the job fails with this reason as its only error message. */
  async function fails(metadata: Readonly<Record<string, string>>, reason: string | RegExp): Promise<void> {
    const job = await server.final(await server.submit(metadata), 'FAILED_TOTAL')
    const [message = '', ...more] = reasonsOf(job)
    assert.deepEqual(more, [])
    if (typeof reason === 'string') assert.equal(message, reason)
    else assert.match(message, reason)
  }
})

it('a job ends FAILED_TOTAL and names the encoder that its ffmpeg lacks', async function () {
  this.timeout(30_000)
  await using home = new Home()
  const sourceUri = `file://${await clip(join(await home.mediaFolder(), 'clip.mp4'), 1)}`
  const { ffmpeg } = await programs()
  // The error of a build without x265.
  const refusal = `echo "[vost#0:0 @ 0x5] [fatal] Unknown encoder 'libx265'" >&2; exit 8`
  const FFMPEG = await home.script(
    `case " $* " in *" libx265 "*) ${refusal} ;; esac; exec ${ffmpeg.path} "$@"`,
  )
  const server = await home.start({ environment: { FFMPEG } })
  const job = await server.final(await server.submit({ sourceUri, tags: 'hevc' }), 'FAILED_TOTAL')
  assert.deepEqual(reasonsOf(job), ['this ffmpeg has no encoder libx265'])
})

function reasonsOf({ log }: Job): readonly string[] {
  return log?.task.flatMap(({ errorMessage }) => errorMessage ?? []) ?? []
}

/** `npm run bundle` and `npm run replay` on real servers, from a failure to its repetition elsewhere. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { JobBundle } from '../../server/bundle/job-bundle.ts'
import { Home } from '../server/life/home.ts'
import type { Server } from '../server/life/server.ts'

describe('A job that failed, in a bundle', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server
  let corrupt: string
  before(async () => {
    home = new Home('replay')
    server = await home.start()
    corrupt = join(await home.mediaFolder(), 'corrupt.mp4')
    await writeFile(corrupt, 'not a film at all')
    const script = 'var apiToken = "geheim-1"; throw new Error("refused " + job.getData("app_password"))'
    await server.define([{ jobType: 'ACME', step: 100, description: 'Send.', script }])
  })
  after(() => home[Symbol.asyncDispose]())

  const run = (program: string, args: readonly string[]) =>
    new Promise<{ readonly code: number; readonly said: string }>((settle) => {
      const command = [join(process.cwd(), 'server/start.mjs'), program, ...args]
      const env = { PATH: process.env['PATH'], DATA_DIR: home.dataDir, SETTLED_AFTER: '0' }
      execFile(process.execPath, command, { env }, (error, stdout, stderr) =>
        settle({ code: Number(error?.code ?? 0), said: stdout + stderr }),
      )
    })
  const file = (id: string) => join(home.dataDir, `${id}.json.gz`)
  const bundled = async (id: string) => {
    const { code, said } = await run('--bundle', [id, '-o', file(id)])
    assert.equal(code, 0, said)
    return { said, text: gunzipSync(readFileSync(file(id))).toString() }
  }

  it('fails again in the same way without its source, on a server that is named', async () => {
    const id = await server.submit({ sourceUri: corrupt, tags: 'web', app_password: 'geheim-2' })
    await server.final(id, 'FAILED_TOTAL')
    const { said, text } = await bundled(id)
    assert.match(
      said,
      /^Wrote .*: VX-1, TRANSCODE, FAILED_TOTAL\.\nMasked as secret:\n {2}request\.metadata\.app_password\n/,
    )
    assert.doesNotMatch(text, /geheim/)
    const { doctor, nodes } = JSON.parse(text) as JobBundle
    for (const check of ['PostgreSQL', 'database', 'schema', 'ffmpeg', 'clock'])
      assert.equal(doctor.find((finding) => finding.check === check)?.state, 'ok', check)
    assert.equal(nodes.length, 1)
    await rm(corrupt)
    const replay = await run('--replay', [file(id), '--url', server.url, '--media', await home.mediaFolder()])
    assert.equal(replay.code, 0, replay.said)
    assert.match(
      replay.said,
      /\nsource: unreadable, .*corrupt\.mp4\n[\s\S]*step 100, both: .* is not a media file/,
    )
    assert.match(replay.said, /\nThe same: FAILED_TOTAL\.\nIts files stay in /)
  })

  it('fails again in the same way on a temporary server, from a bundle of a stopped one', async () => {
    const id = await server.submit({ app_password: 'geheim-2' }, '&maxRetries=1', 'ACME')
    await server.final(id, 'FAILED_TOTAL')
    await server.stop('SIGTERM')
    assert.doesNotMatch((await bundled(id)).text, /geheim/)
    const { code, said } = await run('--replay', [file(id)])
    assert.equal(code, 0, said)
    assert.match(said, /\ndefined ACME\nnote: app_password: masked in the bundle, and sent as \*\*\*\n/)
    assert.match(said, /FAILED_FATAL \S+ s, 2 attempts +FAILED_FATAL \S+ s, 2 attempts\n/)
    assert.match(said, /\nThe same: FAILED_TOTAL\.\n$/)
  })

  it('refuses a job that does not exist, and a file that is no bundle', async () => {
    const refused = await Promise.all([run('--bundle', ['VX-99']), run('--replay', ['package.json'])])
    assert.deepEqual(
      refused.map(({ code }) => code),
      [1, 2],
    )
    assert.match(refused[0].said, /^There is no job VX-99\.\n$/)
    assert.match(refused[1].said, /package\.json is not a bundle of Callsheet\n$/)
  })
})

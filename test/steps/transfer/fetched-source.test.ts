/** Media jobs with a source on another host: it is fetched once, and nothing of it stays. */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fileAnalyze from '../../../steps/job-types/file-analyze.ts'
import thumbnail from '../../../steps/job-types/thumbnail.ts'
import transcode from '../../../steps/job-types/transcode.ts'
import { folder, H264, make, PICTURE } from '../../tasks/machine.ts'
import { serveHttp } from '../../tasks/transfer/servers/http.ts'
import type { Served } from '../../tasks/transfer/servers/served.ts'
import { cleanUp, runJob } from '../files.ts'
import { benchFor, type RemoteBench } from './remote.ts'

describe('a source on another host', () => {
  const stack = new AsyncDisposableStack()
  let [here, served, remote, gets] = [{} as RemoteBench, {} as Served, '', 0]
  before(async () => {
    remote = stack.use(await folder()).path
    served = stack.use(
      await serveHttp(remote, ({ method }) => {
        gets += method === 'GET' ? 1 : 0
        return false
      }),
    )
    here = stack.use(await benchFor([]))
    await make(join(remote, 'my clip.mov'), [...PICTURE(2), ...H264])
  })
  after(() => stack.disposeAsync())

  // biome-ignore format: a table
  for (const [type, expected] of [
    [transcode,   ['my clip-lowres.mp4']],
    [thumbnail,   ['my clip-0.500s.jpg']],
    [fileAnalyze, []],
  ] as const)
    it(`is fetched by ${type.name}, and its copy is removed`, async () => {
      gets = 0
      const destination = type === fileAnalyze ? {} : { destinationUri: pathToFileURL(join(here.media, type.name)).href }
      const metadata = { sourceUri: served.uri('my clip.mov'), tags: 'lowres', ...destination }
      const { last } = await runJob(here, type, { metadata })
      assert.deepEqual(last, { ended: 'finished' })
      assert.equal(gets, 1)
      const made = expected.length > 0 ? await readdir(join(here.media, type.name)) : []
      assert.deepEqual([made, here.kept.size], [expected, 0])
      assert.deepEqual((await readdir(here.media)).filter((name) => name.startsWith('.')), [])
    })

  it('that is no media ends the job, and clean-up removes its copy', async () => {
    await writeFile(join(remote, 'noise.mov'), randomBytes(100_000))
    const given = { metadata: { sourceUri: served.uri('noise.mov') } }
    assert.equal((await runJob(here, fileAnalyze, given)).last.ended, 'fatal')
    await cleanUp(here, fileAnalyze, given)
    assert.deepEqual(
      (await readdir(here.media)).filter((name) => name.startsWith('.')),
      [],
    )
  })
})

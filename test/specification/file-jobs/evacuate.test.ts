/** Emptying a storage: its files are moved to others by jobs (wire-media.md §§1.1, 1.3). */
import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { readConfig } from '../../../config/config.ts'
import { toolsOf } from '../../../server/process/tools.ts'
import { evacuateDue } from '../../../server/storage/evacuations.ts'
import { Engine } from '../../../steps/engine/engine.ts'
import { Wake } from '../../../steps/engine/runtime/wake.ts'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import { programEnvironment } from '../../../tasks/program/environment.ts'
import { datum, importing } from '../import/importing.ts'
import { refusedBy } from '../item-jobs/refused-by.ts'

describe('A storage that is evacuated', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask, rows } = here
  const evacuate = () => `/storage/${here.storage()}/evacuate`
  const state = async () =>
    (await ask(`GET /storage/${here.storage()}/status`, { by: 'root', accept: 'text/plain' })).text
  let other = ''

  /** A round of two servers at once. */
  async function round(): Promise<void> {
    const { test, dataDir } = here.api()
    const read = readConfig({ DATA_DIR: dataDir })
    assert.ok('config' in read)
    await using tools = toolsOf(read.config, programEnvironment(process.env))
    const wake = new Wake(test.database, () => undefined)
    const context = {
      engine: new Engine(test.database, JOB_TYPES, tools, wake, () => undefined) as Engine,
      ...{ fork: () => test.database.em.fork(), mediaRoots: tools.mediaRoots, isOutdated: () => false },
      onError: (error: unknown) => assert.fail(error as Error),
    }
    const { signal } = new AbortController()
    await Promise.all([evacuateDue(context, signal), evacuateDue(context, signal)])
  }

  async function dropped(path: string): Promise<string> {
    await copyFile(join(here.inbox(), 'clip.mp4'), join(here.folder(), path))
    return (await get(`POST /storage/${here.storage()}/file?path=${path}&state=CLOSED`)).id
  }

  /** The jobs that move a file. */
  async function jobsOf(file: string): Promise<readonly { readonly jobId: string }[]> {
    const found = await rows<{ id: number }>(
      `select j.id from callsheet.job j join callsheet.metadata m on m.job_id = j.id
       where m.key = 'fileId' and m.value = ? and j.type = 'MOVE_FILE' order by j.id`,
      [file],
    )
    return found.map(({ id }) => ({ jobId: `VX-${id}` }))
  }

  it('is 409 without another that takes files', async () => {
    assert.equal(await refusedBy(here, `PUT ${evacuate()}`), '409 conflict storage')
    assert.equal(await refusedBy(here, 'PUT /storage/VX-99999/evacuate'), '404 notFound Storage')
  })

  it('has each file moved once, in its folder, and then is EVACUATED', async () => {
    const folder = join(here.inbox(), '../other')
    await mkdir(folder)
    await mkdir(join(here.folder(), 'in'))
    other = (await get('POST /storage', { method: [{ uri: pathToFileURL(folder).href }] })).id
    const to = `storageId=${here.storage()}&createThumbnails=false`
    const done = await over(await get(`POST /import?uri=${here.inboxUri('clip.mp4')}&${to}`))
    const item = datum(done, 'itemId') ?? ''
    const loose = await dropped('in/loose.mp4')
    await get(`PUT ${evacuate()}`)
    assert.equal(await state(), 'EVACUATING')
    await round()
    await round()
    const jobs = await jobsOf(loose)
    assert.equal(jobs.length, 1)
    const moved = await over(jobs[0])
    assert.equal(datum(moved, 'destinationStorageId'), other)
    for (let tries = 0; tries < 200 && (await state()) === 'EVACUATING'; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      await round()
    }
    assert.equal(await state(), 'EVACUATED')
    const [now = ''] = (await get(`GET /item/${item}/uri`)).uri
    assert.ok(now.startsWith(pathToFileURL(folder).href), now)
    assert.ok((await readFile(fileURLToPath(now))).length > 0)
    assert.deepEqual(await readdir(join(folder, 'in')), ['loose.mp4'])
    assert.deepEqual(await readdir(here.folder()), ['in'], 'only an empty folder is left')
  })

  it('gets no new files, until that is cancelled', async () => {
    const job = await over(await get(`POST /import?uri=${here.inboxUri('clip.mp4')}&createThumbnails=false`))
    assert.equal((await get(`GET /storage/file/${datum(job, 'fileId')}`)).storage, other)
    await get(`DELETE ${evacuate()}`)
    assert.equal(await state(), 'NONE')
  })

  it('tries a file whose job has failed again when it is asked to', async () => {
    const gone = (await get(`POST /storage/${here.storage()}/file?path=gone.mp4&state=CLOSED`)).id
    const jobs = async () => (await jobsOf(gone)).length
    await get(`PUT ${evacuate()}`)
    await round()
    await over((await jobsOf(gone))[0], 'FAILED_TOTAL')
    await round()
    assert.deepEqual([await jobs(), await state()], [1, 'EVACUATING'])
    await get(`PUT ${evacuate()}`)
    await round()
    assert.equal(await jobs(), 2)
  })
})

/** Automatic imports: their rules, and the jobs that follow (wire-media.md §1.8, vector 30). */
import assert from 'node:assert/strict'
import { copyFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../../../config/config.ts'
import { importDue } from '../../../server/import/auto/auto-imports.ts'
import { toolsOf } from '../../../server/process/tools.ts'
import { Engine } from '../../../steps/engine/engine.ts'
import { Wake } from '../../../steps/engine/runtime/wake.ts'
import { JOB_TYPES } from '../../../steps/job-types.ts'
import { programEnvironment } from '../../../tasks/program/environment.ts'
import { type Body, importing } from '../import/importing.ts'

describe('Automatic imports', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask, rows } = here
  const rule = () => `/storage/${here.storage()}/auto-import`
  const put = (document: object) => get(`PUT ${rule()}/`, document)

  /** A round of so many servers at once. */
  async function round(servers = 1): Promise<void> {
    const { test, dataDir } = here.api()
    const read = readConfig({ DATA_DIR: dataDir })
    assert.ok('config' in read)
    await using tools = toolsOf(read.config, programEnvironment(process.env))
    const wake = new Wake(test.database, () => undefined)
    const engine = new Engine(test.database, JOB_TYPES, tools, wake, () => undefined) as Engine
    const context = {
      ...{ engine, fork: () => test.database.em.fork(), isOutdated: () => false },
      onError: (error: unknown) => assert.fail(error as Error),
    }
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: servers }, () => importDue(context, signal)))
  }

  async function dropped(path: string, state = 'CLOSED'): Promise<string> {
    await copyFile(join(here.inbox(), 'clip.mp4'), join(here.folder(), path))
    return (await get(`POST /storage/${here.storage()}/file?path=${path}&state=${state}`)).id
  }

  const jobsOf = async (file: string): Promise<readonly string[]> =>
    (
      await rows<{ id: number }>(
        `select j.id from callsheet.job j join callsheet.metadata m on m.job_id = j.id
         where m.key = 'fileId' and m.value = ? and j.type = 'AUTO_IMPORT'`,
        [file],
      )
    ).map(({ id }) => `VX-${id}`)

  it('there is no rule at first', async () => {
    const { status, body } = await ask(`GET ${rule()}/`, { by: 'root' })
    assert.deepEqual([status, body.notFound.type], [404, 'auto-import-rule'])
    assert.deepEqual(await get('GET /storage/auto-import/'), {})
  })

  it('a rule is given back with its user, and listed', async () => {
    await put({ tag: ['lowres'], fileNameAsTitle: true, priority: 'LOW' })
    const shown = await get(`GET ${rule()}/`)
    const expected = {
      ...{ fileNameAsTitle: true, storage: here.storage(), tag: ['lowres'], priority: 'LOW' },
      ...{ user: 'root', enabled: true },
    }
    assert.deepEqual(shown, expected)
    assert.deepEqual(await get('GET /storage/auto-import'), { rule: [expected] })
  })

  for (const [what, document, status, context] of [
    ['no regular expression', { excludeFilter: [{ pattern: '(' }] }, 400, 'excludeFilter.pattern'],
    ['an unknown priority', { priority: 'SOON' }, 400, 'priority'],
    ['an import profile', { settingsId: 'VX-1' }, 400, 'settingsId'],
    ['an unknown tag', { shapeTagFilter: [{ pattern: 'a', tag: ['nope'] }] }, 404, undefined],
    ['an unknown user', { user: 'nobody-here' }, 404, undefined],
  ] as const)
    it(`a rule with ${what} is refused`, async () => {
      const type = 'application/json'
      const answer = await ask(`PUT ${rule()}`, { by: 'root', type, body: JSON.stringify(document) })
      assert.deepEqual([answer.status, answer.body.invalidInput?.context], [status, context])
    })

  it('a file is imported once, however many servers there are', async () => {
    await put({
      fileNameAsTitle: true,
      priority: 'LOW',
      user: 'bob',
      jobmetadata: { field: [{ key: 'app_x', value: '1' }] },
    })
    const file = await dropped('drop.mp4')
    await round(4)
    await round()
    const jobs = await jobsOf(file)
    assert.equal(jobs.length, 1)
    const job = await over({ jobId: jobs[0] })
    assert.deepEqual([job.type, job.user, job.priority], ['AUTO_IMPORT', 'bob', 'LOW'])
    assert.ok(job.data.some(({ key, value }: Body) => key === 'app_x' && value === '1'))
    const { item } = await get(`GET /file/${file}?includeItem=true`)
    const { terse } = await get(`GET /item/${item[0].id}?content=metadata&terse=true`)
    assert.equal(terse.title[0].value, 'drop.mp4')
    await round()
    assert.equal((await jobsOf(file)).length, 1)
  })

  it('a failed import is not made again until the file changes', async () => {
    const again = await get(`POST /storage/${here.storage()}/file?path=missing.mp4`)
    await round()
    const [job] = await jobsOf(again.id)
    await over({ jobId: job }, 'FAILED_TOTAL')
    await round()
    assert.equal((await jobsOf(again.id)).length, 1)
  })

  it('leaves alone growing files, and those of a disabled rule', async () => {
    const growing = await dropped('growing.mp4', 'OPEN')
    await round()
    assert.deepEqual(await jobsOf(growing), [])
    await get(`PUT ${rule()}/disable`)
    await get(`PUT /file/${growing}/state/CLOSED`)
    await round()
    assert.deepEqual(await jobsOf(growing), [])
    await get(`PUT ${rule()}/enable`)
    await round()
    const [job] = await jobsOf(growing)
    await over({ jobId: job })
  })

  it('an excluded file is imported once a new rule has it', async () => {
    await put({ excludeFilter: [{ pattern: 'late[.].*' }] })
    const file = await dropped('late.mp4')
    await round()
    assert.deepEqual(await jobsOf(file), [])
    await put({})
    await round()
    const [job] = await jobsOf(file)
    await over({ jobId: job })
  })

  it('a sidecar waits for the item of its file, and is imported into it', async () => {
    await writeFile(join(here.folder(), 'talk.srt'), '1\n00:00:00,000 --> 00:00:01,000\nHello\n')
    await get(`POST /storage/${here.storage()}/file?path=talk.srt`)
    await round()
    const sidecars = async () => (await get('GET /job?type=SIDECAR_IMPORT&metadata=true')).job ?? []
    assert.equal((await sidecars()).length, 0)
    const file = await dropped('talk.mp4')
    await round()
    const [job] = await jobsOf(file)
    await over({ jobId: job })
    await round(2)
    const [made, ...more] = await sidecars()
    assert.deepEqual(more, [])
    const { item } = await get(`GET /file/${file}?includeItem=true`)
    assert.equal(made.data.find(({ key }: Body) => key === 'itemId')?.value, item[0].id)
  })

  it('a deleted rule is gone', async () => {
    await get(`DELETE ${rule()}`)
    assert.equal((await ask(`GET ${rule()}`, { by: 'root' })).status, 404)
  })
})

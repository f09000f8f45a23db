import assert from 'node:assert/strict'
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import deleteFile from '../../../steps/job-types/delete-file.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'

describe('DELETE_FILE', () => {
  let here: Bench
  beforeEach(async () => {
    here = await bench()
    await writeFile(join(here.media, 'clip.mov'), 'content')
    await mkdir(join(here.media, 'folder'))
    await symlink(join(here.media, 'clip.mov'), join(here.media, 'link.mov'))
  })
  afterEach(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  for (const [name, ended, left] of [
    ['clip.mov',   'finished', ['folder', 'link.mov']],
    ['none.mov',   'finished', ['clip.mov', 'folder', 'link.mov']],
    ['no/none.mov', 'finished', ['clip.mov', 'folder', 'link.mov']],
    ['folder',     'fatal',    ['clip.mov', 'folder', 'link.mov']],
    ['',           'fatal',    ['clip.mov', 'folder', 'link.mov']],
    ['link.mov',   'fatal',    ['clip.mov', 'folder', 'link.mov']],
    ['../x',       'fatal',    ['clip.mov', 'folder', 'link.mov']],
  ] as const) {
    it(`of “${name}” is ${ended} and leaves ${left.join(', ')}`, async () => {
      const { last } = await runJob(here, deleteFile, { metadata: { sourceUri: `file://${here.media}/${name}` } })
      assert.equal(last.ended, ended, JSON.stringify(last))
      assert.deepEqual((await readdir(here.media)).toSorted(), left)
    })
  }

  it('returns whether the file existed, and logs if it did not', async () => {
    for (const [name, existed] of [
      ['clip.mov', true],
      ['clip.mov', false],
    ] as const) {
      const lines: string[] = []
      const context = here.context({ metadata: { sourceUri: `file://${here.media}/${name}` } })
      const step = deleteFile.stages[0]?.step
      assert.ok(step?.runsAs === 'STARTED_ASYNCHRONOUS')
      const outcome = await step.run({ ...context, log: (_level, text) => lines.push(text) })
      assert.deepEqual(outcome, { ended: 'finished', result: existed })
      assert.match(lines[0] ?? '', existed ? /^deleted .*, 7 bytes$/ : /does not exist: nothing to delete$/)
    }
  })

  it('waits for a storage that is OFFLINE and deletes nothing', async () => {
    const [media] = here.tools.storages
    assert.ok(media)
    const tools = { storages: [{ ...media, state: 'OFFLINE' as const }] }
    const metadata = { sourceUri: `file://${here.media}/clip.mov` }
    assert.equal((await runJob(here, deleteFile, { metadata, tools })).last.ended, 'waitFor')
    assert.ok((await readdir(here.media)).includes('clip.mov'))
  })
})

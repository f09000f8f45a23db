/** Jobs without room on a storage: each waits for the bytes that its own file needs. */
import assert from 'node:assert/strict'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { agentHere } from '../../agent-here.ts'
import { scriptedJob } from '../../scripted-job.ts'
import { serving } from '../../serving.ts'
import { smallDisk } from '../../tasks/files/small-disk.ts'
import { folder } from '../../tasks/machine.ts'

describe('A job without room on a storage', function () {
  this.timeout(30_000)
  const settings: Record<string, string> = {}
  const stack = new AsyncDisposableStack()
  let [path, source] = ['', '']
  before(async function () {
    const disk = await smallDisk(2_048)
    if (!disk) return this.skip()
    path = stack.use(disk).path
    source = stack.use(await folder()).path
    Object.assign(settings, {
      MEDIA_ROOTS: `${path}:${source}`,
      STORAGES: `tiny=file://${path}/`,
      SETTLED_AFTER: '0',
    })
  })
  after(() => stack.disposeAsync())
  const served = serving(settings)
  const { ask } = served
  const { start, becomes, says } = scriptedJob(served, 'COPY_FILE')

  it('waits for the room that its own file needs, even beside a job that can never fit', async () => {
    await using _agent = await agentHere(served.api(), 'a', settings)
    await writeFile(join(path, 'other.bin'), Buffer.alloc(1_600_000))
    await writeFile(join(source, 'small.bin'), Buffer.alloc(800_000))
    await writeFile(join(source, 'large.bin'), Buffer.alloc(5_000_000))
    const copy = (name: string) =>
      start({ sourceUri: `file://${source}/${name}`, destinationUri: `file://${path}/` })

    const small = await copy('small.bin')
    const wants = 'Step 100 waits for the storage tiny (VX-1) to have room for'
    assert.equal(await says(small, 'problem'), `${wants} 800 000 bytes (problem N).`)
    const large = await copy('large.bin')
    const tooSmall = 'but its total size is only 2 097 152 bytes'
    assert.equal(await says(large, 'problem'), `${wants} 5 000 000 bytes, ${tooSmall} (problem N).`)
    const { body } = await ask('GET /job/problem')
    const [problem] = body.problem
    assert.deepEqual(problem.job, [small, large])
    const bytes = problem.data.filter(({ key }: { readonly key: string }) => key === 'bytes')
    assert.deepEqual(
      bytes.map(({ value }: { readonly value: string }) => value),
      ['800000', '5000000'],
    )

    await rm(join(path, 'other.bin'))
    assert.equal((await ask(`POST /job/problem/${problem.id}/check`)).status, 200)
    await becomes(small, 'FINISHED')
    await becomes(large, 'WAITING')
    assert.equal((await ask(`DELETE /job/${large}`)).status, 200)
    await becomes(large, 'ABORTED')
    assert.deepEqual((await ask('GET /job/problem')).body, {})
  })
})

/** Which files are deleted: those that no item, no job and no other request needs by then. */
import assert from 'node:assert/strict'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { addComponentFile, addComponents } from '../../../schema/queries/media/shapes/write-shapes.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { deleteFiles } from '../../../steps/storage/storage-watch.ts'
import { Tasks } from '../../../tasks/task.ts'
import { serving } from '../../serving.ts'
import { file, item, shape } from '../../specification/media/registry.ts'

describe('A file that is to be deleted', () => {
  const served = serving()
  const tasks = new Tasks({ threads: 1 })
  after(() => tasks[Symbol.asyncDispose]())

  const fork = () => served.api().test.database.em.fork()
  const folder = () => join(served.api().mediaRoot, 'storage')
  const uriOf = (name: string) => pathToFileURL(join(folder(), name)).href
  const remove = () =>
    deleteFiles({
      ...{ fork, tools: { mediaRoots: [served.api().mediaRoot], tasks } },
      onError: (error) => assert.fail(String(error)),
    })

  async function waste(name: string): Promise<number> {
    await mkdir(folder(), { recursive: true })
    await writeFile(join(folder(), name), 'x')
    const id = await file(served, { uri: uriOf(name) })
    await execute(fork(), `update callsheet.file set state = 'TO_BE_DELETED' where id = ?`, [id])
    return id
  }
  const state = async (id: number) =>
    (await served.rows<{ state: string }>('select state from callsheet.file where id = ?', [id]))[0]?.state
  const component = async () => {
    const id = Number((await shape(served, await item(served))).slice(3))
    await addComponents(fork(), id, [{ kind: 'video', position: 0, facts: {}, metadata: {} }], [])
    const [row] = await served.rows<{ id: number }>('select max(id) as id from callsheet.component')
    return row?.id ?? 0
  }

  it('stays if a component has got it meanwhile', async () => {
    const id = await waste('used.mov')
    await addComponentFile(fork(), await component(), id)
    await remove()
    assert.deepEqual([await state(id), await readdir(folder())], ['CLOSED', ['used.mov']])
  })

  for (const [key, value] of [
    ['sourceUri', (uri: string) => uri],
    ['sidecar', (uri: string) => uri],
    ['sources', (uri: string) => `VX-1=${uri}\nVX-2=file:///b.mov`],
  ] as const)
    it(`stays while a job has it in “${key}”`, async () => {
      const name = `${key}.mov`
      const id = await waste(name)
      const job = await served.job({ state: 'READY' })
      await execute(fork(), 'insert into callsheet.metadata (job_id, key, value) values (?, ?, ?)', [
        ...[job, key, value(uriOf(name))],
      ])
      await remove()
      assert.equal(await state(id), 'TO_BE_DELETED')
      await execute(fork(), 'delete from callsheet.metadata where job_id = ?', [job])
      await remove()
      assert.equal(await state(id), undefined)
    })

  it('is gone for a request that comes while it is deleted', async () => {
    const id = await waste('slow.mov')
    const to = await component()
    const deleting = remove()
    const adding = transaction(fork(), (tx) => addComponentFile(tx, to, id)).catch(() => 'refused')
    const [, added] = await Promise.all([deleting, adding])
    const isThere = (await readdir(folder())).includes('slow.mov')
    assert.equal(isThere, added !== 'refused')
  })

  it('is taken off its items when a client says so', async () => {
    const id = await waste('off.mov')
    const body = JSON.stringify({ method: [{ uri: uriOf('') }] })
    const storage = await served.ask('POST /API/storage', { by: 'root', type: 'application/json', body })
    const values = [Number(storage.body.id.slice(3)), id]
    const place = `update callsheet.file set state = 'CLOSED', path = 'off.mov', storage_id = ? where id = ?`
    await execute(fork(), place, values)
    await addComponentFile(fork(), await component(), id)
    const answer = await served.ask(`PUT /API/file/VX-${id}/state/TO_BE_DELETED`, { by: 'root' })
    assert.equal(answer.status, 200, answer.text)
    await remove()
    assert.equal(await state(id), undefined)
  })
})

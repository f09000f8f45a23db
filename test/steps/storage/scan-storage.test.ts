import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdir, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { FileDocument } from '../../../schema/documents/file.ts'
import { claimScan, endScan } from '../../../schema/queries/media/storages/scan.ts'
import { execute } from '../../../schema/sql/execute.ts'
import { scanStorage } from '../../../steps/storage/scan-storage.ts'
import { deleteFiles, Hashing, scanDue, type WatchOptions } from '../../../steps/storage/storage-watch.ts'
import { Tasks } from '../../../tasks/task.ts'
import { type Api, api } from '../../api.ts'

const auth = ['admin', 'admin'] as const

describe('A scan of a storage', () => {
  let served: Api
  let options: WatchOptions
  const tasks = new Tasks({ threads: 1 })
  const never = new AbortController().signal
  before(async () => {
    served = await api()
    const onError = (error: unknown) => {
      throw error
    }
    options = {
      fork: () => served.test.database.em.fork(),
      tools: { mediaRoots: [served.mediaRoot], tasks },
      onError,
    }
  })
  after(async () => {
    await tasks[Symbol.asyncDispose]()
    await served[Symbol.asyncDispose]()
  })

  let at = 0
  async function storage(document: object = {}) {
    at += 1
    const folder = join(served.mediaRoot, `storage ${at}`)
    await mkdir(folder)
    const method = [{ uri: pathToFileURL(folder).href }]
    const made = await served.request
      .post('/API/storage')
      .auth(...auth)
      .set('Accept', 'application/json')
      .send({ method, ...document })
    const id: string = made.body.id
    const list = async () => {
      const path = `/API/storage/${id}/file?number=100&sort=filename`
      const { body } = await served.request
        .get(path)
        .auth(...auth)
        .set('Accept', 'application/json')
      return (body.file ?? []) as (FileDocument & { readonly id: string })[]
    }
    const scan = async () => {
      await served.request.post(`/API/storage/${id}/rescan`).auth(...auth)
      await scanDue(options, never)
    }
    const states = async () => Object.fromEntries((await list()).map(({ path, state }) => [path, state]))
    return { id, folder, list, scan, states }
  }

  it('finds files OPEN, and CLOSED when they have not changed until the next one', async () => {
    const { folder, scan, states } = await storage()
    await mkdir(join(folder, 'in'))
    await writeFile(join(folder, 'in', 'a b.mov'), 'media')
    await scan()
    assert.deepEqual(await states(), { 'in/a b.mov': 'OPEN' })
    await scan()
    assert.deepEqual(await states(), { 'in/a b.mov': 'CLOSED' })
  })

  it('opens a file again that has changed, and forgets its checksum', async () => {
    const { folder, scan, states, list } = await storage()
    const path = join(folder, 'grows.mov')
    await writeFile(path, 'one')
    await scan()
    await scan()
    await new Hashing(options, never).round()
    assert.equal((await list())[0]?.hash, createHash('sha1').update('one').digest('hex'))
    await writeFile(path, 'one and two')
    await utimes(path, new Date(), new Date(Date.now() + 5_000))
    await scan()
    assert.deepEqual(await states(), { 'grows.mov': 'OPEN' })
    assert.equal((await list())[0]?.hash, undefined)
  })

  it('learns the size of a file that was registered without it, as it is hashed', async () => {
    const { id, folder, list } = await storage()
    await writeFile(join(folder, 'known.mov'), 'media')
    const path = `/API/storage/${id}/file?path=known.mov&createOnly=false&state=CLOSED`
    await served.request.post(path).auth(...auth)
    assert.equal((await list())[0]?.size, -1)
    await new Hashing(options, never).round()
    const [file] = await list()
    assert.deepEqual([file?.size, file?.hash], [5, createHash('sha1').update('media').digest('hex')])
  })

  it('loses a file that is gone, without a URI, until it is back', async () => {
    const { folder, scan, states, list } = await storage()
    await writeFile(join(folder, 'gone.mov'), 'media')
    await scan()
    await rm(join(folder, 'gone.mov'))
    await scan()
    assert.deepEqual(await states(), { 'gone.mov': 'LOST' })
    assert.equal((await list())[0]?.uri, undefined)
    await writeFile(join(folder, 'gone.mov'), 'media')
    await scan()
    await scan()
    assert.deepEqual(await states(), { 'gone.mov': 'CLOSED' })
  })

  it('leaves out hidden files, links, and what excludefilter names', async () => {
    const field = [{ key: 'excludefilter', value: '.*\\.tmp' }]
    const { folder, scan, states } = await storage({ metadata: { field } })
    for (const name of ['.hidden.mov', 'a.tmp', 'a.mov']) await writeFile(join(folder, name), 'x')
    await symlink('/etc/passwd', join(folder, 'link.mov'))
    await scan()
    assert.deepEqual(await states(), { 'a.mov': 'OPEN' })
  })

  it('loses no file of a storage that cannot be reached, and shows that it is OFFLINE', async () => {
    const { id, folder, scan, states } = await storage()
    await writeFile(join(folder, 'kept.mov'), 'x')
    await scan()
    await rm(folder, { recursive: true })
    await scan()
    assert.deepEqual(await states(), { 'kept.mov': 'OPEN' })
    const { body } = await served.request
      .get(`/API/storage/${id}`)
      .auth(...auth)
      .set('Accept', 'application/json')
    assert.equal(body.state, 'OFFLINE')
    assert.match(body.method[0].failureMessage, /does not exist$/)
    await mkdir(folder)
    await scan()
    const { text } = await served.request.get(`/API/storage/${id}/status`).auth(...auth)
    assert.equal(text, 'NONE')
  })

  it('of a root outside the media roots reaches nothing', async () => {
    const made = await served.request
      .post('/API/storage')
      .auth(...auth)
      .set('Accept', 'application/json')
      .send({ method: [{ uri: 'file:///etc/' }] })
    await scanDue(options, never)
    const { body } = await served.request
      .get(`/API/storage/${made.body.id}`)
      .auth(...auth)
      .set('Accept', 'application/json')
    assert.equal(body.state, 'OFFLINE')
    assert.match(body.method[0].failureMessage, /is outside the media roots/)
  })

  it('reads capacity and room of the file system with autoDetect', async () => {
    const { id, scan } = await storage({ autoDetect: true })
    await scan()
    const { body } = await served.request
      .get(`/API/storage/${id}`)
      .auth(...auth)
      .set('Accept', 'application/json')
    assert.ok(body.capacity >= body.freeCapacity && body.freeCapacity > 0, JSON.stringify(body))
    assert.ok(body.timestamp)
  })

  it('keeps the ids of files, however often it runs', async () => {
    const { folder, scan, list } = await storage()
    await writeFile(join(folder, 'one.mov'), 'x')
    await scan()
    const [before] = await list()
    for (let again = 0; again < 5; again += 1) await scan()
    await writeFile(join(folder, 'two.mov'), 'x')
    await scan()
    const [one, two] = await list()
    assert.equal(one?.id, before?.id)
    assert.equal(Number(two?.id.slice(3)), Number(one?.id.slice(3)) + 1)
  })

  it('is done by one node at a time, and again if that has crashed or stopped', async () => {
    const { id } = await storage({ scanInterval: -1 })
    const em = served.test.database.em.fork()
    const first = await claimScan(em)
    assert.equal(`VX-${first?.id}`, id)
    await served.request.post(`/API/storage/${id}/rescan`).auth(...auth)
    assert.equal(await claimScan(em), undefined)
    await execute(em, `update callsheet.storage set scanning = scanning - interval '61 seconds'`)
    const second = await claimScan(em)
    assert.equal(second?.id, first?.id)
    const stopped = AbortSignal.abort()
    assert.ok(second)
    await scanStorage(second, { fork: options.fork, mediaRoots: [served.mediaRoot], signal: stopped })
    await scanDue(options, never)
    const [row] = await execute<object>(
      em,
      'select scan_wanted, scanning from callsheet.storage where id = ?',
      [second.id],
    )
    assert.deepEqual(row, { scan_wanted: false, scanning: null })
  })

  it('loses no file below a folder that could not be read', async () => {
    const { id, folder, scan, states } = await storage()
    for (const name of ['a', 'ab']) await mkdir(join(folder, name))
    for (const name of ['a/1.mov', 'ab/2.mov']) await writeFile(join(folder, name), 'x')
    await scan()
    const em = served.test.database.em.fork()
    await endScan(em, { id: Number(id.slice(3)), began: '2100-01-01' }, { unread: ['a'] })
    assert.deepEqual(await states(), { 'a/1.mov': 'OPEN', 'ab/2.mov': 'LOST' })
  })

  it('leaves files that are to be deleted to the deletion, which removes their bytes', async () => {
    const { folder, scan, list, states } = await storage()
    await writeFile(join(folder, 'waste.mov'), 'x')
    await scan()
    const [file] = await list()
    await served.request.put(`/API/file/${file?.id}/state/TO_BE_DELETED`).auth(...auth)
    await scan()
    assert.deepEqual(await states(), { 'waste.mov': 'TO_BE_DELETED' })
    await deleteFiles(options)
    await scan()
    assert.deepEqual(await states(), {})
  })
})

/** Jobs on the files of storages: copy, move, delete, analyze (wire-media.md §1.5, vectors 25–28). */
import assert from 'node:assert/strict'
import { copyFile, mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { numbered } from '../../../server/storage/file/copy-place.ts'
import { type Body, datum, importing } from '../import/importing.ts'

describe('A job on a file of a storage', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here
  const archive = () => join(here.folder(), '../archive')
  let target = ''

  before(async () => {
    await mkdir(archive(), { recursive: true })
    target = (await get('POST /storage', { method: [{ uri: pathToFileURL(archive()).href }] })).id
  })

  const there = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    )

  async function registered(path: string): Promise<string> {
    await writeFile(join(here.folder(), path), path)
    return (await get(`POST /storage/${here.storage()}/file?path=${path}`)).id
  }

  /** An imported item and the id of its file. */
  async function imported(name: string): Promise<{ readonly item: string; readonly file: string }> {
    await copyFile(join(here.inbox(), 'clip.mp4'), join(here.folder(), name))
    const { id } = await get(`POST /storage/${here.storage()}/file?path=${name}`)
    const job = await over(await get(`POST /file/${id}/import?createThumbnails=false`))
    return { item: datum(job, 'itemId') ?? '', file: id }
  }

  async function filesOf(item: string): Promise<readonly string[]> {
    const { shape } = await get(`GET /item/${item}?content=shape`)
    return shape[0].containerComponent.file.map(({ id }: Body) => id)
  }

  it('moves it into a new folder, and the components have the new file', async () => {
    const { item, file } = await imported('reel.mp4')
    const job = await get(
      `POST /storage/${here.storage()}/file/${file}/storage/${target}?move=true&filename=x/y.mp4`,
    )
    assert.deepEqual([job.type, job.status], ['MOVE_FILE', 'READY'])
    const ended = await over(job)
    const moved = datum(ended, 'destinationFileId')
    const keys = ['fileId', 'sourceStorageId', 'destinationStorageId']
    assert.deepEqual(
      keys.map((key) => datum(ended, key)),
      [file, here.storage(), target],
    )
    const shown = await get(`GET /file/${moved}?includeItem=true`)
    assert.deepEqual([shown.path, shown.state, shown.storage], ['x/y.mp4', 'CLOSED', target])
    assert.equal(shown.item[0].id, item)
    assert.deepEqual(await filesOf(item), [moved])
    assert.equal((await ask(`GET /file/${file}`, { by: 'root' })).status, 404)
    assert.ok(!(await there(join(here.folder(), 'reel.mp4'))))
    assert.ok(await there(join(archive(), 'x/y.mp4')))
  })

  it('copies it, and the components have both files', async () => {
    const { item, file } = await imported('both.mp4')
    const job = await get(`POST /file/${file}/storage/${target}`)
    assert.equal(job.type, 'COPY_FILE')
    const copy = datum(await over(job), 'destinationFileId')
    assert.deepEqual(await filesOf(item), [file, copy])
    assert.equal((await get(`GET /file/${copy}`)).path, 'both.mp4')
    const links = (await get(`GET /item/${item}/uri?methodType=AUTO`)).uri
    assert.deepEqual(
      links.map((uri: string) => uri.split('/').at(-1)),
      [`${file}.mp4`, `${copy}.mp4`],
    )
  })

  it('takes the name that the content had, with useOriginalFilename', async () => {
    const item = datum(await over(await get(`POST /import?uri=${here.inboxUri('clip.mp4')}`)), 'itemId') ?? ''
    const [file] = await filesOf(item)
    const job = await over(await get(`POST /file/${file}/storage/${target}?useOriginalFilename=true`))
    assert.equal((await get(`GET /file/${datum(job, 'destinationFileId')}`)).path, 'clip.mp4')
  })

  it('the new file is TO_APPEAR until it is there', async () => {
    const job = await get(`POST /file/${await registered('later.bin')}/storage/${target}?holdJob=true`)
    const { data } = await get(`GET /job/${job.jobId}?metadata=true`)
    assert.equal((await get(`GET /file/${datum({ data }, 'destinationFileId')}`)).state, 'TO_APPEAR')
  })

  it('fails if the name that was asked for is taken, and keeps what is there', async () => {
    await writeFile(join(archive(), 'taken.bin'), 'mine')
    const file = await registered('taken.bin')
    const job = await over(
      await get(`POST /file/${file}/storage/${target}?filename=taken.bin`),
      'FAILED_TOTAL',
    )
    assert.match(datum(job, 'errorMessage-100') ?? JSON.stringify(job), /already exists/)
    const { file: known } = await get(`GET /storage/${target}/file?path=taken.bin&state=TO_APPEAR`)
    assert.equal(known?.length ?? 0, 0)
    assert.equal((await stat(join(archive(), 'taken.bin'))).size, 4)
  })

  it('chooses another name if that of the source is taken', async () => {
    await writeFile(join(archive(), 'twice.bin'), 'not seen yet')
    const file = await registered('twice.bin')
    const jobs = await Promise.all([1, 2].map(() => get(`POST /file/${file}/storage/${target}`)))
    for (const job of jobs) await over(job)
    const names = (await readdir(archive())).filter((name) => name.startsWith('twice'))
    assert.deepEqual(names.toSorted(), ['twice.bin', 'twice_1.bin', 'twice_2.bin'])
  })

  for (const [name, at, expected] of [
    ['a.mov', 0, 'a.mov'],
    ['a.b.mov', 2, 'a.b_2.mov'],
    ['noext', 1, 'noext_1'],
    ['.hidden', 1, '.hidden_1'],
  ] as const)
    it(`the name ${at} after ${name} is ${expected}`, () => assert.equal(numbered(name, at), expected))

  it('a path that leads out of the storage, or to a folder, is refused', async () => {
    const file = await registered('refused.bin')
    for (const filename of ['../out.mov', 'folder/', '/']) {
      const { status, body } = await ask(`POST /file/${file}/storage/${target}?filename=${filename}`, {
        by: 'root',
      })
      assert.deepEqual([status, body.invalidInput?.context], [400, 'filename'])
    }
  })

  it('an unknown target is 404', async () => {
    const line = `POST /file/${await registered('nowhere.bin')}/storage/VX-1000000`
    const { status, body } = await ask(line, { by: 'root' })
    assert.deepEqual([status, body.notFound.type], [404, 'Storage'])
  })

  it('deletes it with its bytes', async () => {
    const file = await registered('gone.bin')
    const job = await get(`DELETE /storage/${here.storage()}/file/${file}`)
    assert.equal(job.type, 'DELETE_FILE')
    const ended = await over(job)
    assert.deepEqual([datum(ended, 'fileId'), datum(ended, 'storageId')], [file, here.storage()])
    assert.ok(!(await there(join(here.folder(), 'gone.bin'))))
    assert.equal((await ask(`GET /file/${file}`, { by: 'root' })).status, 404)
  })

  it('analyzes it', async () => {
    await copyFile(join(here.inbox(), 'clip.mp4'), join(here.folder(), 'look.mp4'))
    const { id } = await get(`POST /storage/${here.storage()}/file?path=look.mp4`)
    const job = await get(`POST /file/${id}/analyze`)
    assert.equal(job.type, 'FILE_ANALYZE')
    assert.equal(datum(await over(job), 'fileId'), id)
    const imf = await get(`POST /file/${id}/analyze/imp`)
    assert.equal(imf.type, 'IMF_ANALYZE')
    await over(imf, 'FAILED_TOTAL')
  })
})

/** Uploads as the body of a request, at once and in chunks, as clients see them (wire-media.md §3.3). */
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { type ClientRequest, createServer, request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { dropIdleUploads } from '../../../server/upload/drop-idle.ts'
import { type Api, api } from '../../api.ts'
import { as } from '../../factory.ts'
import { make } from '../../tasks/machine.ts'
import { type Body, datum, importing } from '../import/importing.ts'

describe('An upload', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here
  let picture: Buffer
  /** Another server on the same database and media. */
  let other: Api

  before(async () => {
    const path = join(here.inbox(), 'picture.jpg')
    await make(path, ['-f', 'lavfi', '-i', 'testsrc=s=64x48', '-frames:v', '1'])
    picture = await readFile(path)
    other = await api({ MEDIA_ROOTS: here.api().mediaRoot }, here.api().test)
  })
  after(() => other[Symbol.asyncDispose]())

  const send = (server: Api, path: string, body: Buffer, headers: Record<string, string> = {}) =>
    server.request
      .post(path)
      .serialize((bytes: unknown) => bytes as never)
      .send(body)
      .unset('Content-Type')
      .set({ Accept: 'application/json', Authorization: as('root'), ...headers })

  const chunk = (
    query: string,
    [from, beyond]: readonly [number, number],
    how: { server?: Api; size?: number } = {},
  ) =>
    send(how.server ?? here.api(), `/import/raw?${query}`, picture.subarray(from, beyond), {
      size: String(how.size ?? picture.length),
      index: String(from),
    })

  const leftOvers = async () => (await readdir(here.folder())).filter((name) => name.startsWith('.upload'))

  /** The bytes of the only file of the item of a job. */
  async function content(job: Body): Promise<Buffer> {
    const { shape } = await get(`GET /item/${datum(job, 'itemId')}?content=shape`)
    return readFile(join(here.folder(), shape[0].containerComponent.file[0].path))
  }

  it('without a Content-Type becomes an item at once, with media type and checksum', async () => {
    const answer = await send(here.api(), '/import/raw', picture)
    assert.equal(answer.status, 200, answer.text)
    assert.equal(answer.body.type, 'RAW_IMPORT')
    const job = await over(answer.body)
    assert.ok((await content(job)).equals(picture))
    const { terse, shape } = await get(`GET /item/${datum(job, 'itemId')}?content=metadata,shape&terse=true`)
    assert.equal(terse.mediaType[0].value, 'image')
    const [file] = shape[0].containerComponent.file
    assert.equal(file.hash, createHash('sha1').update(picture).digest('hex'))
    assert.deepEqual(await leftOvers(), [])
  })

  for (const [query, type, extension] of [
    ['filename=a%20b.JPG', '', '.JPG'],
    ['', 'image/jpeg', '.jpg'],
    ['', 'application/octet-stream', ''],
    ['filename=..%2F..%2Fetc', '', ''],
  ] as const)
    it(`named “${query}” and of type “${type}” has the extension “${extension}”`, async () => {
      const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type }
      const { body } = await send(here.api(), `/import/raw?holdJob=true&${query}`, picture, headers)
      const id = datum(await get(`GET /job/${body.jobId}?metadata=true`), 'fileId')
      assert.equal((await get(`GET /file/${id}`)).path, `${id}${extension}`)
    })

  for (const [what, headers, body, status] of [
    ['no bytes', {}, '', 400],
    ['a form', { 'Content-Type': 'multipart/form-data; boundary=x' }, 'x', 415],
    ['compressed bytes', { 'Content-Encoding': 'gzip' }, 'x', 415],
    ['a size without an index', { size: '3' }, 'x', 400],
    ['an index beyond the size', { size: '3', index: '3' }, 'x', 400],
    ['more bytes than its size', { size: '3', index: '0' }, 'xxxx', 400],
  ] as const)
    it(`of ${what} is refused with ${status}, and leaves nothing behind`, async () => {
      const path = `/import/raw?transferId=bad${Math.random()}`
      const answer = await send(here.api(), path, Buffer.from(body), headers)
      assert.equal(answer.status, status, answer.text)
      if (!('size' in headers)) assert.deepEqual(await leftOvers(), [])
    })

  it('in three chunks in any order, to two servers, becomes one job', async () => {
    const [a, b] = [600, 1_200]
    const query = 'transferId=three&transferPriority=500&filename=x.jpg'
    const first = await chunk(query, [b, picture.length])
    assert.deepEqual([first.status, first.text], [200, ''])
    assert.equal((await chunk(query, [b, picture.length])).text, '')
    const shown = await get('GET /transfer/three')
    assert.deepEqual(shown, {
      ...{ name: 'three', state: 'TRANSFERRING', priority: 500 },
      ...{ transferred: picture.length - b, filename: 'x.jpg', size: picture.length },
    })
    assert.equal((await chunk(query, [0, a + 100], { server: other })).text, '')
    const { body } = await chunk(query, [a, b])
    const job = await over(body)
    assert.ok((await content(job)).equals(picture))
    // The client may not have got the answer.
    assert.equal((await chunk(query, [a, b], { server: other })).body.jobId, body.jobId)
    const { transfer } = await get('GET /transfer')
    const done = transfer.find(({ name }: Body) => name === 'three')
    assert.deepEqual([done.state, done.fileId], ['FINISHED', datum(job, 'fileId')])
  })

  it('whose chunks come at once to both servers becomes one job', async () => {
    const step = Math.ceil(picture.length / 6)
    const parts = Array.from(
      { length: 6 },
      (_, at) => [at * step, Math.min((at + 1) * step, picture.length)] as const,
    )
    const answers = await Promise.all(
      [...parts, ...parts].map((part, at) => chunk('transferId=once', part, at % 2 ? { server: other } : {})),
    )
    assert.ok(
      answers.every(({ status }) => status === 200),
      JSON.stringify(answers.map(({ text }) => text)),
    )
    const jobs = new Set(answers.map(({ body }) => body.jobId).filter(Boolean))
    assert.equal(jobs.size, 1)
    assert.ok((await content(await over({ jobId: [...jobs][0] }))).equals(picture))
  })

  it('goes on after its server has been replaced', async () => {
    const old = await api({ MEDIA_ROOTS: here.api().mediaRoot }, here.api().test)
    await chunk('transferId=resumed', [0, 1_500], { server: old })
    await old[Symbol.asyncDispose]()
    const { body } = await chunk('transferId=resumed', [1_500, picture.length])
    assert.ok((await content(await over(body))).equals(picture))
  })

  it('refuses a chunk with another size, of another user, or for something else', async () => {
    await chunk('transferId=mine', [0, 10])
    const size = await chunk('transferId=mine', [10, 20], { size: picture.length + 1 })
    assert.deepEqual([size.status, size.body.invalidInput.context], [400, 'size'])
    const headers = { size: String(picture.length), index: '10' }
    const placeholder = (await get('POST /import/placeholder?container=1')).id
    const target = `/import/placeholder/${placeholder}/container/raw?transferId=mine`
    assert.equal((await send(here.api(), target, picture.subarray(10, 20), headers)).status, 400)
    const ann = await send(here.api(), '/import/raw?transferId=mine', picture, {
      ...headers,
      Authorization: as('ann'),
    })
    assert.equal(ann.status, 403)
    assert.equal((await ask('GET /transfer/mine', { by: 'ann' })).status, 404)
  })

  it('is dropped with its file when nothing was added to it for a day', async () => {
    await chunk('transferId=idle', [0, 10])
    const before = (await leftOvers()).length
    const age =
      "update callsheet.transfer set touched = touched - interval '25 hours' where id = 'idle' returning id"
    await here.rows(age)
    await dropIdleUploads(here.api().test.database.em.fork(), [here.api().mediaRoot])
    assert.equal((await ask('GET /transfer/idle', { by: 'root' })).status, 404)
    assert.equal((await leftOvers()).length, before - 1)
  })

  it('that breaks off leaves nothing behind', async () => {
    const handle = here.api().app.callback()
    const server = createServer((request, response) => void handle(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const items = await here.rows('select id from callsheet.item')
    const sent: ClientRequest = httpRequest({
      ...{ port, method: 'POST', path: '/API/import/raw' },
      headers: { Authorization: as('root'), 'Content-Length': '1000000' },
    })
    sent.on('error', () => undefined)
    const before = (await leftOvers()).length
    sent.write(picture)
    await until(async () => (await leftOvers()).length > before)
    sent.destroy()
    await until(async () => (await leftOvers()).length === before)
    assert.equal((await here.rows('select id from callsheet.item')).length, items.length)
    await new Promise((resolve) => server.close(resolve))
  })

  it('fills placeholders, and adds shapes and versions', async () => {
    const { id } = await get('POST /import/placeholder?container=1')
    const filled = await send(here.api(), `/import/placeholder/${id}/container/raw?filename=a.jpg`, picture)
    assert.equal(filled.body.type, 'PLACEHOLDER_IMPORT')
    await over(filled.body)
    const shape = await send(here.api(), `/item/${id}/shape/raw?tag=web`, picture)
    assert.equal(shape.body.type, 'SHAPE_IMPORT')
    await over(shape.body)
    const version = await send(here.api(), `/item/${id}/shape/essence/raw`, picture)
    assert.equal(version.body.type, 'ESSENCE_VERSION')
    await over(version.body)
    assert.equal((await get(`GET /item/${id}/shape?version=all`)).uri.length, 3)
  })

  it('with a passkey needs no credentials, once', async () => {
    const asked = await get('POST /import/raw-passkey?transferId=t1&filename=p.jpg', {
      timespan: [{ field: [{ name: 'title', value: [{ value: 'By a page' }] }] }],
    })
    const passkey = datum(asked, 'passkey')
    const [row] = await here.rows<{ hash: string }>('select hash from callsheet.passkey')
    assert.notEqual(row?.hash, passkey)
    const path = `/APInoauth/import/raw?passkey=${passkey}&transferId=`
    const upload = (to: string) =>
      here.api().request.post(to).set('Accept', 'application/json').send(picture.toString('latin1'))
    assert.equal((await upload(`${path}t2`).type('text/plain')).status, 403)
    const { status, body } = await upload(`${path}t1`).type('text/plain')
    assert.equal(status, 200)
    const item = datum(await get(`GET /job/${body.jobId}?metadata=true`), 'itemId')
    const { terse } = await get(`GET /item/${item}?content=metadata&terse=true`)
    assert.equal(terse.title[0].value, 'By a page')
    assert.equal((await upload(`${path}t1`).type('text/plain')).status, 403)
  })

  it('creates a file on a storage, and replaces its content', async () => {
    const at = `/storage/${here.storage()}/file/data?path=sub/new.bin`
    const made = await send(here.api(), at, Buffer.from('first'))
    assert.deepEqual([made.status, made.body.size, made.body.state], [200, 5, 'CLOSED'], made.text)
    assert.equal((await send(here.api(), at, Buffer.from('x'))).status, 409)
    const replaced = await send(here.api(), `/storage/file/${made.body.id}/data`, Buffer.from('second'))
    assert.deepEqual([replaced.status, replaced.body.id, replaced.body.size], [200, made.body.id, 6])
    assert.equal(replaced.body.hash, createHash('sha1').update('second').digest('hex'))
    assert.equal(await readFile(join(here.folder(), 'sub/new.bin'), 'utf8'), 'second')
    await writeFile(join(here.folder(), 'sub/there.bin'), 'not registered')
    const taken = await send(here.api(), at.replace('new', 'there'), Buffer.from('x'))
    assert.equal(taken.status, 409)
    assert.equal(await readFile(join(here.folder(), 'sub/there.bin'), 'utf8'), 'not registered')
  })
})

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await holds()) return
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Error('did not come true within 5 s')
}

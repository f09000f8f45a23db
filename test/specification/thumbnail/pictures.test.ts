/** Thumbnails and posters of items, as clients see them (wire-media.md §§5.5, 9.6). */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Body, datum, importing } from '../import/importing.ts'

describe('Thumbnails', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here
  let item = ''

  const image = async (line: string, accept = '*/*', by: 'root' | 'nobody' = 'root') =>
    ask(line, { by, accept }).buffer(true)
  const list = (kind = 'thumbnail') => get(`GET /${kind}/VX-1/${item}`)
  const cleared = async () => {
    for (const kind of ['thumbnail', 'poster']) await get(`DELETE /${kind}/VX-1/${item}`)
  }
  const make = async (query: string, state?: string) =>
    over(await get(`POST /item/${item}/thumbnail?${query}`), state)
  /** The size that a JPEG or PNG says it has. */
  const sizeOf = ({ body }: Body): string => {
    const bytes: Buffer = body
    if (bytes[0] === 0x89) return `${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`
    let at = 2
    while (![0xc0, 0xc2].includes(bytes[at + 1] ?? 0xc0)) at += 2 + bytes.readUInt16BE(at + 2)
    return `${bytes.readUInt16BE(at + 7)}x${bytes.readUInt16BE(at + 5)}`
  }

  before(async () => {
    item = datum(await over(await get(`POST /import?uri=${here.inboxUri('clip.mp4')}`)), 'itemId') ?? ''
  })
  beforeEach(cleared)

  it('of an item without any are an empty list, and no resource', async () => {
    for (const kind of ['thumbnail', 'poster']) {
      assert.deepEqual(await get(`GET /item/${item}/${kind}resource`), {})
      assert.deepEqual(await list(kind), {})
    }
    const { thumbnails, posters } = await get(`GET /item/${item}?content=thumbnail,poster`)
    assert.deepEqual([thumbnails, posters], [{}, {}])
    assert.equal((await image(`GET /thumbnail/VX-1/${item}/0`)).status, 404)
  })

  it('are made by a THUMBNAIL job, listed by their time codes, and JPEG images', async () => {
    const job = await make('createThumbnails=true&thumbnailWidth=160&thumbnailHeight=120')
    assert.equal(job.type, 'THUMBNAIL')
    const [url] = (await get(`GET /item/${item}/thumbnailresource`)).uri
    assert.match(url, new RegExp(`^http://[^/]+/API/thumbnail/VX-1/${item};version=0$`))
    const path = url.replace(/^http:\/\/[^/]+/, '')
    assert.deepEqual((await get(`GET ${path}`)).uri, ['0@25'])
    const picture = await image(`GET ${path}/0@25`)
    assert.deepEqual([picture.status, picture.headers['content-type']], [200, 'image/jpeg'])
    assert.equal(sizeOf(picture), '160x120')
  })

  it('leave no files', async () => {
    const job = await make('createThumbnails=true&createPosters=1')
    assert.equal(existsSync(join(here.folder(), '..', job.jobId)), false)
    assert.deepEqual((await get(`GET /job/${job.jobId}/output`)).output ?? [], [])
  })

  for (const [query, thumbnails, posters] of [
    ['createThumbnails=0@25,30@25', ['0@25', '30@25'], undefined],
    ['createThumbnails=0@25&createPosters=25@25,1.5', ['0@25'], ['25@25', '1500@1000']],
    ['createThumbnails=true&thumbnailPeriod=0.5', ['0@25', '12@25', '25@25', '37@25'], undefined],
    ['createThumbnails=true&thumbnailPeriod=25@25', ['0@25', '25@25'], undefined],
  ] as const)
    it(`are exactly those of ${query}`, async () => {
      await make(query)
      assert.deepEqual((await list()).uri, thumbnails)
      assert.deepEqual((await list('poster')).uri, posters)
    })

  for (const [query, size, type] of [
    ['createPosters=1&posterFormat=png&posterWidth=100', '100x75', 'image/png'],
    ['createPosters=1', '320x240', 'image/jpeg'],
  ] as const)
    it(`a poster of ${query} is ${type} of ${size}`, async () => {
      await make(query)
      const poster = await image(`GET /poster/VX-1/${item}`)
      assert.deepEqual([poster.headers['content-type'], sizeOf(poster)], [type, size])
    })

  it('belong to the version of the shape in the path', async () => {
    const uri = here.inboxUri('clip.mp4')
    const of = datum(await over(await get(`POST /import?uri=${uri}&allowReimport=true`)), 'itemId')
    await over(await get(`POST /item/${of}/shape/essence?uri=${uri}&allowReimport=true`))
    const [shape] = (await get(`GET /item/${of}/shape?version=0`)).uri
    const [latest] = (await get(`GET /item/${of}/shape?version=1`)).uri
    await over(await get(`POST /item/${of}/shape/${shape}/thumbnail?createThumbnails=0@25`))
    await over(await get(`POST /item/${of}/shape/${latest}/thumbnail?createThumbnails=5@25`))
    for (const [version, times] of [
      ['', ['5@25']],
      [';version=0', ['0@25']],
      [';version=1', ['5@25']],
      [';version=2', undefined],
    ] as const)
      assert.deepEqual((await get(`GET /thumbnail/VX-1/${of}${version}`)).uri, times)
    const { thumbnails } = await get(`GET /item/${of}?content=thumbnail&version=all`)
    assert.equal(thumbnails.uri.length, 2)
  })

  for (const [query, status, named] of [
    ['', 400, 'createThumbnails'],
    ['?createThumbnails=false', 400, 'createThumbnails'],
    ['?createThumbnails=soon', 400, 'soon'],
    ['?createPosters=1@0', 400, 'createPosters'],
    ['?createThumbnails=true&thumbnailPeriod=0', 400, 'thumbnailPeriod'],
    ['?createThumbnails=true&thumbnailWidth=1', 400, 'thumbnailWidth'],
    ['?createPosters=1&posterFormat=gif', 400, 'posterFormat'],
    ['?createThumbnails=true&tag=nope', 404, 'shape-tag'],
    ['?createThumbnails=true&sourceTag=nope', 400, 'sourceTag'],
    ['?createThumbnails=true&version=7', 400, 'version'],
    ['?createThumbnails=true&thumbnailService=VX-2', 404, 'resource'],
  ] as const)
    it(`are refused with ${status} for POST thumbnail${query}`, async () => {
      const answer = await ask(`POST /item/${item}/thumbnail${query}`, { by: 'root' })
      assert.equal(answer.status, status, answer.text)
      assert.ok(answer.text.includes(named), answer.text)
    })

  it('of an item without content are a job that fails', async () => {
    const { id } = await get('POST /import/placeholder?container=1')
    await over(await get(`POST /item/${id}/thumbnail?createThumbnails=true`), 'FAILED_TOTAL')
  })

  it('of which some have no picture end the job with a warning', async () => {
    await make('createThumbnails=0@25,99@25', 'FINISHED_WARNING')
    assert.deepEqual((await list()).uri, ['0@25'])
  })

  describe('of imports and transcodes', () => {
    for (const [query, times] of [
      ['&tag=lowres', ['0@25']],
      ['&tag=lowres&no-transcode=true', ['0@25']],
      ['&tag=lowres&createThumbnails=false', undefined],
      ['', undefined],
    ] as const)
      it(`POST /import?…${query} makes ${times ? 'some' : 'none'}`, async () => {
        const uri = here.inboxUri('clip.mp4')
        const job = await over(await get(`POST /import?uri=${uri}&allowReimport=true${query}`))
        assert.deepEqual((await get(`GET /thumbnail/VX-1/${datum(job, 'itemId')}`)).uri, times)
        assert.equal(existsSync(join(here.folder(), '..', job.jobId)), false)
      })

    it('a transcode makes some if asked to', async () => {
      await over(await get(`POST /item/${item}/transcode?tag=lowres`))
      assert.deepEqual(await list(), {})
      await over(await get(`POST /item/${item}/transcode?tag=lowres&createThumbnails=true&createPosters=1@1`))
      assert.deepEqual((await list()).uri, ['0@25'])
      assert.deepEqual((await list('poster')).uri, ['1@1'])
    })

    it('a text has none, which is no warning', async () => {
      await writeFile(join(here.inbox(), 'notes.txt'), 'no picture')
      await over(await get(`POST /import?uri=${here.inboxUri('notes.txt')}&tag=lowres&no-transcode=true`))
    })
  })
})

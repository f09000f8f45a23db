/** Imports of files by their URIs, as clients see them (wire-media.md §§3, 9). */
import assert from 'node:assert/strict'
import { copyFile, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Body, datum, importing } from './importing.ts'

const XMP = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The sea</dc:title></rdf:Description>
</rdf:RDF></x:xmpmeta>`

describe('An import by URI', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here

  const started = async (query: string, body?: object) => get(`POST /import?uri=${query}`, body)

  it('answers at once with a READY job that shows its item', async () => {
    const job = await started(here.inboxUri('clip.mp4'))
    assert.deepEqual([job.status, job.type, job.priority], ['READY', 'PLACEHOLDER_IMPORT', 'MEDIUM'])
    const again = await get(`GET /job/${job.jobId}`)
    assert.match(again.data.find((one: Body) => one.key === 'item').value, /^VX-\d+$/)
    await over(job)
  })

  it('copies the content to a storage, named by its id, and makes an original shape of it', async () => {
    const job = await over(
      await started(here.inboxUri('clip.mp4'), {
        timespan: [{ field: [{ name: 'title', value: [{ value: 'A clip' }] }] }],
      }),
    )
    const item = datum(job, 'itemId')
    const file = datum(job, 'fileId')
    const copy = await readFile(join(here.folder(), `${file}.mp4`))
    assert.ok(copy.equals(await readFile(join(here.inbox(), 'clip.mp4'))))
    const document = await get(`GET /item/${item}?content=shape,metadata,uri&terse=true`)
    const [shape, ...others] = document.shape
    assert.equal(others.length, 0)
    assert.deepEqual([shape.tag, shape.mimeType, shape.essenceVersion], [['original'], ['video/mp4'], 0])
    assert.equal(shape.containerComponent.file[0].path, `${file}.mp4`)
    assert.deepEqual(shape.videoComponent[0].resolution, { width: 320, height: 240 })
    assert.equal(shape.audioComponent[0].file[0].id, file)
    const { title, mediaType, originalFilename, shapeTag, durationSeconds } = document.terse
    const first = (values: Body) => values?.[0]?.value
    assert.deepEqual([title, mediaType, originalFilename, shapeTag].map(first), [
      'A clip',
      'video',
      'clip.mp4',
      'original',
    ])
    assert.ok(Math.abs(Number(first(durationSeconds)) - 2) < 0.1, first(durationSeconds))
    assert.deepEqual(document.files.uri, [`file://${here.folder()}/${file}.mp4`])
  })

  it('reads sidecars and XMP files by jobs of their own', async () => {
    await writeFile(join(here.inbox(), 'a.srt'), '1\n00:00:00,000 --> 00:00:01,000\nHello\n')
    await writeFile(join(here.inbox(), 'a.xmp'), XMP)
    const asked = `sidecar=${here.inboxUri('a.srt')}&xmpfile=${here.inboxUri('a.xmp')}`
    const job = await over(await started(`${here.inboxUri('clip.mp4')}&allowReimport=true&${asked}`))
    const item = datum(job, 'itemId')
    const { job: others } = await get(`GET /job?type=SIDECAR_IMPORT&jobmetadata=item%3d${item}`)
    assert.equal(others.length, 2)
    for (const one of others) await over(one)
    const { terse } = await get(`GET /item/${item}?content=metadata&terse=true`)
    assert.deepEqual(terse.shapeTag.map(({ value }: Body) => value).toSorted(), ['original', 'sub_und_vtt'])
    assert.equal(terse.dc_title[0].value, 'The sea')
    const missing = await ask(
      `POST /import?uri=${here.inboxUri('clip.mp4')}&allowReimport=true&sidecar=VX-999`,
      { by: 'root' },
    )
    assert.deepEqual([missing.status, missing.body.notFound.id], [404, 'VX-999'])
  })

  it('makes a rendition for each tag, as a shape with a file named by its id', async () => {
    const job = await over(await started(`${here.inboxUri('clip.mp4')}&tag=lowres,audio`))
    const item = datum(job, 'itemId')
    const { uri } = await get(`GET /item/${item}/shape`)
    assert.equal(uri.length, 3)
    const [lowres] = (await get(`GET /item/${item}/shape?tag=lowres`)).uri
    const shape = await get(`GET /item/${item}/shape/${lowres}`)
    const [file] = shape.containerComponent.file
    assert.equal(file.path, `${file.id}.mp4`)
    assert.equal((await stat(join(here.folder(), file.path))).size, file.size)
    assert.equal(datum(job, 'shapeIds')?.split(',')[0], lowres)
  })

  it('makes one shape only with no-transcode', async () => {
    const job = await over(await started(`${here.inboxUri('clip.mp4')}&tag=lowres&no-transcode=true`))
    assert.equal((await get(`GET /item/${datum(job, 'itemId')}/shape`)).uri.length, 1)
  })

  it('imports a text as a binary component', async () => {
    await writeFile(join(here.inbox(), 'notes.txt'), 'twelve bytes')
    const job = await over(await started(here.inboxUri('notes.txt')))
    const { shape } = await get(`GET /item/${datum(job, 'itemId')}?content=shape`)
    assert.equal(shape[0].binaryComponent[0].length, 12)
    assert.equal(shape[0].containerComponent, undefined)
    assert.deepEqual(shape[0].mimeType, ['text/plain'])
  })

  for (const name of [
    'a b.mp4',
    'qu"ote\'s.mp4',
    'ü-nfc.mp4',
    'u\u0308-nfd.mp4',
    '100%.mp4',
    '-dash.mp4',
    '#1?.mp4',
  ])
    it(`imports a file named ${name}`, async () => {
      await copyFile(join(here.inbox(), 'clip.mp4'), join(here.inbox(), name))
      const job = await over(await started(here.inboxUri(name)))
      assert.equal(datum(job, 'originalFilename'), name)
    })

  for (const [what, name, content, reason] of [
    ['a text named .mp4', 'text.mp4', 'no media at all', /no media|Invalid data|text\.mp4/],
    ['an empty file named .mov', 'empty.mov', '', /./],
  ] as const)
    it(`fails the job for ${what}, not the request`, async () => {
      await writeFile(join(here.inbox(), name), content)
      const job = await over(await started(here.inboxUri(name)), 'FAILED_TOTAL')
      assert.match(JSON.stringify(job), reason)
    })

  it('leaves no file of content that has not come: the job failed, or was aborted', async () => {
    const failed = await over(await started(here.inboxUri('none.mp4')), 'FAILED_TOTAL')
    const held = await started(`${here.inboxUri('clip.mp4')}&allowReimport=true&holdJob=true`)
    await ask(`DELETE /job/${held.jobId}`, { by: 'root' })
    for (const job of [failed, await over(held, 'ABORTED')])
      assert.equal((await ask(`GET /storage/file/${datum(job, 'fileId')}`, { by: 'root' })).status, 404)
  })

  it('fails the job at once, with its item, for renditions of a text', async () => {
    await writeFile(join(here.inbox(), 'list.txt'), 'twelve bytes')
    const job = await over(await started(`${here.inboxUri('list.txt')}&tag=lowres`), 'FAILED_TOTAL')
    assert.match(JSON.stringify(job), /list\.txt is no media, so that no renditions can be made of it/)
    assert.doesNotMatch(JSON.stringify(job), /Cannot destructure/)
    assert.equal((await get(`GET /item/${datum(job, 'itemId')}/shape`)).uri.length, 1)
  })

  it('fails the job for a file that does not exist, and one outside the media roots', async () => {
    await over(await started(here.inboxUri('none.mp4')), 'FAILED_TOTAL')
    await over(await started(encodeURIComponent('/etc/passwd')), 'FAILED_TOTAL')
  })

  for (const [query, status, named] of [
    ['', 400, 'invalidInput'],
    ['?uri=file%3A%2F%2F%2Fa.mov&tag=nope', 404, 'shape-tag'],
    ['?uri=file%3A%2F%2F%2Fb.mov&storageId=VX-99999', 404, 'Storage'],
    ['?uri=file%3A%2F%2F%2Fc.mov&priority=SOON', 400, 'SOON'],
  ] as const)
    it(`is refused as POST /import${query} with ${status}, and leaves no item`, async () => {
      const before = await here.rows('select id from callsheet.item')
      const answer = await ask(`POST /import${query}`, { by: 'root' })
      assert.equal(answer.status, status, answer.text)
      assert.ok(answer.text.includes(named), answer.text)
      assert.equal((await here.rows('select id from callsheet.item')).length, before.length)
    })

  it('of a source that is being imported is refused, unless allowReimport', async () => {
    const uri = here.inboxUri('waits.mp4')
    const job = await started(`${uri}&holdJob=true`)
    const { body, status } = await ask(`POST /import?uri=${uri}`, { by: 'root' })
    assert.equal(status, 400)
    assert.match(body.invalidInput.explanation, new RegExp(`\\[${job.jobId}\\]$`))
    await get(`POST /import?uri=${uri}&allowReimport=true&holdJob=true`)
  })

  it('needs the role _import', async () => {
    const { status, body } = await ask(`POST /import?uri=${here.inboxUri('clip.mp4')}`, { by: 'ann' })
    assert.deepEqual([status, body.forbidden.context], [403, '_import'])
  })
})

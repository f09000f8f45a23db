/**
 * Jobs on items: export, analysis, update of a shape, a part, files as they are (wire-media.md §§4, 5, 8).
 */
import assert from 'node:assert/strict'
import { copyFile, readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'
import { type Body, datum, importing } from '../import/importing.ts'
import { refusedBy } from './refused-by.ts'

const NAMESPACE = 'xmlns="http://xml.vidispine.com/schema/vidispine"'

describe('A job on an item', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here
  let item = ''
  let shape = ''

  before(async function () {
    this.timeout(60_000)
    const job = await over(
      await get(`POST /import?uri=${here.inboxUri('clip.mp4')}&tag=lowres&createThumbnails=false`),
    )
    item = datum(job, 'itemId') ?? ''
    shape = datum(job, 'originalShapeId') ?? ''
  })

  const out = (name: string) => join(here.inbox(), '..', name)
  const uriOf = (name: string) => encodeURIComponent(pathToFileURL(out(name)).href)
  const refused = (line: string) => refusedBy(here, line)

  describe('that exports it', () => {
    it('keeps the name of the file in a folder, by a URI with one slash', async () => {
      const oneSlash = encodeURIComponent(`file:${out('out1')}/`)
      const job = await get(`POST /item/${item}/export?tag=original&uri=${oneSlash}`)
      assert.equal(job.type, 'EXPORT')
      const done = await over(job)
      const [file] = (await get(`GET /item/${item}/shape/${shape}/file`)).file
      assert.deepEqual(await readdir(out('out1')), [file.path])
      assert.deepEqual([datum(done, 'itemId'), datum(done, 'tags')], [item, 'original'])
    })

    it('gives it the name of the URI, and writes the metadata beside it', async () => {
      const job = await over(await get(`POST /item/${item}/export?metadata=true&uri=${uriOf('out2/b.mov')}`))
      assert.deepEqual(await readdir(out('out2')), ['b.mov', 'b.mov.xml'])
      const text = await readFile(out('out2/b.mov.xml'), 'utf8')
      assert.match(text, /<MetadataListDocument /)
      assert.match(text, new RegExp(`<item id="${item}">`))
      assert.match(text, /<name>originalFilename<\/name><value[^>]*>clip\.mp4</)
      assert.equal(fileURLToPath(datum(job, 'metadataUri') ?? ''), out('out2/b.mov.xml'))
    })

    it('writes a file for each tag, and gives the original its own name', async () => {
      const several = `POST /item/${item}/export?tag=original,lowres&uri=${uriOf('out3/')}`
      await over(await get(several))
      assert.equal((await readdir(out('out3'))).length, 2)
      await over(
        await get(`POST /item/${item}/shape/${shape}/export?useOriginalFilename=true&uri=${uriOf('out4/')}`),
      )
      assert.deepEqual(await readdir(out('out4')), ['clip.mp4'])
      assert.equal(await refused(`${several}&useOriginalFilename=true`), '400 invalidInput tag')
      const toOne = `POST /item/${item}/export?tag=original,lowres&uri=${uriOf('a.mov')}`
      assert.equal(await refused(toOne), '400 invalidInput uri')
    })

    it('leaves out a tag that no shape has only if that is allowed', async () => {
      const line = `POST /item/${item}/export?tag=original,web&uri=${uriOf('out5/')}`
      assert.equal(await refused(line), '404 notFound shape')
      await over(await get(`${line}&allowMissing=true`))
    })

    it('writes to each folder of a location, with its tags', async () => {
      const [uri, second] = ['out6', 'out7/'].map((name) => pathToFileURL(out(name)).href)
      await get('PUT /export-location/playout', { uri, uriList: [second], tag: ['lowres'] })
      assert.deepEqual(
        (await get('GET /export-location')).exportLocation.map(({ name }: Body) => name),
        ['playout'],
      )
      const job = await over(await get(`POST /item/${item}/export?locationName=playout`))
      assert.equal(datum(job, 'tags'), 'lowres')
      assert.deepEqual(await readdir(out('out6')), await readdir(out('out7')))
      await ask('DELETE /export-location/playout', { by: 'root' })
      assert.equal(await refused('GET /export-location/playout'), '404 notFound export-location')
      const put = (body: object) =>
        refusedBy(here, 'PUT /export-location/playout', {
          type: 'application/json',
          body: JSON.stringify(body),
        })
      assert.equal(await put({ uri: 'file:///etc/' }), '400 invalidInput ExportLocationDocument.uri')
      assert.equal(
        await put({ uri: 's3://b/', script: 'x' }),
        '400 invalidInput ExportLocationDocument.script',
      )
    })

    it('writes those of a collection into a folder', async () => {
      const { id } = await get('POST /collection?name=c')
      const line = `POST /collection/${id}/export?uri=${uriOf('out8/')}`
      assert.equal(await refused(line), '404 notFound shape')
      await ask(`PUT /collection/${id}/${item}`, { by: 'root' })
      await over(await get(`${line}&tag=original,lowres`))
      assert.equal((await readdir(out('out8'))).length, 2)
      assert.equal(await refused(`POST /collection/${id}/export?uri=${uriOf('a')}`), '400 invalidInput uri')
      assert.equal(await refused(`${line}&tag=web`), '404 notFound shape')
      assert.equal(await refused(`${line}&metadata=true`), '400 invalidInput metadata')
    })

    const to = 'uri=file:///tmp/'
    for (const [what, expected] of [
      [`export?${to}`, '400 invalidInput destinationUri'],
      ['export', '400 invalidInput uri'],
      [`export?${to}&tag=nope`, '404 notFound shape-tag'],
      [`export?${to}&start=1@25`, '400 invalidInput start'],
      [`export?${to}&track=A1`, '400 invalidInput track'],
      [`export?${to}&exportDashMpd=true`, '400 invalidInput exportDashMpd'],
      ['export?locationName=there', '404 notFound export-location'],
      [`export?${to}&locationName=there`, '400 invalidInput locationName'],
      ['export?metadata=true&uri=ftp://example.com/', '400 invalidInput exportMetadata'],
      [`shape/VX-1000000/export?${to}`, '404 notFound shape'],
      ['analyze?tag=web', '404 notFound shape'],
      ['shape/VX-1000000/update', '404 notFound shape'],
      ['range', '400 invalidInput tag'],
      ['range?tag=nope&start=1', '404 notFound shape-tag'],
      ['range?tag=lowres&start=when', '400 invalidInput start'],
    ] as const)
      it(`POST /item/{item}/${what} is ${expected}`, async () => {
        assert.equal(await refused(`POST /item/${item}/${what}`), expected)
      })

    for (const what of [`export?${to}`, 'analyze', 'shape/VX-1/update', 'range?tag=lowres'])
      it(`of an unknown item is 404: ${what}`, async () => {
        assert.equal(await refused(`POST /item/VX-1000000/${what}`), '404 notFound Item')
      })
  })

  it('analyzes its shape, whatever the order of the elements', async () => {
    const body = `<AnalyzeJobDocument ${NAMESPACE}><freeze><threshold>0.9</threshold><time>0.5</time></freeze><black><threshold>1</threshold><percentage>95</percentage></black></AnalyzeJobDocument>`
    const { body: job } = await ask(`POST /item/${item}/shape/${shape}/analyze`, {
      ...{ by: 'root', type: 'application/xml', body },
    })
    assert.equal(job.type, 'ANALYZE')
    await over(job)
    const found = async () =>
      (await get(`GET /item/${item}/shape/${shape}/metadata/bulky`)).field.map(({ key }: Body) => key)
    assert.deepEqual(await found(), ['black', 'freeze'])
    // What is not found any more is not left over from before.
    await over(await get(`POST /item/${item}/analyze`, { black: { threshold: 0, percentage: 100 } }))
    assert.deepEqual(await found(), ['freeze'])
    const smart = { type: 'application/json', body: '{"smartcrop":{}}' }
    const no = await ask(`POST /item/${item}/analyze`, { by: 'root', ...smart })
    assert.equal(no.body.invalidInput.context, 'smartcrop')
  })

  it('keeps where somebody speaks as timed metadata, by track', async () => {
    await copyFile('test/steps/analysis/speech.opus', out('inbox/speech.opus'))
    const imported = await over(await get(`POST /import?uri=${here.inboxUri('speech.opus')}`))
    const spoken = datum(imported, 'itemId')
    const timed = async () => {
      const { metadata } = await get(`GET /item/${spoken}?content=metadata`)
      return metadata.timespan
        .filter(({ start }: Body) => start !== '-INF')
        .map(({ field, end }: Body) => [field[0].name, field[0].track, end.split('@')[0] > 150_000])
    }
    const analyze = (more = '') => get(`POST /item/${spoken}/analyze?jobmetadata=analyze%3Dspeech${more}`)
    await over(await analyze())
    assert.deepEqual(await timed(), [['speech', 'A1', true]])
    const none = await over(await analyze('&jobmetadata=speechTime%3D60'))
    assert.deepEqual([await timed(), datum(none, 'speechCount')], [[], undefined])
  })

  it('describes the file of a shape again, and says what has changed', async () => {
    const [file] = (await get(`GET /item/${item}/shape/${shape}/file`)).file
    const same = await over(await get(`POST /item/${item}/shape/${shape}/update`))
    assert.equal(datum(same, 'differences') ?? '', '')
    const longer = out('inbox/longer.mp4')
    await make(longer, [...PICTURE(3), ...TONE(3), ...H264, '-c:a', 'aac', '-shortest'])
    await rename(longer, fileURLToPath(file.uri[0]))
    const job = await get(`POST /item/${item}/shape/${shape}/update`)
    assert.equal(job.type, 'SHAPE_UPDATE')
    const done = await over(job)
    assert.match(datum(done, 'differences') ?? '', /the container: duration was 2.* s, is 3/)
    const { terse } = await get(`GET /item/${item}?content=metadata&terse=true`)
    assert.match(terse.durationSeconds[0].value, /^3/)
    assert.equal(terse.originalFilename[0].value, 'clip.mp4')
    assert.match(JSON.stringify(await get(`GET /job/${done.jobId}/log`)), /duration was 2/)
  })

  it('makes a shape of a part', async () => {
    const job = await get(`POST /item/${item}/range?tag=lowres&start=12@25&end=37@25`)
    assert.equal(job.type, 'TRANSCODE_RANGE')
    const made = datum(await over(job), 'shapeIds')
    const part = await get(`GET /item/${item}/shape/${made}`)
    assert.deepEqual(part.tag, ['lowres'])
    assert.equal(part.containerComponent.file[0].path, `${part.containerComponent.file[0].id}.mp4`)
    const { samples, timeBase } = part.videoComponent[0].duration
    assert.equal((samples * timeBase.numerator) / timeBase.denominator, 1)
  })

  it('encodes files as a document of the transcoder says', async () => {
    const [input, output] = ['inbox/clip.mp4', 'raw/a.mp4'].map((name) => pathToFileURL(out(name)).href)
    const job = await get('POST /transcode', {
      input: [{ id: 1, uri: [input] }],
      output: [{ id: 1, uri: output, containerFormat: 'mp4' }],
      connection: [{ input: [{ id: 1, stream: 0 }], videoOutput: { id: [1], codec: 'h264' } }],
    })
    assert.equal(job.type, 'RAW_TRANSCODE')
    await over(job)
    assert.deepEqual(await readdir(out('raw')), ['a.mp4'])
  })
})

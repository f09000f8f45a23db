/**
 * Jobs on items: export, analysis, update of a shape, a part, files as they are (wire-media.md §§4, 5, 8).
 */
import assert from 'node:assert/strict'
import { readdir, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'
import { type Body, datum, importing } from '../import/importing.ts'

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
  async function refused(line: string, how: object = {}): Promise<Body> {
    const { status, body } = await ask(line, { by: 'root', ...how })
    const [kind, fault] = Object.entries<Body>(body).find(([, one]) => one !== null) ?? []
    return `${status} ${kind} ${fault.type ?? fault.context}`
  }

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

    const to = 'uri=file:///tmp/'
    for (const [what, expected] of [
      [`export?${to}`, '400 invalidInput destinationUri'],
      ['export', '400 invalidInput uri'],
      [`export?${to}&tag=nope`, '404 notFound shape-tag'],
      [`export?${to}&start=1@25`, '400 invalidInput start'],
      [`export?${to}&track=A1`, '400 invalidInput track'],
      ['export?locationName=there', '400 invalidInput locationName'],
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

  describe('that makes one of parts of others', () => {
    const part = (id: string, start: number, end: number) => ({
      source: { id, interval: { start: { samples: start }, end: { samples: end } } },
    })
    const conform = (id: string) => ({
      conform: {
        timeBase: { numerator: 1, denominator: 25 },
        timeline: { segment: [part(id, 0, 10), part(id, 25, 40)] },
      },
    })

    it('has a shape for each tag, and the metadata of the document', async () => {
      const title = { timespan: [{ field: [{ name: 'title', value: [{ value: 'Cut' }] }] }] }
      const job = await get('POST /conform?tag=lowres', { ...conform(item), metadata: title })
      assert.equal(job.type, 'CONFORM')
      const done = await over(job)
      const made = datum(done, 'itemId')
      assert.notEqual(made, item)
      const { shape: shapes } = await get(`GET /item/${made}?content=shape`)
      const [{ id, tag, videoComponent, containerComponent }] = shapes
      assert.deepEqual([shapes.length, tag], [1, ['lowres']])
      assert.equal(videoComponent[0].numberOfPackets ?? 25, 25)
      assert.equal(containerComponent.file[0].path, `${containerComponent.file[0].id}.mp4`)
      assert.equal(datum(done, 'shapeIds'), id)
      const { terse } = await get(`GET /item/${made}?content=metadata&terse=true`)
      assert.deepEqual([terse.title[0].value, terse.mediaType[0].value], ['Cut', 'video'])
    })

    it('adds to the destination item', async () => {
      const before = (await get(`GET /item/${item}/shape`)).uri.length
      await over(await get(`POST /conform?tag=lowres&destinationItem=${item}`, conform(item)))
      assert.equal((await get(`GET /item/${item}/shape`)).uri.length, before + 1)
    })

    for (const [what, id, expected] of [
      ['tag=lowres', 'VX-1000000', '404 notFound Item'],
      ['tag=lowres&destinationItem=VX-1000000', '', '404 notFound Item'],
      ['tag=nope', '', '404 notFound shape-tag'],
      ['', '', '400 invalidInput tag'],
      ['tag=lowres&conformMetadata=true', '', '400 invalidInput conformMetadata'],
    ] as const)
      it(`POST /conform?${what} ${id} is ${expected}`, async () => {
        const body = JSON.stringify(conform(id === '' ? item : id))
        assert.equal(await refused(`POST /conform?${what}`, { type: 'application/json', body }), expected)
      })
  })

  describe('that renders a timeline', () => {
    const at = () => `/item/${item}/timeline`
    const asText = { by: 'root', accept: 'text/plain' } as const
    const put = (format: string, body: string, type = 'text/plain') =>
      ask(`PUT ${at()}/${format}`, { by: 'root', type, body })
    const list = () =>
      [
        'TITLE: Cut',
        `001  ${item.padEnd(8)} V     C        00:00:00:00 00:00:00:10 01:00:00:00 01:00:00:10`,
        `002  ${item.padEnd(8)} V     C        00:00:01:00 00:00:01:15 01:00:00:10 01:00:01:00`,
      ].join('\n')

    it('keeps texts as they are given, by format', async () => {
      for (const [format, text, type] of [
        ['edl', list(), 'text/plain'],
        ['fcp.xml', '<xmeml version="5">é</xmeml>\n', 'application/xml'],
      ] as const) {
        assert.equal((await put(format, text, type)).status, 200)
        assert.equal((await ask(`GET ${at()}/${format}`, asText)).text, text)
      }
      assert.equal((await ask(`GET ${at()}`, asText)).text, 'edl\tEXACT\r\nfcp.xml\tEXACT\r\n')
      await get(`DELETE ${at()}/fcp.xml`)
      assert.equal(await refused(`DELETE ${at()}/fcp.xml`), '404 notFound timeline')
    })

    it('makes a shape of an edit decision list whose reels are items', async () => {
      await put('edl', list())
      const job = await get(`POST ${at()}/edl/conform?tag=lowres`)
      assert.equal(job.type, 'TIMELINE')
      const made = datum(await over(job), 'shapeIds')
      const { videoComponent } = await get(`GET /item/${item}/shape/${made}`)
      const { samples, timeBase } = videoComponent[0].duration
      assert.equal((samples * timeBase.numerator) / timeBase.denominator, 1)
    })

    it('refuses what is no list, and a timeline that there is not', async () => {
      await put('other', 'no list')
      assert.equal(await refused(`POST ${at()}/other/conform?tag=lowres`), '400 invalidInput edl')
      await put('xml', '<xmeml/>')
      assert.equal(await refused(`POST ${at()}/xml/conform?tag=lowres`), '400 invalidInput timeline')
      assert.equal(await refused(`POST ${at()}/none/conform?tag=lowres`), '404 notFound timeline')
      assert.equal(await refused('GET /item/VX-1000000/timeline/edl'), '404 notFound Item')
    })
  })
})

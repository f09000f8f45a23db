/** Jobs that cut items together: conform and timelines (wire-media.md §5.4). */
import assert from 'node:assert/strict'
import { type Body, datum, importing } from '../import/importing.ts'
import { refusedBy } from './refused-by.ts'

describe('A sequence of items', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here
  let item = ''

  before(async function () {
    this.timeout(60_000)
    const job = await get(`POST /import?uri=${here.inboxUri('clip.mp4')}&createThumbnails=false`)
    item = datum(await over(job), 'itemId') ?? ''
  })

  const refused = (line: string, how: object = {}) => refusedBy(here, line, how)

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
      const line = 'POST /conform?tag=lowres&thumbnails=true&createPosters=12@25'
      const job = await get(line, { ...conform(item), metadata: title })
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
      const pictures = await get(`GET /item/${made}?content=thumbnail,poster`)
      const times = ({ uri }: Body) => uri.map((one: string) => one.split('/').at(-1))
      assert.deepEqual([times(pictures.thumbnails), times(pictures.posters)], [['0@25'], ['12@25']])
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

  describe('that is kept as tracks', () => {
    const time = (samples: number) => ({ samples, timeBase: { numerator: 1, denominator: 25 } })
    const part = (start: number, end: number, sourceIn: number) => ({
      ...{
        in: time(start),
        out: time(end),
        sourceIn: time(sourceIn),
        sourceOut: time(sourceIn + end - start),
        item,
      },
    })
    const tracks = () => ({
      track: [{ segment: [part(0, 10, 0), part(10, 25, 25)] }, { audio: true, segment: [part(0, 25, 0)] }],
    })
    const at = () => `/item/${item}/sequence`

    it('is one of the item, which counts it', async () => {
      assert.deepEqual(await get(`GET ${at()}`), {})
      await get(`PUT ${at()}/vidispine`, tracks())
      assert.deepEqual(await get(`GET ${at()}`), { uri: ['vidispine'] })
      assert.deepEqual(await get(`GET ${at()}/vidispine`), tracks())
      const { terse } = await get(`GET /item/${item}?content=metadata&terse=true&field=__sequence_size`)
      assert.equal(terse.__sequence_size[0].value, '1')
      const search = { field: [{ name: '__sequence_size', value: [{ value: '1' }] }] }
      assert.equal((await get('PUT /item', search)).hits, 1)
    })

    it('becomes a shape of the item, or a new item', async () => {
      const job = await get(`POST ${at()}/render?tag=lowres`)
      assert.equal(job.type, 'CONFORM')
      const done = await over(job)
      assert.equal(datum(done, 'itemId'), item)
      const { videoComponent } = await get(`GET /item/${item}/shape/${datum(done, 'shapeIds')}`)
      const { samples, timeBase } = videoComponent[0].duration
      assert.equal((samples * timeBase.numerator) / timeBase.denominator, 1)
      const other = await get('POST /sequence/render?tag=lowres', { sequence: tracks() })
      assert.notEqual(datum(await get(`GET /job/${other.jobId}?metadata=true`), 'itemId'), item)
    })

    it('is refused and deleted by its format', async () => {
      const body = JSON.stringify({ sequence: { track: [{ ...tracks().track[0], transition: [{}] }] } })
      const as = { type: 'application/json', body }
      assert.equal(await refused('POST /sequence/render?tag=lowres', as), '400 invalidInput sequenceXML')
      const kept = { ...as, body: JSON.stringify(tracks()) }
      assert.equal(await refused(`PUT ${at()}/finalcut`, kept), '400 invalidInput format')
      await get(`DELETE ${at()}/vidispine`)
      assert.equal(await refused(`DELETE ${at()}/vidispine`), '404 notFound sequence')
      assert.equal(await refused(`POST ${at()}/render?tag=lowres`), '404 notFound sequence')
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

/** Files that still grow when their import begins, and sidecars of items (wire-media.md §§3.4, 3.5). */
import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { H264, make, PICTURE } from '../../tasks/machine.ts'
import { type Body, datum, importing } from '../import/importing.ts'

describe('An item', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here

  async function isWaiting({ jobId }: Body): Promise<Body> {
    for (let tries = 0; tries < 200; tries += 1) {
      const job = await get(`GET /job/${jobId}`)
      if (job.status === 'WAITING') return job
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`job ${jobId} does not wait`)
  }

  it('of a growing file is imported when the file is closed, with its full duration', async () => {
    const whole = join(here.inbox(), 'whole.ts')
    await make(whole, [...PICTURE(2), ...H264])
    const bytes = await readFile(whole)
    const growing = join(here.folder(), 'growing.ts')
    await writeFile(growing, bytes.subarray(0, bytes.length / 2))
    const file = await get(`POST /storage/${here.storage()}/file?path=growing.ts&state=OPEN`)
    const { id } = await get('POST /import/placeholder?container=1&settings=VX-76')
    const job = await get(`POST /import/placeholder/${id}/container?fileId=${file.id}&growing=true`)
    const { waiting } = await isWaiting(job)
    assert.deepEqual([waiting.resourceType, waiting.resourceId], ['OPEN_FILE', file.id])
    await appendFile(growing, bytes.subarray(bytes.length / 2))
    await get(`PUT /file/${file.id}/state/CLOSED`)
    await over(job)
    const { terse } = await get(`GET /item/${id}?content=metadata&terse=true`)
    assert.ok(Math.abs(Number(terse.durationSeconds[0].value) - 2) < 0.15, terse.durationSeconds[0].value)
  })

  describe('with a sidecar', () => {
    let item = ''
    before(async () => {
      item = (await get('POST /import/placeholder?container=1')).id
      await writeFile(join(here.inbox(), 'x.srt'), '1\n00:00:01,000 --> 00:00:02,000\nHei <b>du</b>\n')
    })
    const uri = (name: string) => `file://${here.inbox()}/${name}`

    for (const [what, encoded] of [
      ['its URI', () => encodeURIComponent(uri('x.srt'))],
      ['its URI, encoded twice', () => encodeURIComponent(encodeURIComponent(uri('x.srt')))],
    ] as const)
      it(`of captions, by ${what}, gets a shape with WebVTT`, async () => {
        const asked = `POST /import/sidecar/${item}?sidecar=${encoded()}&jobmetadata=subtitleLanguage%3Dnor`
        const job = await get(asked)
        assert.equal(job.type, 'SIDECAR_IMPORT')
        const shape = datum(await over(job), 'shapeIds')
        const found = await get(`GET /item/${item}/shape/${shape}`)
        assert.deepEqual([found.tag, found.mimeType], [['sub_nor_vtt'], ['text/vtt']])
        const [{ file, codec }] = found.subtitleComponent
        assert.deepEqual([codec, file[0].path], ['webvtt', `${file[0].id}.vtt`])
        const text = await readFile(join(here.folder(), file[0].path), 'utf8')
        assert.match(text, /^WEBVTT\n[\s\S]*00:00:01\.000 --> 00:00:02\.000\nHei <b>du<\/b>/)
        assert.equal(file[0].size, text.length)
        assert.deepEqual(await timed(), [['1000@1000', '2000@1000', 'subtitle_nor', 'Hei du', 'nor']])
      })

    /** What is said of parts of the item. */
    const timed = async () => {
      const { metadata } = await get(`GET /item/${item}?content=metadata`)
      return metadata.timespan
        .filter(({ start }: Body) => start !== '-INF')
        .flatMap(({ start, end, field }: Body) =>
          field.map(({ name, value }: Body) => [start, end, name, value[0].value, value[0].lang]),
        )
    }

    it('of captions, as the body of a request, gets a shape', async () => {
      const body = '1\n00:00:00,000 --> 00:00:02,000\nHello\n'
      const asked = `POST /import/sidecar/${item}/raw?fileExtension=srt`
      const { status, body: job, text } = await ask(asked, { by: 'root', type: 'text/plain', body })
      assert.equal(status, 200, text)
      const done = await over(job)
      assert.equal(datum(done, 'tags'), 'sub_und_vtt')
      assert.match((await get(`GET /file/${datum(done, 'fileId')}`)).path, /\.srt$/)
      assert.deepEqual(
        (await timed()).map((one: Body) => one.slice(2)),
        [
          ['subtitle_nor', 'Hei du', 'nor'],
          ['subtitle_und', 'Hello', 'und'],
        ],
      )
      const { hits } = await get('PUT /item', {
        field: [{ name: 'subtitle_und', value: [{ value: 'hello' }] }],
      })
      assert.equal(hits, 1)
    })

    it('of metadata, by the id of its file, gets its fields', async () => {
      const of = (field: string) => `<field><name>${field}</name><value>of the sidecar</value></field>`
      const xml = `<MetadataDocument xmlns="http://xml.vidispine.com/schema/vidispine"><timespan start="-INF" end="+INF">${of('title')}${of('durationSeconds')}<group><name>Film</name>${of('reel')}</group></timespan></MetadataDocument>`
      await writeFile(join(here.folder(), 'side.xml'), xml)
      const file = await get(`POST /storage/${here.storage()}/file?path=side.xml`)
      await over(await get(`POST /import/sidecar/${item}?sidecar=${file.id}`))
      const { metadata } = await get(`GET /item/${item}?content=metadata`)
      const span = metadata.timespan.find(({ start }: Body) => start === '-INF')
      const value = (name: string) => span.field.find((one: Body) => one.name === name)?.value[0].value
      assert.equal(value('title'), 'of the sidecar')
      assert.notEqual(value('durationSeconds'), 'of the sidecar')
      assert.equal(span.group[0].field[0].value[0].value, 'of the sidecar')
    })

    it('that is neither fails the job; an unknown item or file is 404', async () => {
      await writeFile(join(here.inbox(), 'none.txt'), 'nothing of this kind')
      const sidecar = encodeURIComponent(uri('none.txt'))
      await over(await get(`POST /import/sidecar/${item}?sidecar=${sidecar}`), 'FAILED_TOTAL')
      for (const line of [
        `/import/sidecar/VX-999999?sidecar=${sidecar}`,
        `/import/sidecar/${item}?sidecar=VX-999999`,
      ])
        assert.equal((await ask(`POST ${line}`, { by: 'root' })).status, 404)
    })
  })

  it('is imported with settings that do not exist, and a warning', async () => {
    const uri = here.inboxUri('clip.mp4')
    const answer = await ask(`POST /import?uri=${uri}&settings=VX-76&holdJob=true`, { by: 'root' })
    assert.equal(answer.status, 200)
    assert.match(answer.headers['x-callsheet-warning'] ?? '', /settings: VX-76 does not exist/)
    const kept = await get('POST /import/settings', { access: [{ permission: 'READ', group: 'g' }] })
    assert.deepEqual(await get(`GET /import/settings/${kept.id}`), kept)
    assert.ok((await get('GET /import/settings')).uri.includes(kept.id))
  })
})

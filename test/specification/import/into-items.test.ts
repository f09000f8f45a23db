/**
 * Imports into items that exist: placeholders, shapes, versions, and files of storages (wire-media.md §§3,
 * 9).
 */
import assert from 'node:assert/strict'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Body, datum, importing } from './importing.ts'

describe('An import into an item', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here

  async function placeholder(counts = 'container=1'): Promise<string> {
    return (await get(`POST /import/placeholder?${counts}`)).id
  }

  describe('that is a placeholder:', () => {
    it('the placeholder has no media and hides its shape', async () => {
      const title = { timespan: [{ field: [{ name: 'title', value: [{ value: 'To come' }] }] }] }
      const made = await get('POST /import/placeholder?container=1&externalId=reel-7', title)
      assert.deepEqual(Object.keys(made), ['id'])
      assert.deepEqual(await get(`GET /item/${made.id}/shape`), {})
      assert.equal((await get(`GET /item/${made.id}/shape?placeholder=true`)).uri.length, 1)
      const { terse } = await get('GET /item/reel-7?content=metadata&terse=true')
      assert.equal(terse.title[0].value, 'To come')
      assert.equal(terse.mediaType[0].value, 'none')
      assert.equal(terse.__placeholder_shape_size[0].value, '1')
    })

    it('a container fills it', async () => {
      const item = await placeholder()
      const [expected] = (await get(`GET /item/${item}/shape?placeholder=true`)).uri
      const job = await get(`POST /import/placeholder/${item}/container?uri=${here.inboxUri('clip.mp4')}`)
      assert.equal(job.type, 'PLACEHOLDER_IMPORT')
      await over(job)
      assert.deepEqual((await get(`GET /item/${item}/shape`)).uri, [expected])
      const { terse } = await get(`GET /item/${item}?content=metadata&terse=true`)
      assert.equal(terse.mediaType[0].value, 'video')
    })

    it('a kind that is not expected, or used up, is refused', async () => {
      const item = await placeholder()
      const refused = await ask(`POST /import/placeholder/${item}/video?uri=file:///a`, { by: 'root' })
      assert.equal(refused.status, 400)
      const { context, explanation, value } = refused.body.invalidInput
      assert.deepEqual(
        [context, explanation, value],
        ['job', 'No more components of that type is accepted', 'VIDEO_COMPONENT'],
      )
      await get(`POST /import/placeholder/${item}/container?uri=${here.inboxUri('held.mp4')}&holdJob=true`)
      const second = await ask(`POST /import/placeholder/${item}/container?uri=file:///b`, { by: 'root' })
      assert.equal(second.body.invalidInput.value, 'CONTAINER_COMPONENT')
    })

    it('of two requests at once for the last place, one is refused', async () => {
      const item = await placeholder()
      const asked = [1, 2].map((at) =>
        ask(`POST /import/placeholder/${item}/container?uri=file:///race${at}&holdJob=true`, { by: 'root' }),
      )
      const answers = await Promise.all(asked)
      assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 400])
    })

    it('several components fill it one by one', async () => {
      const item = await placeholder('video=1&audio=1')
      const uri = here.inboxUri('clip.mp4')
      await over(await get(`POST /import/placeholder/${item}/video?uri=${uri}`))
      assert.deepEqual(await get(`GET /item/${item}/shape`), {})
      await over(await get(`POST /import/placeholder/${item}/audio?uri=${uri}`))
      const { shape } = await get(`GET /item/${item}?content=shape`)
      assert.equal(shape.length, 1)
      assert.deepEqual([shape[0].videoComponent.length, shape[0].audioComponent.length], [1, 1])
    })

    it('a whole shape can expect further components, and is whole again with them', async () => {
      const item = await placeholder('audio=1')
      const uri = here.inboxUri('clip.mp4')
      await over(await get(`POST /import/placeholder/${item}/audio?uri=${uri}`))
      const { uri: shapes } = await get(`GET /item/${item}/shape`)
      const at = `/item/${item}/shape/${shapes[0]}`
      assert.deepEqual(await get(`POST ${at}/component/placeholder?audio=1`), { id: shapes[0] })
      assert.deepEqual(await get(`GET /item/${item}/shape`), {})
      await over(await get(`POST /import/placeholder/${item}/audio?shapeId=${shapes[0]}&uri=${uri}`))
      assert.deepEqual(await get(`GET /item/${item}/shape`), { uri: shapes })
      assert.equal((await get(`GET ${at}`)).audioComponent.length, 2)
      const none = await ask(`POST ${at}/component/placeholder`, { by: 'root' })
      assert.deepEqual([none.status, none.body.invalidInput.context], [400, 'container'])
    })

    it('an unknown item is 404', async () => {
      const line = 'POST /import/placeholder/VX-1000000/container?uri=file:///a'
      const { status, body } = await ask(line, { by: 'root' })
      assert.deepEqual([status, body.notFound.type], [404, 'Item'])
    })
  })

  it('adds another shape, whose tag has to exist', async () => {
    const item = await placeholder()
    const uri = here.inboxUri('clip.mp4')
    const job = await get(`POST /item/${item}/shape?uri=${uri}&tag=web`)
    assert.equal(job.type, 'SHAPE_IMPORT')
    await over(job)
    assert.equal((await get(`GET /item/${item}/shape?tag=web`)).uri.length, 1)
    const { status, body } = await ask(`POST /item/${item}/shape?uri=${uri}&tag=nope`, { by: 'root' })
    assert.deepEqual([status, body.notFound.type], [404, 'shape-tag'])
  })

  it('adds versions of the essence, and keeps those before', async () => {
    const uri = here.inboxUri('clip.mp4')
    const item = datum(await over(await get(`POST /import?uri=${uri}`)), 'itemId')
    const job = await over(await get(`POST /item/${item}/shape/essence?uri=${uri}&tag=original,lowres`))
    assert.equal(job.type, 'ESSENCE_VERSION')
    assert.deepEqual(
      job.log.task.slice(0, 9).map(({ step, description }: Body) => `${step} ${description}`),
      [
        ...['50 Closing transfer.', '100 Setting up.', '200 Transferring content.'],
        ...['300 Performing media check.', '400 Analyzing media check.', '500 Preparing transcode.'],
        ...['600 Transcoding.', '700 Performing media check.', '800 Finalizing media check.'],
      ],
    )
    const shapes = async (version: string) => (await get(`GET /item/${item}/shape?version=${version}`)).uri
    assert.equal((await shapes('all')).length, 3)
    const [original] = await shapes('1')
    assert.equal((await get(`GET /item/${item}/shape/${original}`)).essenceVersion, 1)
    assert.equal((await get(`GET /item/${item}/shape`)).uri.length, 2)
  })

  it('takes a file of a local storage where it is', async () => {
    await copyFile(join(here.inbox(), 'clip.mp4'), join(here.folder(), 'here.mp4'))
    const file = await get(`POST /storage/${here.storage()}/file?path=here.mp4`)
    const job = await over(await get(`POST /storage/${here.storage()}/file/${file.id}/import`))
    const shown = await get(`GET /file/${file.id}?includeItem=true`)
    assert.equal(shown.item[0].id, datum(job, 'itemId'))
    const again = await ask(`POST /file/${file.id}/import`, { by: 'root' })
    assert.equal(again.status, 400)
    assert.match(again.body.invalidInput.explanation, /\[VX-\d+\]$/)
  })

  describe('that is transcoded', () => {
    it('has a shape more for each tag', async () => {
      const item = datum(await over(await get(`POST /import?uri=${here.inboxUri('clip.mp4')}`)), 'itemId')
      const job = await get(`POST /item/${item}/transcode?tag=lowres&priority=LOWEST`)
      assert.deepEqual([job.type, job.status, job.priority], ['TRANSCODE', 'READY', 'LOWEST'])
      const shape = datum(await over(job), 'shapeIds')
      const { file } = await get(`GET /item/${item}/shape/${shape}/file`)
      assert.equal(file[0].path, `${file[0].id}.mp4`)
      assert.deepEqual((await get(`GET /item/${item}/shape?tag=lowres`)).uri, [shape])
    })

    it('fails the job if it has no content', async () => {
      await over(await get(`POST /item/${await placeholder()}/transcode?tag=lowres`), 'FAILED_TOTAL')
    })

    it('with an unknown tag, or an unknown item, is 404', async () => {
      const item = await placeholder()
      const unknown = await ask(`POST /item/${item}/transcode?tag=nope`, { by: 'root' })
      assert.deepEqual([unknown.status, unknown.body.notFound.type], [404, 'shape-tag'])
      const none = await ask('POST /item/VX-1000000/transcode?tag=lowres', { by: 'root' })
      assert.deepEqual([none.status, none.body.notFound.type], [404, 'Item'])
    })
  })
})

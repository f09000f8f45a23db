/** Events of items, shapes, files and storages become deliveries (wire.md §14). */
import assert from 'node:assert/strict'
import { Delivering } from '../../server/notification/delivering.ts'
import { Receiver } from '../../server/notification/receiver.ts'

describe('Events of media', function () {
  this.timeout(40_000)
  let here: Delivering
  before(async () => {
    here = await Delivering.start()
  })
  after(() => here[Symbol.asyncDispose]())

  async function notify(place: string, trigger: object, url: string): Promise<string> {
    const http = { url, retry: 0, timeout: '1', contentType: 'application/json', synchronous: false }
    const { body, status, text } = await here
      .ask('post', `${place}/notification`)
      .send({ action: { http }, trigger })
    assert.equal(status, 200, text)
    return body.uri[0]
  }

  it('keep nothing while no notification waits for them', async () => {
    await here.ask('post', '/import/placeholder?container=1')
    assert.deepEqual(await here.rows('select id from callsheet.media_event'), [])
  })

  it('are delivered in their order, with what the row was', async () => {
    await using inbox = new Receiver()
    await inbox.listen()
    const items = await notify('/item', { item: '' }, inbox.url('/media'))
    const shapes = await notify('/item', { shape: { create: '' } }, inbox.url('/media'))
    const files = await notify('/storage/file', { file: { create: '', modify: '' } }, inbox.url('/media'))
    const storages = await notify('/storage', { storage: { create: '' } }, inbox.url('/media'))
    const { id: item } = (await here.ask('post', '/import/placeholder?container=1')).body
    const title = { timespan: [{ field: [{ name: 'title', value: [{ value: 'a' }] }] }] }
    await here.ask('put', `/item/${item}/metadata`).send(title)
    const { id: storage } = (await here.ask('post', '/storage').send({ method: [{ uri: 'file:///srv/x/' }] }))
      .body
    const { id: file } = (await here.ask('post', `/storage/${storage}/file?path=a.mov&state=OPEN`)).body
    await here.ask('put', `/file/${file}/state/CLOSED`)
    await here.ask('delete', `/item/${item}`)
    const actions = async (id: string, count: number) =>
      (await here.ended(id, count)).map((one) => (one as unknown as { action: string }).action).toReversed()
    assert.deepEqual(await actions(items, 3), ['CREATE', 'MODIFY', 'DELETE'])
    assert.deepEqual(await actions(shapes, 1), ['CREATE'])
    assert.deepEqual(await actions(files, 2), ['CREATE', 'MODIFY'])
    assert.deepEqual(await actions(storages, 1), ['CREATE'])
    const closed = inbox.messages.find(({ fields }) => fields['state'] === 'CLOSED')
    assert.deepEqual([closed?.fields['fileId'], closed?.fields['storageId']], [file, storage])
    const [delivery] = (await here.ask('get', `/notification/${storages}/delivery`)).body.delivery
    assert.deepEqual([delivery.entity, delivery.entityId, delivery.jobId], ['storage', storage, undefined])
    assert.deepEqual(here.errors, [])
  })
})

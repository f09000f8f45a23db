/** Notifications of items, shapes, files and storages (wire.md §14). */
import assert from 'node:assert/strict'
import { firesFor, mediaPairs } from '../../../server/notification/media.ts'
import { Delivering } from './delivering.ts'
import { Receiver } from './receiver.ts'

const IDS = { item: 1, shape: 2, file: 3, storage: 4, change: 5 }
const ACTION = { action: { http: { url: 'http://a/', synchronous: false } } }

describe('A notification of media', () => {
  // biome-ignore format: a table
  for (const [entity, entityId, trigger, kind, event, expected] of [
    ['item',         null,   { item: { create: '' } },     'item',     'create', true],
    ['item',         null,   { item: { create: '' } },     'item',     'delete', false],
    ['item',         null,   { item: '' },                 'item',     'delete', true],
    ['item',         null,   { item: { modify: '' } },     'metadata', 'modify', true],
    ['item',         null,   { metadata: { modify: '' } }, 'metadata', 'modify', true],
    ['item',         null,   { metadata: { modify: '' } }, 'item',     'create', false],
    ['item',         null,   { shape: { create: {} } },    'shape',    'create', true],
    ['item',         'VX-1', { shape: { create: '' } },    'shape',    'create', true],
    ['item',         'VX-2', { shape: { create: '' } },    'shape',    'create', false],
    ['item',         null,   { file: { create: '' } },     'file',     'create', false],
    ['storage',      'VX-4', { file: { new: '' } },        'file',     'create', true],
    ['storage',      'VX-3', { file: { new: '' } },        'file',     'create', false],
    ['storage',      null,   { storage: { change: '' } },  'storage',  'modify', true],
    ['file',         'VX-3', { file: { delete: '' } },     'file',     'delete', true],
    ['storage/file', null,   { file: { delete: '' } },     'file',     'delete', true],
    ['storage/file', null,   { storage: '' },              'storage',  'modify', false],
    ['item',         null,   undefined,                    'item',     'create', false],
  ] as const)
    it(`at ${entity} ${entityId ?? ''} with ${JSON.stringify(trigger)} ${expected ? 'fires' : 'is silent'} when a ${kind} has the event ${event}`, () => {
      const document = { ...ACTION, ...(trigger && { trigger }) }
      assert.equal(firesFor({ entity, entityId, document }, { kind, event, facts: IDS }), expected)
    })

  it('sends the ids and what is known, as texts', () => {
    const facts = { item: 1, shape: 2, tags: ['original', 'web'], essenceVersion: 0 }
    const pairs = mediaPairs({ kind: 'shape', event: 'create', facts }, 'mine', 'http://a/API/')
    assert.deepEqual(Object.fromEntries(pairs.map(({ key, value }) => [key, value])), {
      ...{ action: 'CREATE', type: 'shape', item: 'VX-1', itemId: 'VX-1', shapeId: 'VX-2' },
      ...{ shapeTag: 'original,web', essenceVersion: '0', baseUri: 'http://a/API/', extradata: 'mine' },
    })
  })
})

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

/** Notifications of items, shapes, files and storages (wire.md §14). */
import assert from 'node:assert/strict'
import { firesFor, mediaPairs } from '../../../server/notification/media.ts'

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

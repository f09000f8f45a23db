/** Content that is registered at once with other content of its item, or after the item is gone. */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { siteId } from '../../../schema/ids.ts'
import { createItem } from '../../../schema/queries/media/items/write-item.ts'
import { readShapes } from '../../../schema/queries/media/shapes/read-shapes.ts'
import { createShape } from '../../../schema/queries/media/shapes/write-shapes.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import type { Step } from '../../../steps/engine/declare/step.ts'
import { registerContent } from '../../../steps/import/register-content.ts'
import type { Tools } from '../../../steps/tools.ts'
import { database, type TestDatabase } from '../../setup.ts'

type Run = Parameters<Step<Tools>['run']>[0]

describe('Content that is registered', () => {
  let test: TestDatabase
  let item = 0
  before(async () => {
    test = await database()
    item = await inTransaction((tx) => createItem(tx, { user: 'root' }))
  })
  after(() => test[Symbol.asyncDispose]())

  const inTransaction = <T>(work: (tx: EntityManager) => Promise<T>) =>
    transaction(test.database.em.fork(), work)
  const placeholder = () =>
    inTransaction((tx) => createShape(tx, { itemId: item, tags: ['original'], expected: { video: 3 } }))

  const register = (itemId: number, shapeId: number, uri: string) =>
    inTransaction(async (em) => {
      const metadata = {
        itemId: siteId(itemId),
        shapeId: siteId(shapeId),
        component: 'video',
        sourceUri: uri,
      }
      const content = { path: '', size: 1, technical: { videoComponent: [{ codec: 'h264', metadata: [] }] } }
      const context = { em, job: { id: 1 }, metadata, result: () => content, log: () => undefined }
      return registerContent.run(context as unknown as Run & { em: EntityManager })
    })

  it('with that of other jobs completes the placeholder', async () => {
    const shape = await placeholder()
    await Promise.all(['a', 'b', 'c'].map((name) => register(item, shape, `file:///x/${name}.mov`)))
    const [filled] = await readShapes(test.database.em.fork(), [shape])
    assert.deepEqual(
      [filled?.expected, filled?.components.map(({ position }) => position).toSorted()],
      [null, [0, 1, 2]],
    )
  })

  // biome-ignore format: a table
  for (const [what, of, message] of [
    ['the item',        () => [999, 1] as const,   'item VX-999 does not exist'],
    ['the placeholder', () => [item, 999] as const, 'shape VX-999 does not exist'],
  ] as const)
    it(`fails its job without ${what}`, async () => {
      const [itemId, shapeId] = of()
      const outcome = await register(itemId, shapeId, 'file:///x/d.mov')
      assert.deepEqual([outcome.ended, 'reason' in outcome && outcome.reason], ['fatal', message])
    })
})

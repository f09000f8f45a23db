import assert from 'node:assert/strict'
import { once } from 'node:events'
import pg from 'pg'
import { executeTogether } from '../../../../schema/sql/execute.ts'
import { type Call, CHANNEL, callsIn, Wake } from '../../../../steps/engine/runtime/wake.ts'
import { database, type TestDatabase } from '../../../setup.ts'
import { within } from '../farm/made-up-steps.ts'

describe('A call', () => {
  let test: TestDatabase
  let listener: pg.Client
  before(async () => {
    test = await database()
    listener = new pg.Client(test.connection)
    await listener.connect()
    await listener.query(`listen ${CHANNEL}`)
  })
  after(async () => {
    await listener.end()
    await test[Symbol.asyncDispose]()
  })

  /** What is called out of these; the last of them always is. */
  async function calledOut(isNear: boolean, ...calls: readonly Call[]): Promise<readonly string[]> {
    const [heard, near] = [[] as string[], [] as string[]]
    const last = Promise.withResolvers<void>()
    const hear = ({ payload }: pg.Notification) => {
      heard.push(...callsIn(payload))
      if (heard.includes('job:9')) last.resolve()
    }
    listener.on('notification', hear)
    const wake = new Wake(test.database, assert.ifError, (call) => isNear && near.push(call) > 0)
    wake.call(...calls)
    wake.call('job:9')
    await within('the last is heard', last.promise)
    listener.off('notification', hear)
    assert.deepEqual(near, isNear ? [...calls, 'job:9'] : [])
    return heard
  }

  // biome-ignore format: a table
  for (const [title, isNear, calls, out] of [
    ['goes to every process',                                              false, ['admit', 'abort:1'], ['admit', 'abort:1', 'job:9']],
    ['goes to the agent of its server and to everybody else',              true,  ['abort:1', 'stop:2'], ['abort:1', 'stop:2', 'job:9']],
    ['for an admission goes to the agent alone, which admits for all',     true,  ['admit'], ['job:9']],
    ['that is made twice at the same time goes once',                      false, ['job:1', 'job:1'], ['job:1', 'job:9']],
  ] as const)
    it(title, async () => assert.deepEqual(await calledOut(isNear, ...calls), out))

  it('comes whole, however many there are', async () => {
    const calls = Array.from({ length: 1_000 }, (_, at) => `job:${2_147_000_000 + at}` as const)
    assert.deepEqual(await calledOut(false, ...calls), [...calls, 'job:9'])
  })

  it('goes along with a statement where nobody is near and nothing was called out just now', async () => {
    const wake = new Wake(test.database, assert.ifError)
    const along = wake.along('admit')
    assert.ok(along)
    const heard = once(listener, 'notification')
    await executeTogether(test.database.em.fork(), [['select 1', []], along])
    const [{ payload }] = await within('it is heard', heard)
    assert.equal(payload, 'admit')
    wake.call('placed:1')
    assert.equal(wake.along('admit'), undefined)
  })

  it('does not go along where an agent was near', () => {
    const wake = new Wake(test.database, assert.ifError, () => true)
    wake.call('admit')
    assert.equal(wake.along('admit'), undefined)
  })
})

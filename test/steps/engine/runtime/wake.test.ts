import assert from 'node:assert/strict'
import { once } from 'node:events'
import pg from 'pg'
import { executeTogether } from '../../../../schema/sql/execute.ts'
import { type Call, CHANNEL, callsIn, Wake } from '../../../../steps/engine/runtime/wake.ts'
import { database, type TestDatabase } from '../../../setup.ts'
import { within } from '../farm/made-up-steps.ts'

describe('A wake-up', () => {
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

  /** The wake-ups that are sent of these, and a last one that always is. */
  async function sentOf(hasAgent: boolean, ...calls: readonly Call[]): Promise<readonly string[]> {
    const [received, local] = [[] as string[], [] as string[]]
    const last = Promise.withResolvers<void>()
    const receive = ({ payload }: pg.Notification) => {
      received.push(...callsIn(payload))
      if (received.includes('job:9')) last.resolve()
    }
    listener.on('notification', receive)
    const wake = new Wake(test.database, assert.ifError, (call) => hasAgent && local.push(call) > 0)
    wake.call(...calls)
    wake.call('job:9')
    await within('the last one is received', last.promise)
    listener.off('notification', receive)
    assert.deepEqual(local, hasAgent ? [...calls, 'job:9'] : [])
    return received
  }

  // biome-ignore format: a table
  for (const [title, hasAgent, calls, out] of [
    ['is sent to every process',                                           false, ['admit', 'abort:1'], ['admit', 'abort:1', 'job:9']],
    ['is sent to the agent of its server and to all other processes',      true,  ['abort:1', 'stop:2'], ['abort:1', 'stop:2', 'job:9']],
    ['for an admission is sent only to the agent, which admits for all',   true,  ['admit'], ['job:9']],
    ['that is requested twice at the same time is sent once',              false, ['job:1', 'job:1'], ['job:1', 'job:9']],
  ] as const)
    it(title, async () => assert.deepEqual(await sentOf(hasAgent, ...calls), out))

  it('arrives, however many are sent together', async () => {
    const calls = Array.from({ length: 1_000 }, (_, at) => `job:${2_147_000_000 + at}` as const)
    assert.deepEqual(await sentOf(false, ...calls), [...calls, 'job:9'])
  })

  it('can be sent with a statement if the server has no agent and none was sent just before', async () => {
    const wake = new Wake(test.database, assert.ifError)
    const along = wake.along('admit')
    assert.ok(along)
    const received = once(listener, 'notification')
    await executeTogether(test.database.em.fork(), [['select 1', []], along])
    const [{ payload }] = await within('it is received', received)
    assert.equal(payload, 'admit')
    wake.call('placed:1')
    assert.equal(wake.along('admit'), undefined)
  })

  it('is not sent with a statement if the server has an agent', () => {
    const wake = new Wake(test.database, assert.ifError, () => true)
    wake.call('admit')
    assert.equal(wake.along('admit'), undefined)
  })

  it('has been sent when `sent` resolves', async () => {
    const wake = new Wake(test.database, assert.ifError)
    const received = Promise.withResolvers<void>()
    listener.on('notification', ({ payload }) => payload === 'step:1' && received.resolve())
    wake.call('step:1')
    await wake.sent()
    await within('it is received', received.promise)
    await wake.sent()
  })
})

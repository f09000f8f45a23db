import assert from 'node:assert/strict'
import pg from 'pg'
import { type Call, CHANNEL, Wake } from '../../../steps/engine/wake.ts'
import { database, type TestDatabase } from '../../setup.ts'
import { within } from './made-up-steps.ts'

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
    const hear = ({ payload = '' }) => {
      heard.push(payload)
      if (payload === 'job:9') last.resolve()
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
})

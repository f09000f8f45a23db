/** The queue rules that a server keeps for a second. */
import assert from 'node:assert/strict'
import { writeRules } from '../../../../../schema/queries/admission/queue-rules.ts'
import { NO_RULES } from '../../../../../schema/queue.ts'
import { KnownRules } from '../../../../../steps/engine/admission/known-rules.ts'
import { database, type TestDatabase } from '../../../../setup.ts'

describe('The known queue rules', () => {
  let test: TestDatabase
  let known: KnownRules
  beforeEach(async () => {
    test = await database()
    known = new KnownRules()
  })
  afterEach(() => test[Symbol.asyncDispose]())
  const em = () => test.database.em.fork()
  const limited = (concurrentJobs: number) => writeRules(em(), { ...NO_RULES, concurrentJobs })
  const limit = async () => (await known.read(em())).concurrentJobs

  it('are kept, and read again when they are forgotten', async () => {
    await limited(1)
    assert.equal(await limit(), 1)
    await limited(2)
    assert.equal(await limit(), 1)
    known.forget()
    assert.equal(await limit(), 2)
  })

  it('are not kept if they were forgotten while they were read', async () => {
    await limited(1)
    const reading = limit()
    known.forget()
    await reading
    await limited(2)
    assert.equal(await limit(), 2)
  })
})

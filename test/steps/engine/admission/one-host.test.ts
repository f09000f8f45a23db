import assert from 'node:assert/strict'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

describe('Agents of one host', function () {
  this.timeout(20_000)
  let one: Farm
  beforeEach(async () => {
    one = await farm({ ONE: [{ number: 100, step: step('one') }] })
  })
  afterEach(async () => {
    const { troubles } = one
    await one[Symbol.asyncDispose]()
    assert.deepEqual(troubles, [])
  })

  const onHost = (name: string, capacity: { readonly reaches?: readonly string[] } = {}, host = 'h') =>
    one.agent(name, 0, { host, capacity })
  const reports = () => one.events.flatMap((event) => (event.type === 'host-changed' ? [event.host] : []))

  it('that declare the same capacity are not reported', async () => {
    await onHost('a', { reaches: ['VX-1'] })
    await onHost('b', { reaches: ['VX-1'] })
    await onHost('c', {}, 'another')
    assert.deepEqual(reports(), [])
  })

  it('that declare different capacities are reported, and the last declaration applies to all', async () => {
    await onHost('a', { reaches: ['VX-1'] })
    await onHost('b')
    await one.published('the different capacities are reported', ({ type }) => type === 'host-changed')
    assert.deepEqual(reports(), ['h'])
    assert.deepEqual(await one.rows('select id, reaches from callsheet.host'), [{ id: 'h', reaches: null }])
  })

  it('are not reported if one joins after the other has left', async () => {
    await onHost('a', { reaches: ['VX-1'] })
    await one.stop('a')
    await onHost('b')
    assert.deepEqual(reports(), [])
  })
})

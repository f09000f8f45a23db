import assert from 'node:assert/strict'
import { type Farm, farm } from '../farm/farm.ts'
import { step } from '../farm/made-up-steps.ts'

describe('Agents of one machine', function () {
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
  const complaints = () => one.events.flatMap((event) => (event.type === 'host-changed' ? [event.host] : []))

  it('that say the same of it are not spoken of', async () => {
    await onHost('a', { reaches: ['VX-1'] })
    await onHost('b', { reaches: ['VX-1'] })
    await onHost('c', {}, 'another')
    assert.deepEqual(complaints(), [])
  })

  it('that disagree are told of, and what the last of them says holds for all', async () => {
    await onHost('a', { reaches: ['VX-1'] })
    await onHost('b')
    await one.heard('they disagree', ({ type }) => type === 'host-changed')
    assert.deepEqual(complaints(), ['h'])
    assert.deepEqual(await one.rows('select id, reaches from callsheet.host'), [{ id: 'h', reaches: null }])
  })

  it('are not spoken of when one comes after the other', async () => {
    await onHost('a', { reaches: ['VX-1'] })
    await one.stop('a')
    await onHost('b')
    assert.deepEqual(complaints(), [])
  })
})

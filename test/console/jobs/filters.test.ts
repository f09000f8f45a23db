import assert from 'node:assert/strict'
import { isFiltering, NO_FILTERS, readFilters, writeFilters } from '../../../web/src/filter/filters.ts'
import { startedFrom } from '../../../web/src/filter/times.ts'

// biome-ignore format: a table
const READ = [
  ['',                                   {}],
  ['q=a%20b',                            { q: 'a b' }],
  ['status=STARTED,READY,STARTED',       { status: ['STARTED', 'READY'] }],
  ['status=RUNNING,READY,toString',      { status: ['READY'] }],
  ['type=EXPORT,ACME_DELIVER',           { type: ['EXPORT', 'ACME_DELIVER'] }],
  ['user=ann&priority=HIGH,&time=day',   { user: 'ann', priority: ['HIGH'], time: 'day' }],
  ['category=cpu,gpu_ai,fpga',           { category: ['cpu', 'gpu_ai'] }],
  ['cause=step,aborted,bored',           { cause: ['step', 'aborted'] }],
  ['sort=oldest',                        { sort: 'oldest' }],
  ['priority=URGENT&time=century&sort=x', {}],
] as const

describe('The filters of the URL', () => {
  for (const [query, changes] of READ) {
    it(`“${query}” are ${JSON.stringify(changes)}`, () => {
      assert.deepEqual(readFilters(new URLSearchParams(query)), { ...NO_FILTERS, ...changes })
    })
  }

  it('are read as they were written', () => {
    const filters = { ...NO_FILTERS, q: 'ü', status: ['HOLD'], user: 'ann', time: 'week' } as const
    const written = Object.entries(writeFilters(filters)).map(([name, value]) => [name, value ?? ''] as const)
    assert.deepEqual(readFilters(new URLSearchParams(Object.fromEntries(written))), filters)
  })

  it('are active as soon as one is set', () => {
    assert.equal(isFiltering(NO_FILTERS), false)
    assert.equal(isFiltering({ ...NO_FILTERS, priority: ['LOW'] }), true)
    assert.equal(isFiltering({ ...NO_FILTERS, category: ['cpu'] }), true)
    assert.equal(isFiltering({ ...NO_FILTERS, sort: 'oldest' }), false, 'an order excludes nothing')
  })

  it('count back from the full minute', () => {
    const now = Date.parse('2026-01-31T12:34:56.789Z')
    assert.equal(startedFrom('hour', now), '2026-01-31T11:34:00.000Z')
    assert.equal(startedFrom('week', now), '2026-01-24T12:34:00.000Z')
  })
})

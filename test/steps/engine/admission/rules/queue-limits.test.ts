import assert from 'node:assert/strict'
import fc from 'fast-check'
import { NO_RULES, type QueueRules } from '../../../../../schema/queue.ts'
import { PRIORITIES, type Priority, rankOf } from '../../../../../schema/states.ts'
import { QueueLimits } from '../../../../../steps/engine/admission/queue-limits.ts'

const pool = (priorityThreshold: Priority, size: number) => ({ priorityThreshold, size })
const group = (name: string, maxConcurrency: number | null) => ({ name, maxConcurrency, jobs: [] })
const running = (priority: Priority, count: number, groups: readonly string[] = []) => ({
  priority: rankOf(priority),
  ...{ count, groups },
})

/**
 * Starts the jobs in order. Returns `HIGH` for each that starts, `-HIGH pool-full` for each that does not.
 */
function started(
  rules: Partial<QueueRules>,
  jobs: readonly (readonly [priority: Priority, ...groups: readonly string[]])[],
  already: ReturnType<typeof running>[] = [],
): readonly string[] {
  const limits = new QueueLimits({ ...NO_RULES, ...rules }, already)
  return jobs.map(([priority, ...groups]) => {
    const refusal = limits.refusal(rankOf(priority), groups)
    if (refusal) return `-${priority} ${refusal.why}`
    limits.take(rankOf(priority), groups)
    return priority
  })
}

describe('Jobs may start', () => {
  const TWO_POOLS = { pools: [pool('HIGH', 1), pool('LOWEST', 1)] }
  const NESTED = { pools: [pool('HIGHEST', 1), pool('MEDIUM', 1), pool('LOWEST', 1)] }
  // biome-ignore format: a table
  for (const [what, rules, jobs, already, expected] of [
    ['without limit if there are no rules',                  {}, [['LOW'], ['LOW']], [running('LOW', 99)], ['LOW', 'LOW']],
    ['up to concurrentJobs',                                 { concurrentJobs: 2 }, [['LOW'], ['HIGHEST'], ['LOW']], [], ['LOW', 'HIGHEST', '-LOW jobs-full']],
    ['up to concurrentJobs, including running ones',         { concurrentJobs: 2 }, [['LOW'], ['LOW']], [running('HIGH', 1)], ['LOW', '-LOW jobs-full']],
    ['not while more run than allowed',                      { concurrentJobs: 2 }, [['HIGHEST']], [running('LOW', 5)], ['-HIGHEST jobs-full']],
    ['always if they are IMMEDIATE',                         { concurrentJobs: 1 }, [['LOW'], ['IMMEDIATE']], [], ['LOW', 'IMMEDIATE']],
    ['beside IMMEDIATE jobs, which take no place',           { concurrentJobs: 1 }, [['IMMEDIATE'], ['LOW']], [running('IMMEDIATE', 3)], ['IMMEDIATE', 'LOW']],
    ['not on places reserved for a higher priority',         TWO_POOLS, [['LOW'], ['LOW'], ['HIGH']], [], ['LOW', '-LOW pool-full', 'HIGH']],
    ['on places for lower priorities too',                   TWO_POOLS, [['HIGH'], ['HIGH'], ['LOW']], [], ['HIGH', 'HIGH', '-LOW pool-full']],
    ['first on the place reserved for their priority',       TWO_POOLS, [['HIGH'], ['LOW']], [], ['HIGH', 'LOW']],
    ['in each of three nested pools',                        NESTED, [['LOW'], ['MEDIUM'], ['MEDIUM'], ['HIGH'], ['HIGHEST']], [], ['LOW', 'MEDIUM', '-MEDIUM pool-full', '-HIGH pool-full', 'HIGHEST']],
    ['not below the lowest threshold',                       { pools: [pool('MEDIUM', 9)] }, [['LOW'], ['MEDIUM']], [], ['-LOW pool-full', 'MEDIUM']],
    ['by the pools alone if there are pools',                { ...TWO_POOLS, concurrentJobs: 1 }, [['LOW'], ['HIGH']], [], ['LOW', 'HIGH']],
    ['even if pools and groups are full, if they are IMMEDIATE', { ...TWO_POOLS, groups: [group('a', 1)] }, [['IMMEDIATE', 'a'], ['IMMEDIATE', 'a']], [running('HIGH', 2, ['a'])], ['IMMEDIATE', 'IMMEDIATE']],
    ['up to the bound of their task group',                  { groups: [group('a', 1)] }, [['LOW', 'a'], ['HIGH', 'a'], ['LOW', 'b'], ['LOW']], [], ['LOW', '-HIGH group-full', 'LOW', 'LOW']],
    ['if each of their groups has room',                     { groups: [group('a', 2), group('b', 1)] }, [['LOW', 'a', 'b'], ['LOW', 'a', 'b'], ['LOW', 'a']], [], ['LOW', '-LOW group-full', 'LOW']],
    ['without limit in a group without a bound',             { groups: [group('a', null)] }, [['LOW', 'a'], ['LOW', 'a']], [], ['LOW', 'LOW']],
    ['not if their group has room but the pool is full',     { ...TWO_POOLS, groups: [group('a', 9)] }, [['LOW', 'a'], ['LOW', 'a']], [], ['LOW', '-LOW pool-full']],
  ] as const) {
    it(what, () => assert.deepEqual(started(rules, jobs, [...already]), expected))
  }

  // biome-ignore format: a table
  for (const [rules, expected] of [
    [{ concurrentJobs: 1 },       { why: 'jobs-full', limit: 1 }],
    [{ pools: [pool('LOW', 1)] }, { why: 'pool-full', priority: 'MEDIUM', limit: 1 }],
    [{ groups: [group('a', 1)] }, { why: 'group-full', group: 'a', limit: 1 }],
  ] as const) {
    it(`or are refused with what is full: ${expected.why}`, () => {
      const limits = new QueueLimits({ ...NO_RULES, ...rules }, [running('MEDIUM', 1, ['a'])])
      assert.deepEqual(limits.refusal(rankOf('MEDIUM'), ['a']), expected)
    })
  }
})

describe('A job is refused by the pools', () => {
  const priority = fc.constantFrom(...PRIORITIES)
  const pools = fc.array(fc.record({ priorityThreshold: priority, size: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  })

  it('exactly when not every job can have its own place', () => {
    fc.assert(
      fc.property(pools, fc.array(priority, { maxLength: 9 }), (given, jobs) => {
        const limits = new QueueLimits({ ...NO_RULES, pools: given }, [])
        const open = given.flatMap(({ priorityThreshold, size }) =>
          Array(size).fill(rankOf(priorityThreshold)),
        )
        const admitted: number[] = []
        for (const rank of jobs.map(rankOf)) {
          const fits = rank === rankOf('IMMEDIATE') || canAllHavePlaces([...admitted, rank], open)
          assert.equal(limits.refusal(rank, []) === undefined, fits, `${rank} beside ${admitted} in ${open}`)
          if (fits) limits.take(rank, [])
          if (fits && rank < rankOf('IMMEDIATE')) admitted.push(rank)
        }
      }),
      { numRuns: 500 },
    )
  })

  /** Tries every place for every job. */
  function canAllHavePlaces([rank, ...others]: readonly number[], open: readonly number[]): boolean {
    if (rank === undefined) return true
    return open.some((threshold, at) => threshold <= rank && canAllHavePlaces(others, open.toSpliced(at, 1)))
  }
})

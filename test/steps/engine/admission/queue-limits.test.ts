import assert from 'node:assert/strict'
import fc from 'fast-check'
import { NO_RULES, type QueueRules } from '../../../../schema/queue.ts'
import { PRIORITIES, type Priority, rankOf } from '../../../../schema/states.ts'
import { QueueLimits } from '../../../../steps/engine/admission/queue-limits.ts'

const pool = (priorityThreshold: Priority, size: number) => ({ priorityThreshold, size })
const group = (name: string, maxConcurrency: number | null) => ({ name, maxConcurrency, jobs: [] })
const running = (priority: Priority, count: number, groups: readonly string[] = []) => ({
  priority: rankOf(priority),
  ...{ count, groups },
})

/** What of the jobs starts, one after the other: `HIGH`, or why not: `-HIGH pool-full`. */
function started(
  rules: Partial<QueueRules>,
  jobs: readonly (readonly [priority: Priority, ...groups: readonly string[]])[],
  already: ReturnType<typeof running>[] = [],
): readonly string[] {
  const places = new QueueLimits({ ...NO_RULES, ...rules }, already)
  return jobs.map(([priority, ...groups]) => {
    const refusal = places.refusal(rankOf(priority), groups)
    if (refusal) return `-${priority} ${refusal.why}`
    places.take(rankOf(priority), groups)
    return priority
  })
}

describe('Jobs start', () => {
  const TWO_POOLS = { pools: [pool('HIGH', 1), pool('LOWEST', 1)] }
  const NESTED = { pools: [pool('HIGHEST', 1), pool('MEDIUM', 1), pool('LOWEST', 1)] }
  // biome-ignore format: a table
  for (const [what, rules, jobs, already, expected] of [
    ['all, without any rule',                                {}, [['LOW'], ['LOW']], [running('LOW', 99)], ['LOW', 'LOW']],
    ['as many as concurrentJobs allows',                     { concurrentJobs: 2 }, [['LOW'], ['HIGHEST'], ['LOW']], [], ['LOW', 'HIGHEST', '-LOW jobs-full']],
    ['with those counted that run already',                  { concurrentJobs: 2 }, [['LOW'], ['LOW']], [running('HIGH', 1)], ['LOW', '-LOW jobs-full']],
    ['not at all past what is allowed, though more run',     { concurrentJobs: 2 }, [['HIGHEST']], [running('LOW', 5)], ['-HIGHEST jobs-full']],
    ['regardless, when they are IMMEDIATE',                  { concurrentJobs: 1 }, [['LOW'], ['IMMEDIATE']], [], ['LOW', 'IMMEDIATE']],
    ['in the place that an IMMEDIATE one has not taken',     { concurrentJobs: 1 }, [['IMMEDIATE'], ['LOW']], [running('IMMEDIATE', 3)], ['IMMEDIATE', 'LOW']],
    ['low ones not in the room kept for high ones',          TWO_POOLS, [['LOW'], ['LOW'], ['HIGH']], [], ['LOW', '-LOW pool-full', 'HIGH']],
    ['high ones in the room of low ones, too',               TWO_POOLS, [['HIGH'], ['HIGH'], ['LOW']], [], ['HIGH', 'HIGH', '-LOW pool-full']],
    ['a high one first in the room kept for it',             TWO_POOLS, [['HIGH'], ['LOW']], [], ['HIGH', 'LOW']],
    ['in each of three nested pools',                        NESTED, [['LOW'], ['MEDIUM'], ['MEDIUM'], ['HIGH'], ['HIGHEST']], [], ['LOW', 'MEDIUM', '-MEDIUM pool-full', '-HIGH pool-full', 'HIGHEST']],
    ['none below the lowest threshold',                      { pools: [pool('MEDIUM', 9)] }, [['LOW'], ['MEDIUM']], [], ['-LOW pool-full', 'MEDIUM']],
    ['by the pools alone, where there are any',              { ...TWO_POOLS, concurrentJobs: 1 }, [['LOW'], ['HIGH']], [], ['LOW', 'HIGH']],
    ['IMMEDIATE ones past full pools and groups',            { ...TWO_POOLS, groups: [group('a', 1)] }, [['IMMEDIATE', 'a'], ['IMMEDIATE', 'a']], [running('HIGH', 2, ['a'])], ['IMMEDIATE', 'IMMEDIATE']],
    ['as many of a group as it allows',                      { groups: [group('a', 1)] }, [['LOW', 'a'], ['HIGH', 'a'], ['LOW', 'b'], ['LOW']], [], ['LOW', '-HIGH group-full', 'LOW', 'LOW']],
    ['when each of their groups has room',                   { groups: [group('a', 2), group('b', 1)] }, [['LOW', 'a', 'b'], ['LOW', 'a', 'b'], ['LOW', 'a']], [], ['LOW', '-LOW group-full', 'LOW']],
    ['as many as there are, of a group without a bound',     { groups: [group('a', null)] }, [['LOW', 'a'], ['LOW', 'a']], [], ['LOW', 'LOW']],
    ['not in their group when there is no place in a pool',  { ...TWO_POOLS, groups: [group('a', 9)] }, [['LOW', 'a'], ['LOW', 'a']], [], ['LOW', '-LOW pool-full']],
  ] as const) {
    it(what, () => assert.deepEqual(started(rules, jobs, [...already]), expected))
  }

  // biome-ignore format: a table
  for (const [rules, expected] of [
    [{ concurrentJobs: 1 },       { why: 'jobs-full', limit: 1 }],
    [{ pools: [pool('LOW', 1)] }, { why: 'pool-full', priority: 'MEDIUM', limit: 1 }],
    [{ groups: [group('a', 1)] }, { why: 'group-full', group: 'a', limit: 1 }],
  ] as const) {
    it(`or it is said why not: ${expected.why}, with what is full`, () => {
      const places = new QueueLimits({ ...NO_RULES, ...rules }, [running('MEDIUM', 1, ['a'])])
      assert.deepEqual(places.refusal(rankOf('MEDIUM'), ['a']), expected)
    })
  }
})

describe('A job is refused by the pools', () => {
  const priority = fc.constantFrom(...PRIORITIES)
  const pools = fc.array(fc.record({ priorityThreshold: priority, size: fc.integer({ min: 1, max: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  })

  it('exactly when there is no way to give each job a place of its own', () => {
    fc.assert(
      fc.property(pools, fc.array(priority, { maxLength: 9 }), (given, jobs) => {
        const places = new QueueLimits({ ...NO_RULES, pools: given }, [])
        const open = given.flatMap(({ priorityThreshold, size }) =>
          Array(size).fill(rankOf(priorityThreshold)),
        )
        const inside: number[] = []
        for (const rank of jobs.map(rankOf)) {
          const fits = rank === rankOf('IMMEDIATE') || canBeSeated([...inside, rank], open)
          assert.equal(places.refusal(rank, []) === undefined, fits, `${rank} beside ${inside} in ${open}`)
          if (fits) places.take(rank, [])
          if (fits && rank < rankOf('IMMEDIATE')) inside.push(rank)
        }
      }),
      { numRuns: 500 },
    )
  })

  /** Tries every place for every job. */
  function canBeSeated([rank, ...others]: readonly number[], open: readonly number[]): boolean {
    if (rank === undefined) return true
    return open.some((threshold, at) => threshold <= rank && canBeSeated(others, open.toSpliced(at, 1)))
  }
})

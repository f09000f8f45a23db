/** Which jobs and deliveries go, by their days, their month, and whether they are kept. */
import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { StoredJobs } from '../../../schema/queries/retention/stored.ts'
import {
  deliveryMonthsToDrop,
  endOf,
  MOST_MOVED,
  planOfDeliveries,
  planOfJobs,
} from '../../../server/retention/plan.ts'
import { daysOfType, type RetentionRules, readDaysByType } from '../../../server/retention/rules.ts'

const DAY_MS = 86_400_000
const RULES: RetentionRules = {
  ...{ jobDays: 90, deliveryDays: 90, auditDays: 90 },
  daysByType: { COPY_FILE: 7, EXPORT: 365, REPORT: null },
}

interface One {
  readonly type: string
  readonly finished: string
  readonly keep?: boolean
  /** In no month. */
  readonly aside?: boolean
}

/** What the database says about these jobs. */
function storedOf(jobs: readonly One[], rules: RetentionRules, now: Date) {
  const monthOf = ({ aside, finished }: One) => (aside ? null : finished.slice(0, 7))
  const groups = Map.groupBy(jobs, (one) => `${monthOf(one)} ${one.type}`)
  const stored = [...groups.values()].map((group): StoredJobs => {
    const [first] = group
    if (!first) throw new Error('an empty group')
    const notKept = group.filter(({ keep }) => !keep).map(({ finished }) => finished)
    const days = daysOfType(rules, first.type) ?? Number.POSITIVE_INFINITY
    return {
      ...{ month: monthOf(first), type: first.type, jobs: group.length, kept: group.length - notKept.length },
      expired: notKept.filter((time) => now.getTime() - Date.parse(time) > days * DAY_MS).length,
      oldest: group.map(({ finished }) => finished).toSorted()[0] ?? '',
      oldestNotKept: notKept.toSorted()[0] ?? null,
    }
  })
  const months = [...new Set(stored.flatMap(({ month }) => month ?? []))].toSorted()
  return { jobs: stored, months: months.map((month) => ({ month, bytes: 1 })) }
}

function plan(jobs: readonly One[], now: string, rules = RULES) {
  return planOfJobs(storedOf(jobs, rules, new Date(now)), rules, new Date(now))
}

const AUGUST = '2026-08-05T12:00:00.000Z'
const job = (type: string, finished = AUGUST, keep = false): One => ({ type, finished, keep })

describe('Jobs go', () => {
  // biome-ignore format: a table
  const WHEN = [
    ['with their month, not before its last day is so many days ago', [job('TRANSCODE')], '2026-11-29T23:59:59Z', 0, 'stays'],
    ['with their month, when its last day is so many days ago', [job('TRANSCODE')], '2026-11-30T00:00:00Z', 1, 'drops'],
    ['not if they are kept', [job('TRANSCODE', AUGUST, true)], '2026-11-29T00:00:00Z', 0, 'stays'],
    ['but the kept ones, which are moved', [job('TRANSCODE'), job('TRANSCODE', AUGUST, true)], '2026-11-30T00:00:00Z', 1, 'drops'],
    ['not if their type has more days', [job('EXPORT')], '2027-08-31T00:00:00Z', 0, 'stays'],
    ['when the days of their type are over', [job('EXPORT')], '2027-09-01T00:00:00Z', 1, 'drops'],
    ['never if their type says so', [job('REPORT')], '2126-01-01T00:00:00Z', 0, 'stays'],
    ['but those of types with more days, if these are few', [...Array(10).fill(job('TRANSCODE')), job('EXPORT')], '2026-11-30T00:00:00Z', 10, 'drops'],
    ['one by one if many stay', [job('TRANSCODE'), job('EXPORT')], '2026-11-30T00:00:00Z', 1, 'deletes'],
    ['on their day if they have less than a month', [job('COPY_FILE')], '2026-08-12T12:00:00.001Z', 1, 'deletes'],
    ['not before that day', [job('COPY_FILE')], '2026-08-12T11:59:59Z', 0, 'stays'],
    ['on their day if they are stored in no month', [{ ...job('TRANSCODE'), aside: true }], '2026-11-03T12:00:00.001Z', 1, 'deletes'],
    ['not before that day if they are stored in no month', [{ ...job('TRANSCODE'), aside: true }], '2026-11-03T11:00:00Z', 0, 'stays'],
  ] as const
  for (const [title, jobs, now, going, how] of WHEN)
    it(title, () => {
      const { fates, drop, delete: deleted } = plan(jobs, now)
      const done = drop.length > 0 ? 'drops' : deleted.length > 0 ? 'deletes' : 'stays'
      assert.deepEqual([fates.reduce((sum, fate) => sum + fate.going, 0), done], [going, how])
    })

  it('when GET /retention said that they would', () => {
    // biome-ignore format: a table
    for (const [type, next] of [['TRANSCODE', '2026-11-30T00:00:00.000Z'], ['COPY_FILE', '2026-08-12T12:00:00.000Z'], ['REPORT', undefined]] as const) {
      const [fate] = plan([job(type)], '2026-08-06T00:00:00Z').fates
      assert.equal(fate?.next?.toISOString(), next, type)
    }
  })

  it('not with their month if too many would have to be moved', () => {
    const stored = (jobs: number, kept: number): StoredJobs => ({
      ...{ month: '2026-08', type: 'TRANSCODE', jobs, kept, expired: jobs - kept },
      ...{ oldest: AUGUST, oldestNotKept: AUGUST },
    })
    const now = new Date('2026-12-01T00:00:00Z')
    const dropped = (kept: number) =>
      planOfJobs({ jobs: [stored(100_000, kept)], months: [{ month: '2026-08', bytes: 1 }] }, RULES, now).drop
    assert.deepEqual([dropped(MOST_MOVED).length, dropped(MOST_MOVED + 1).length], [1, 0])
  })

  it('and the partition of a month of which none or only kept ones are left', () => {
    const months = [{ month: '2026-08', bytes: 1 }]
    const now = new Date('2026-12-01T00:00:00Z')
    assert.deepEqual(planOfJobs({ jobs: [], months }, RULES, now).drop, [{ month: '2026-08', staying: [] }])
    assert.equal(plan([job('TRANSCODE', AUGUST, true)], '2026-12-01T00:00:00Z').drop.length, 1)
    // A transaction that began in August may still end.
    assert.deepEqual(planOfJobs({ jobs: [], months }, RULES, new Date('2026-09-01T00:00:00Z')).drop, [])
  })

  it('neither too early nor more than 31 days late, and never if they are kept', () => {
    const time = fc
      .integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2027, 11, 31) })
      .map((at) => new Date(at).toISOString())
    const one = fc.record({
      type: fc.constantFrom('TRANSCODE', 'COPY_FILE', 'EXPORT', 'REPORT'),
      ...{ finished: time, keep: fc.boolean(), aside: fc.boolean() },
    })
    const days = fc.option(fc.integer({ min: 1, max: 400 }), { nil: undefined })
    fc.assert(
      fc.property(fc.array(one, { maxLength: 30 }), time, days, (all, at, jobDays) => {
        const rules = { ...RULES, jobDays }
        const now = new Date(at)
        const jobs = all.filter(({ finished }) => finished <= at)
        const { drop, delete: deleted, fates } = planOfJobs(storedOf(jobs, rules, now), rules, now)
        const goes = (given: One) =>
          drop.some(
            ({ month, staying }) =>
              !(given.aside || given.keep) &&
              given.finished.startsWith(month) &&
              !staying.includes(given.type),
          ) ||
          deleted.some(({ type, from, before, aside }) => {
            const ended = new Date(given.finished)
            const isMeant = type === given.type && !given.keep && (!aside || given.aside === true)
            return isMeant && ended < before && (from === undefined || ended >= from)
          })
        for (const given of jobs) {
          const age = (now.getTime() - Date.parse(given.finished)) / DAY_MS
          const most = daysOfType(rules, given.type) ?? Number.POSITIVE_INFINITY
          if (goes(given)) assert.ok(!given.keep && age >= most, JSON.stringify({ given, at, jobDays }))
          else assert.ok(given.keep || age <= most + 31, JSON.stringify({ given, at, jobDays }))
        }
        const foreseen = fates.reduce((sum, { going }) => sum + going, 0)
        assert.equal(foreseen, jobs.filter(goes).length)
      }),
    )
  })
})

describe('Deliveries go', () => {
  const august = { month: '2026-08', deliveries: 5, expired: 2, oldest: AUGUST }
  const rest = { ...august, month: null }
  // biome-ignore format: a table
  for (const [title, stored, days, now, going, how] of [
    ['with their month', august, 90, '2026-11-30T00:00:00Z', 5, 'drop'],
    ['not before it is so many days ago', august, 90, '2026-11-29T00:00:00Z', 0, 'stay'],
    ['on their day if they are kept for less than a month', august, 7, '2026-08-20T00:00:00Z', 2, 'delete'],
    ['on their day if they are stored in no month', rest, 90, '2026-11-20T00:00:00Z', 2, 'delete'],
    ['never if DELIVERY_DAYS says so', august, undefined, '2126-01-01T00:00:00Z', 0, 'stay'],
  ] as const)
    it(title, () => {
      const [fate] = planOfDeliveries([stored], days, new Date(now))
      assert.deepEqual([fate?.going, fate?.how], [going, how])
    })

  it('with the partition of their month, if it is over', () => {
    const months = ['2026-08', '2026-09', '2026-10'].map((month) => ({ month, bytes: 1 }))
    const now = new Date('2026-11-30T00:00:00Z')
    const fates = planOfDeliveries([august, { ...august, month: '2026-09' }], 90, now)
    assert.deepEqual(deliveryMonthsToDrop(months, fates, now), ['2026-08', '2026-10'])
    assert.deepEqual(deliveryMonthsToDrop(months, [], endOf('2026-09')), ['2026-08'])
  })
})

describe('JOB_DAYS_BY_TYPE', () => {
  // biome-ignore format: a table
  for (const [text, read] of [
    ['', {}],
    ['COPY_FILE=7  TRANSCODE=365', { COPY_FILE: 7, TRANSCODE: 365 }],
    ['REPORT=never', { REPORT: null }],
    ['COPY_FILE', undefined], ['COPY_FILE=', undefined], ['COPY_FILE=0', undefined], ['COPY_FILE=36501', undefined],
    ['COPY_FILE=-1', undefined], ['COPY_FILE=7 COPY_FILE=8', undefined], ['=7', undefined], ['A=1,B=2', undefined],
  ] as const)
    it(`“${text}” ${read ? 'is read' : 'is refused'}`, () => assert.deepEqual(readDaysByType(text), read))
})

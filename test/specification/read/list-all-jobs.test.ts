/** `GET /job` as documented, one table per parameter (wire.md §8). */
import assert from 'node:assert/strict'
import type { Wanted } from '../../factory.ts'
import { serving } from '../../serving.ts'

const day = (hour: number) => `2026-01-01T${String(hour).padStart(2, '0')}:00:00.000Z`

// VX-1, VX-2 … in this order.
// biome-ignore format: a table
const JOBS: readonly Wanted[] = [
  { type: 'TRANSCODE', state: 'READY',            priority: 'LOW',       user: 'bob', started: day(10), metadata: { b: '2', a: '1', itemId: 'VX-9' } },
  { type: 'DELIVER',    state: 'STARTED',          priority: 'HIGH',      user: 'bob', started: day(9) },
  { type: 'DELIVER',    state: 'FINISHED',         priority: 'MEDIUM',    user: 'bob', started: day(11), finished: day(16) },
  { type: 'THUMBNAIL', state: 'ABORTED',          priority: 'MEDIUM',    user: 'bob', started: day(8), finished: day(15) },
  { type: 'THUMBNAIL', state: 'ABORTED_PENDING',  priority: 'IMMEDIATE', user: 'bob', started: day(12) },
  { type: 'TRANSCODE', state: 'FINISHED_WARNING', priority: 'LOWEST',    user: 'ann', started: day(13), finished: day(14) },
]

// The ids that each finds, in order, and the hits. Six jobs, of which five belong to bob, the caller.
// biome-ignore format: a table
const LISTS: readonly (readonly [parameters: string, ids: readonly number[], hits: number])[] = [
  ['',                                           [1, 2, 3, 4, 5],      5],
  ['?user=true',                                 [1, 2, 3, 4, 5],      5],
  ['?user=false',                                [1, 2, 3, 4, 5, 6],   6],
  ['?user=False',                                [1, 2, 3, 4, 5, 6],   6],
  ['?user=',                                     [1, 2, 3, 4, 5],      5],
  [';user=false',                                [1, 2, 3, 4, 5, 6],   6],
  [';user=true?user=false',                      [1, 2, 3, 4, 5, 6],   6],

  ['?type=DELIVER',                               [2, 3],               2],
  ['?type=DELIVER,THUMBNAIL,',                    [2, 3, 4, 5],         4],
  ['?type=DELIVER%2C%20THUMBNAIL',                [2, 3, 4, 5],         4],
  ['?type=DELIVER&type=THUMBNAIL',                [2, 3, 4, 5],         4],
  ['?type=all',                                  [1, 2, 3, 4, 5],      5],
  ['?type=DELIVER,All',                           [1, 2, 3, 4, 5],      5],
  ['?type=',                                     [1, 2, 3, 4, 5],      5],
  ['?type=,',                                    [1, 2, 3, 4, 5],      5],
  ['?type=NO_SUCH_TYPE',                         [],                   0],
  ['?type=NO_SUCH_TYPE,DELIVER',                  [2, 3],               2],
  ['?type=%27%20or%201=1--',                     [],                   0],

  ['?state=READY',                               [1],                  1],
  ['?state=FINISHED,READY,',                     [1, 3],               2],
  ['?state=all',                                 [1, 2, 3, 4, 5],      5],
  ['?state=',                                    [1, 2, 3, 4, 5],      5],
  ['?state=,',                                   [1, 2, 3, 4, 5],      5],
  ['?state=ABORT_PENDING',                       [5],                  1],
  ['?state=FINISHED_TOTAL',                      [],                   0],
  ['?state=FINISHED_TOTAL,NONE,FINISHED',        [3],                  1],
  ['?state=FINISHED,FINISHED_WARNING&user=false', [3, 6],              2],
  ['?state=READY&type=DELIVER',                   [],                   0],
  [';state=STARTED;type=DELIVER',                 [2],                  1],

  ['?first=2',                                   [2, 3, 4, 5],         5],
  ['?first=1&number=2',                          [1, 2],               5],
  ['?first=3&number=2',                          [3, 4],               5],
  ['?first=0&number=2',                          [1, 2],               5],
  ['?first=-7&number=2',                         [1, 2],               5],
  ['?first=5',                                   [5],                  5],
  ['?first=6',                                   [],                   5],
  ['?first=2147483647',                          [],                   5],
  ['?number=0',                                  [],                   5],
  ['?number=-1',                                 [],                   5],
  ['?number=2147483647',                         [1, 2, 3, 4, 5],      5],
  ['?first=&number=&sort=',                      [1, 2, 3, 4, 5],      5],

  ['?sort=jobId',                                [1, 2, 3, 4, 5],      5],
  ['?sort=jobId%20desc',                         [5, 4, 3, 2, 1],      5],
  ['?sort=jobId+desc',                           [5, 4, 3, 2, 1],      5],
  [';sort=jobId+DESC',                           [5, 4, 3, 2, 1],      5],
  ['?sort=type',                                 [2, 3, 4, 5, 1],      5],
  ['?sort=type%20desc',                          [1, 5, 4, 3, 2],      5],
  ['?sort=type%20desc,jobId%20asc',              [1, 4, 5, 2, 3],      5],
  ['?sort=state',                                [4, 5, 3, 1, 2],      5],
  ['?sort=status+desc',                          [2, 1, 3, 5, 4],      5],
  ['?sort=user,jobId+desc&user=false',           [6, 5, 4, 3, 2, 1],   6],
  ['?sort=startTime+asc',                        [4, 2, 1, 3, 5],      5],
  ['?sort=started%20desc',                       [5, 3, 1, 2, 4],      5],
  ['?sort=finishTime',                           [4, 3, 1, 2, 5],      5],
  ['?sort=finished%20desc',                      [3, 4, 5, 2, 1],      5],
  ['?sort=priority',                             [1, 3, 4, 2, 5],      5],
  ['?sort=priority%20desc%2C%20%20jobId%20asc',  [5, 2, 3, 4, 1],      5],
  ['?sort=colour',                               [1, 2, 3, 4, 5],      5],
  ['?sort=colour%20desc,jobId%20desc',           [5, 4, 3, 2, 1],      5],
  ['?sort=priority;drop%20table%20job',          [1, 2, 3, 4, 5],      5],
  ['?sort=__proto__,constructor',                [1, 2, 3, 4, 5],      5],
  ['?sort=jobId+desc&first=2&number=2',          [4, 3],               5],

  ['?colour=blue',                               [1, 2, 3, 4, 5],      5],
]

// biome-ignore format: a table
const REFUSED: readonly (readonly [parameters: string, context: string, explanation: string, value: string])[] = [
  ['?first=two',         'first',    'expected an integer, got “two”',           'two'],
  ['?first=1.5',         'first',    'expected an integer, got “1.5”',           '1.5'],
  ['?number=2147483648', 'number',   'expected an integer, got “2147483648”',    '2147483648'],
  ['?number=1e9',        'number',   'expected an integer, got “1e9”',           '1e9'],
  [`?first=${'9'.repeat(400)}`, 'first', `expected an integer, got “${'9'.repeat(400)}”`, '9'.repeat(400)],
  ['?metadata=maybe',    'metadata', 'expected true or false, got “maybe”',      'maybe'],
  [';step=2',            'step',     'expected true or false, got “2”',          '2'],
  ['?user=bob',          'user',     'expected true or false, got “bob”',        'bob'],
  ['?type=%00',          'type',     'expected percent-encoded UTF-8 without NUL', '%00'],
  [';sort=%ff',          'sort',     'expected percent-encoded UTF-8 without NUL', '%ff'],
]

describe('GET /job', () => {
  const { ask, job } = serving()
  before(async () => {
    for (const wanted of JOBS) await job(wanted)
  })

  for (const [parameters, ids, hits] of LISTS)
    it(`lists ${ids.map((id) => `VX-${id}`).join(', ') || 'nothing'} of ${hits} at /job${parameters}`, async () => {
      const { body, status, text } = await ask(`GET /API/job${parameters}`)
      assert.equal(status, 200, text)
      const listed = (body.job as { jobId: string }[]).map(({ jobId }) => jobId)
      assert.deepEqual([listed, body.hits], [ids.map((id) => `VX-${id}`), hits])
    })

  for (const [parameters, context, explanation, value] of REFUSED)
    it(`refuses /job${parameters}: ${explanation}`, async () => {
      const { body, status } = await ask(`GET /API/job${parameters}`)
      assert.equal(status, 400)
      assert.deepEqual(body.invalidInput, { context, id: null, explanation, value })
    })

  for (const path of [
    '/job',
    '/job/',
    '/API/job',
    '/API/job/',
    '//API//job//',
    '/API;user=true/job;first=1/',
  ])
    it(`returns the same at ${path}`, async () => assert.equal((await ask(`GET ${path}`)).body.hits, 5))

  it('needs the role _job_read', async () => {
    const { status, body } = await ask('GET /job', { by: 'wim' })
    assert.equal(status, 403)
    assert.deepEqual(body.forbidden, {
      context: '_job_read',
      id: 'wim',
      explanation: 'the role _job_read is missing',
    })
  })
})

describe('GET /job with more jobs than a page holds', () => {
  const { ask, rows } = serving()
  before(() =>
    rows(`insert into callsheet.job (type, state, priority, user_name)
      select 'TRANSCODE', 'READY', 3, 'bob'
      from generate_series(1, 10002)
      returning id`),
  )

  // biome-ignore format: a table
  for (const [parameters, count] of [
    ['number=10001',               10_000],
    ['number=2147483647&step=true', 10_000],
    ['number=10001&first=10001',        2],
    ['number=0',                        0],
  ] as const)
    it(`returns ${count} jobs and all hits with ${parameters}`, async () => {
      const { body } = await ask(`GET /job?${parameters}`)
      assert.deepEqual([body.job.length, body.hits], [count, 10_002])
    })
})

/** `/configuration/job-pool` (wire.md §13). */
import assert from 'node:assert/strict'
import type { Priority } from '../../../schema/states.ts'
import { serving } from '../../serving.ts'
import { Queue } from '../reason/queue-as.ts'
import { change, NS, PROLOG } from './change.ts'

const PATH = '/configuration/job-pool'
const pools = (...sizes: readonly (readonly [Priority, number])[]) =>
  JSON.stringify({ pool: sizes.map(([priorityThreshold, size]) => ({ priorityThreshold, size })) })

describe('The job pool configuration', () => {
  const served = serving()
  const { ask } = served
  const { send, done, get, refused } = change(served)
  const queue = new Queue(served)
  beforeEach(() => queue.empty())

  /** `HIGH:2 LOWEST:4 concurrentJobs:3`. */
  const short = async () => {
    const { pool, concurrentJobs } = JSON.parse(await get(PATH))
    const sizes = pool.map((one: Record<string, unknown>) => `${one['priorityThreshold']}:${one['size']}`)
    return [...sizes, ...(concurrentJobs === undefined ? [] : [`concurrentJobs:${concurrentJobs}`])].join(' ')
  }

  // biome-ignore format: a table
  for (const [what, requests, expected] of [
    ['has nothing at first, without a node',            [], ''],
    ['is replaced by PUT, in the order given',          [['PUT', pools(['LOWEST', 4], ['HIGH', 2])]], 'LOWEST:4 HIGH:2'],
    ['is replaced whole by PUT',                        [['PUT', pools(['HIGH', 2])], ['PUT', pools(['LOW', 1])]], 'LOW:1'],
    ['is read from XML as from JSON',                   [['PUT', `<JobPoolListDocument ${NS}><concurrentJobs>3</concurrentJobs><pool><priorityThreshold>HIGH</priorityThreshold><size>2</size></pool></JobPoolListDocument>`]], 'HIGH:2 concurrentJobs:3'],
    ['is read with numbers as texts',                   [['PUT', '{"concurrentJobs":"3","pool":{"priorityThreshold":"HIGH","size":"2"}}']], 'HIGH:2 concurrentJobs:3'],
    ['ignores unknown elements beside known ones',      [['PUT', '{"pool":[{"priorityThreshold":"HIGH","size":2,"color":"red"}],"colour":1}']], 'HIGH:2'],
    ['accepts what GET has answered',                   [['PUT', '{"concurrentJobs":3,"pool":[{"priorityThreshold":"HIGH","size":2,"running":1}],"running":1,"immediate":0}']], 'HIGH:2 concurrentJobs:3'],
    ['keeps concurrentJobs if PUT has none',            [['PUT', '{"concurrentJobs":3}'], ['PUT', pools(['HIGH', 2])]], 'HIGH:2 concurrentJobs:3'],
    ['has no pools after PUT of an empty document',     [['PUT', '{"concurrentJobs":3,"pool":[{"priorityThreshold":"HIGH","size":2}]}'], ['PUT', '{}']], 'concurrentJobs:3'],
    ['gets one more pool by PATCH',                     [['PUT', pools(['HIGH', 2])], ['PATCH', pools(['LOW', 1])]], 'HIGH:2 LOW:1'],
    ['gets another size by PATCH, in its place',        [['PUT', pools(['HIGH', 2], ['LOW', 1])], ['PATCH', pools(['HIGH', 5])]], 'HIGH:5 LOW:1'],
    ['gets only concurrentJobs by PATCH',               [['PUT', pools(['HIGH', 2])], ['PATCH', '{"concurrentJobs":7}']], 'HIGH:2 concurrentJobs:7'],
    ['loses one pool by DELETE',                        [['PUT', pools(['HIGH', 2], ['LOW', 1])], ['DELETE', undefined, '/HIGH']], 'LOW:1'],
    ['keeps concurrentJobs when all pools are deleted', [['PUT', '{"concurrentJobs":3,"pool":[{"priorityThreshold":"HIGH","size":2}]}'], ['DELETE']], 'concurrentJobs:3'],
    ['has the largest sizes',                           [['PUT', '{"concurrentJobs":100000,"pool":[{"priorityThreshold":"LOW","size":999999}]}']], 'LOW:999999 concurrentJobs:100000'],
  ] as readonly (readonly [string, readonly (readonly [string, string?, string?])[], string])[])
    it(what, async () => {
      for (const [method, body, more = ''] of requests) await done(`${method} ${PATH}${more}`, body)
      assert.equal(await short(), expected)
    })

  const of = (element: string) => `400 JobPoolListDocument.${element}`
  const MANY = JSON.stringify({
    pool: Array.from({ length: 10_000 }, () => ({ priorityThreshold: 'LOW', size: 1 })),
  })
  // biome-ignore format: a table
  for (const [what, line, body, expected] of [
    ['a size of 0',              'PUT',    pools(['HIGH', 0]),                  `${of('pool[0].size')}: expected an integer from 1 to 999999, got “0”`],
    ['a negative size',          'PATCH',  pools(['LOW', 1], ['HIGH', -1]),     `${of('pool[1].size')}: expected an integer from 1 to 999999, got “-1”`],
    ['a size that is too large', 'PUT',    pools(['HIGH', 1_000_000]),          `${of('pool[0].size')}: expected an integer from 1 to 999999, got “1000000”`],
    ['a size that is a fraction', 'PUT',   pools(['HIGH', 1.5]),                `${of('pool[0].size')}: expected an integer, got “1.5”`],
    ['a pool without a size',    'PUT',    '{"pool":[{"priorityThreshold":"HIGH"}]}', `${of('pool[0].size')}: missing`],
    ['a pool without a threshold', 'PUT',  '{"pool":[{"size":1}]}',             `${of('pool[0].priorityThreshold')}: missing`],
    ['an unknown threshold',     'PUT',    '{"pool":[{"priorityThreshold":"URGENT","size":1}]}', `${of('pool[0].priorityThreshold')}: expected one of LOWEST, LOW, MEDIUM, HIGH, HIGHEST, IMMEDIATE, got “URGENT”`],
    ['a second pool of a threshold', 'PUT', pools(['HIGH', 1], ['LOW', 1], ['HIGH', 2]), `${of('pool[2].priorityThreshold')}: expected each threshold once, got a second pool with “HIGH”`],
    ['ten thousand pools',       'PUT',    MANY,                                `${of('pool[1].priorityThreshold')}: expected each threshold once, got a second pool with “LOW”`],
    ['concurrentJobs of 0',      'PUT',    '{"concurrentJobs":0}',              `${of('concurrentJobs')}: expected an integer from 1 to 100000, got “0”`],
    ['negative concurrentJobs',  'PATCH',  '{"concurrentJobs":-3}',             `${of('concurrentJobs')}: expected an integer from 1 to 100000, got “-3”`],
    ['only unknown elements',    'PUT',    '{"pools":[]}',                      '400 JobPoolListDocument: expected one of pool, running, immediate, concurrentJobs, got “pools”'],
    ['PUT without a body',       'PUT',    undefined,                           '400 body: expected a JobPoolListDocument, got nothing'],
    ['PATCH without a body',     'PATCH',  undefined,                           '400 body: expected a JobPoolListDocument, got nothing'],
  ] as const)
    it(`refuses ${what}, and changes nothing`, async () => {
      await done(`PUT ${PATH}`, pools(['MEDIUM', 4]))
      assert.equal(await refused(`${line} ${PATH}`, body), expected)
      assert.equal(await short(), 'MEDIUM:4')
    })

  // biome-ignore format: a table
  for (const [priority, context] of [
    ['LOW', 'expected MEDIUM'],
    ['URGENT', 'expected MEDIUM'],
  ] as const)
    it(`answers 404 to DELETE ${PATH}/${priority}, and names the pools that exist`, async () => {
      await done(`PUT ${PATH}`, pools(['MEDIUM', 4]))
      assert.equal(await refused(`DELETE ${PATH}/${priority}`), `404 job-pool ${priority}: ${context}`)
    })

  it('answers 404 to DELETE of a pool where there is none', async () =>
    assert.equal(await refused(`DELETE ${PATH}/LOW`), '404 job-pool LOW: null'))

  it('warns of a pool for IMMEDIATE jobs, which need no place', async () => {
    const { status, headers } = await send(`PUT ${PATH}`, pools(['IMMEDIATE', 1], ['LOW', 1]))
    assert.deepEqual(
      [status, headers['x-callsheet-warning']],
      [200, 'the pool IMMEDIATE admits no job: IMMEDIATE jobs start without a place'],
    )
  })

  it('answers the sum of all slots as concurrentJobs if that is not limited', async () => {
    await queue.node('a', { slots: { cpu: 2, gpu_encode: 1 } })
    await queue.node('b', { slots: { cpu: 4 } })
    assert.equal(await short(), 'concurrentJobs:7')
  })

  describe('while jobs run', () => {
    const running = async (...priorities: readonly Priority[]) => {
      const node = await queue.node('a', { slots: { cpu: 9 } })
      for (const priority of priorities) await queue.running(node, { priority })
    }

    // biome-ignore format: a table
    for (const [what, sizes, priorities, expected] of [
      ['in the pool of its priority',                    [['HIGH', 2], ['LOWEST', 4]], ['HIGH', 'LOW'], [1, 1]],
      ['in a lower pool where its own is full',          [['HIGH', 1], ['LOWEST', 4]], ['HIGH', 'HIGHEST', 'LOW'], [1, 2]],
      ['in the highest pool that admits it',             [['LOWEST', 4], ['MEDIUM', 1], ['HIGH', 1]], ['HIGHEST', 'MEDIUM'], [0, 1, 1]],
      ['in no pool if it is IMMEDIATE',                  [['LOWEST', 4]], ['IMMEDIATE', 'LOW'], [1]],
      ['in no pool if there is no place any more',       [['HIGH', 1], ['LOWEST', 1]], ['LOW', 'LOW', 'LOW'], [0, 1]],
    ] as const)
      it(`counts each ${what}`, async () => {
        await running(...priorities)
        await done(`PUT ${PATH}`, pools(...sizes))
        const { pool, running: all, immediate } = JSON.parse(await get(PATH))
        assert.deepEqual(pool.map((one: { running: number }) => one.running), expected)
        const urgent = priorities.filter((one) => one === 'IMMEDIATE').length
        assert.deepEqual([all, immediate], [priorities.length - urgent, urgent])
      })

    // biome-ignore format: a table
    for (const [format, text] of [
      ['xml', `${PROLOG}<JobPoolListDocument ${NS}><concurrentJobs>3</concurrentJobs><pool><priorityThreshold>HIGH</priorityThreshold><size>2</size><running>1</running></pool><running>2</running><immediate>1</immediate></JobPoolListDocument>`],
      ['json', '{"concurrentJobs":3,"pool":[{"priorityThreshold":"HIGH","size":2,"running":1}],"running":2,"immediate":1}'],
      ['text', 'concurrentJobs\t3\r\npool\tHIGH\t2\t1\r\nrunning\t2\r\nimmediate\t1\r\n'],
    ] as const)
      it(`is written as ${format}, our elements after those of Vidispine`, async () => {
        await running('HIGH', 'LOW', 'IMMEDIATE')
        await done(`PUT ${PATH}`, '{"concurrentJobs":3,"pool":[{"priorityThreshold":"HIGH","size":2}]}')
        assert.equal(await get(PATH, format), text)
      })
  })

  // biome-ignore format: a table
  for (const [by, status] of [['ann', 403], ['bob', 403], ['zoe', 403], ['nobody', 401], ['root', 200]] as const)
    for (const line of [`GET ${PATH}`, `DELETE ${PATH}`, 'GET /configuration', 'GET /configuration/'])
      it(`answers ${status} to ${line} of ${by}`, async () => assert.equal((await ask(line, { by })).status, status))

  // biome-ignore format: a table
  for (const [format, text] of [
    ['xml', `${PROLOG}<URIListDocument ${NS}><uri>job-pool</uri><uri>job-priority</uri><uri>properties</uri></URIListDocument>`],
    ['json', '{"uri":["job-pool","job-priority","properties"]}'],
    ['text', 'job-pool\r\njob-priority\r\nproperties\r\n'],
  ] as const)
    it(`is listed by GET /configuration, as ${format}`, async () => {
      assert.equal(await get('/configuration', format), text)
      assert.equal(await get('/API/configuration/', format), text)
    })
})

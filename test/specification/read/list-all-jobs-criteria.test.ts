/** The criteria of `GET /job` other than type, state and user (wire.md §8), with Callsheet extensions. */
import assert from 'node:assert/strict'
import type { Wanted } from '../../factory.ts'
import { serving } from '../../serving.ts'

const at = (time: string) => `2026-01-01T${time}Z`
const failed = (errorMessage: string) => ({ state: 'FAILED_RETRY', errorMessage }) as const
const percent = (value: number) => ({ value, total: 100, unit: 'percent' }) as const

// VX-1, VX-2 … in this order.
// biome-ignore format: a table
const JOBS: readonly (Wanted & { readonly ran?: string })[] = [
  { type: 'TRANSCODE', state: 'READY',        priority: 'LOW',       started: at('10:00:00.000'), metadata: { title: 'Alpha 100%', itemId: 'VX-9', empty: '' } },
  { type: 'DELIVER',    state: 'STARTED',      priority: 'HIGH',      started: at('09:00:00.000'), ran: at('09:30:00.000'),
    steps: [{ number: 100, description: 'Copying.', runs: [failed('No space left'), { state: 'STARTED_ASYNCHRONOUS', progress: percent(50) }] }] },
  { type: 'DELIVER',    state: 'FINISHED',     priority: 'MEDIUM',    started: at('11:00:00.000'), ran: at('15:00:00.000'), finished: at('16:00:00.000'), metadata: { title: 'Beta', itemId: 'VX-9' } },
  { type: 'THUMBNAIL', state: 'ABORTED',      priority: 'MEDIUM',    started: at('08:00:00.000'), finished: at('15:00:00.000'), metadata: { title: 'alpha=1', itemId: 'vx-9' } },
  { type: 'THUMBNAIL', state: 'STARTED',      priority: 'IMMEDIATE', started: at('12:00:00.123'), ran: at('12:30:00.000'),
    steps: [{ number: 100, description: 'Drawing.', runs: [{ state: 'STARTED_ASYNCHRONOUS', progress: percent(25) }] }] },
  { type: 'TRANSCODE', state: 'FAILED_TOTAL', priority: 'LOWEST',    started: at('13:00:00.000'), ran: at('13:59:50.000'), finished: at('14:00:00.000'), metadata: { path: 'a_b\\c', long: 'x'.repeat(300) },
    steps: [{ number: 100, runs: [{ state: 'FAILED_FATAL', errorMessage: 'Invalid data found' }] }] },
]
const ALL = [1, 2, 3, 4, 5, 6]

// The ids that each finds, in order.
// biome-ignore format: a table
const LISTS: readonly (readonly [parameters: string, ids: readonly number[]])[] = [
  ['jobmetadata=itemId%3DVX-9',                                    [1, 3]],
  ['jobmetadata=itemId%3dVX-9',                                    [1, 3]],
  ['jobmetadata=itemId=VX-9',                                      [1, 3]],
  ['sort=startTime+asc&jobmetadata=itemId%3DVX-9',                 [1, 3]],
  ['sort=startTime+desc&jobmetadata=itemId%3DVX-9',                [3, 1]],
  ['jobmetadata=itemId%3dvx-9',                                    [4]],
  ['jobmetadata=itemId%3dVX-*',                                    []],
  ['jobmetadata=itemId%3d',                                        []],
  ['jobmetadata=empty%3d',                                         [1]],
  ['jobmetadata=item%3dVX-9',                                      []],
  ['jobmetadata=itemId%3dVX-9&jobmetadata=title%3dBeta',           [3]],
  ['jobmetadata=itemId%3dVX-9&jobmetadata=title%3dGamma',          []],
  ['jobmetadata=title%3dAlpha%20100%25',                           [1]],
  ['jobmetadata=title%3dAlpha+100%25',                             [1]],
  ['jobmetadata=title%3dalpha%3d1',                                [4]],
  ['jobmetadata=path%3da_b%5Cc',                                   [6]],
  ['jobmetadata=path%3daxb%5Cc',                                   []],
  [`jobmetadata=long%3d${'x'.repeat(300)}`,                        [6]],
  [`jobmetadata=long%3d${'x'.repeat(299)}`,                        []],
  ["jobmetadata=title%3d'%20or%20true--?%20$1",                    []],
  ['jobmetadata=itemId%3dVX-9&type=DELIVER',                        [3]],

  ['starttime-from=2026-01-01T12:00:00.123Z',                      [5, 6]],
  ['starttime-from=2026-01-01T12:00:00.124Z',                      [6]],
  ['starttime-to=2026-01-01T09:00:00Z',                            [2, 4]],
  ['starttime-to=2026-01-01T08:59:59.999Z',                        [4]],
  ['starttime-from=2026-01-01T09:00:00Z&starttime-to=2026-01-01T10:00:00Z', [1, 2]],
  ['starttime-from=2026-01-01T10:00:00Z&starttime-to=2026-01-01T10:00:00Z', [1]],
  ['starttime-from=2026-01-01T12:00:00&starttime-to=2026-01-01T12:30:00',   [5]],
  ['starttime-from=2026-01-01T15:00:00+0200',                      [6]],
  ['starttime-from=2026-01-01T15:00:00%2B02:00',                   [6]],
  ['starttime-from=2026-01-01',                                    ALL],
  ['starttime-to=2026-01-01',                                      []],
  ['starttime-from=2026-01-02&starttime-to=2026-01-01',            []],
  ['starttime-from=&starttime-to=',                                ALL],
  ['finishtime-from=2026-01-01T15:00:00Z',                         [3, 4]],
  ['finishtime-to=2026-01-01T15:00:00Z',                           [4, 6]],
  ['finishtime-from=2026-01-01',                                   [3, 4, 6]],
  ['finishtime-from=2026-01-01T14:00:00Z&finishtime-to=2026-01-01T14:00:00Z', [6]],
  ['finishtime-from=2026-01-01&starttime-from=2026-01-01T11:00:00Z', [3, 6]],

  ['priority=HIGH',                                                [2]],
  ['priority=HIGH,LOW,',                                           [1, 2]],
  ['priority=MEDIUM&priority=LOWEST',                              [3, 4, 6]],
  ['priority=all',                                                 ALL],
  ['priority=HIGH,ALL',                                            ALL],
  ['priority=',                                                    ALL],
  ['priority=URGENT',                                              []],
  ['priority=URGENT,IMMEDIATE',                                    [5]],
  ['priority=MEDIUM&state=ABORTED',                                [4]],

  ['text=alpha',                                                   [1, 4]],
  ['text=ALPHA',                                                   [1, 4]],
  ['text=100%25',                                                  [1]],
  ['text=%25',                                                     [1]],
  ['text=a_b',                                                     [6]],
  ['text=%5C',                                                     [6]],
  ['text=thumb',                                                   [4, 5]],
  ['text=copying',                                                 [2]],
  ['text=space%20left',                                            [2]],
  ['text=invalid+data',                                            [6]],
  ['text=nowhere',                                                 []],
  ['text=',                                                        ALL],
  ['text=alpha&state=ABORTED',                                     [4]],
  ['text=left+space',                                              [2]],
  ['text=copying+space+deliver',                                    [2]],
  ['text=%20alpha%09%0athumb%20',                                  [4]],
  ['text=alpha+beta',                                              []],
  ['text=100%25+ALPHA',                                            [1]],
  ['text=VX-6',                                                    [6]],
  ['text=vx-6',                                                    [6]],
  ['text=6',                                                       [6]],
  ['text=VX-2+VX-6',                                               []],
  ['text=VX-2+deliver',                                             [2]],
  ['text=VX-2+transcode',                                          []],
  ['text=VX-999',                                                  []],
  ['text=VX-0',                                                    []],
  ['text=99999999999',                                             []],
  ['text=VX-6&state=READY',                                        []],

  ['error=true',                                                   [2, 6]],
  ['error=false',                                                  [1, 3, 4, 5]],
  ['error=',                                                       ALL],
  ['error=true&state=STARTED',                                     [2]],

  ['duration-from=10',                                             [3, 6]],
  ['duration-from=11',                                             [3]],
  ['duration-to=10',                                               [6]],
  ['duration-to=9',                                                []],
  ['duration-from=0',                                              [3, 6]],
  ['duration-from=10&duration-to=3600',                            [3, 6]],
  ['duration-from=10&duration-to=3599',                            [6]],

  ['category=cpu',                                                 [1, 4, 5, 6]],
  ['category=cpu,gpu_encode,',                                     [1, 4, 5, 6]],
  ['category=gpu_encode&category=cpu',                             [1, 4, 5, 6]],
  ['category=gpu_encode',                                          [1, 6]],
  ['category=gpu_ai',                                              []],
  ['category=',                                                    ALL],
  ['category=,',                                                   ALL],
  ['category=cpu&type=TRANSCODE,DELIVER',                           [1, 6]],
  ['category=cpu&type=DELIVER',                                     []],
  ['category=cpu&type=all&state=READY',                            [1]],
  ['category=cpu&text=invalid',                                    [6]],

  ['sort=finished',                                                [6, 4, 3, 1, 2, 5]],
  ['sort=finished+desc',                                           [3, 4, 6, 5, 2, 1]],
  ['sort=progress',                                                [5, 2, 3, 4, 6, 1]],
  ['sort=progress+desc',                                           [6, 4, 3, 2, 5, 1]],
  ['sort=progress+desc,jobId+asc',                                 [3, 4, 6, 2, 5, 1]],
  ['sort=runStart',                                                [2, 5, 6, 3, 1, 4]],
  ['sort=runStart+desc,jobId+desc',                                [4, 1, 3, 6, 5, 2]],
  ['sort=progress+desc&first=2&number=3',                          [4, 3, 2]],
]

// biome-ignore format: a table
const REFUSED: readonly (readonly [parameters: string, context: string, explanation: string, value: string])[] = [
  ['jobmetadata=itemId',        'jobmetadata',    'expected key=value, got “itemId”',                           'itemId'],
  ['jobmetadata=%3dVX-9',       'jobmetadata',    'expected key=value, got “=VX-9”',                            '=VX-9'],
  ['starttime-from=yesterday',  'starttime-from', 'expected a time such as 2026-01-31T12:00:00Z, got “yesterday”', 'yesterday'],
  ['finishtime-to=2026-13-01',  'finishtime-to',  'expected a time such as 2026-01-31T12:00:00Z, got “2026-13-01”', '2026-13-01'],
  ['idonly=1',                  'idonly',         'expected true or false, got “1”',                            '1'],
  ['error=no',                  'error',          'expected true or false, got “no”',                           'no'],
  ['duration-from=1.5',         'duration-from',  'expected an integer, got “1.5”',                             '1.5'],
  ['category=tpu',              'category',       'expected a comma-separated list of cpu, gpu_encode, gpu_ai, got “tpu”', 'tpu'],
  ['category=cpu,CPU',          'category',       'expected a comma-separated list of cpu, gpu_encode, gpu_ai, got “CPU”', 'CPU'],
  ['category=all',              'category',       'expected a comma-separated list of cpu, gpu_encode, gpu_ai, got “all”', 'all'],
  ['duration-to=long',          'duration-to',    'expected an integer, got “long”',                            'long'],
]

describe('The criteria of GET /job', () => {
  const { ask, job, rows } = serving()
  before(async () => {
    for (const { ran, ...wanted } of JOBS) {
      const id = await job(wanted)
      if (ran) await rows('update callsheet.job set run_started = ? where id = ?', [ran, id])
    }
  })
  type Listed = { readonly jobId: string; readonly data?: readonly { key: string; value: string }[] }
  const idsOf = (jobs: readonly Listed[]) => jobs.map(({ jobId }) => Number(jobId.slice(3)))

  for (const [parameters, ids] of LISTS)
    it(`find ${ids.join(', ') || 'nothing'} with ${parameters.slice(0, 90)}`, async () => {
      const { body, text } = await ask(`GET /API/job?user=false&${parameters}`)
      assert.deepEqual(idsOf(body.job), ids, text)
      if (!parameters.includes('number=')) assert.equal(body.hits, ids.length)
    })

  it('are accepted as matrix parameters, too', async () => {
    const { body } = await ask('GET /API/job;user=false;jobmetadata=itemId%3DVX-9;priority=LOW')
    assert.deepEqual(idsOf(body.job), [1])
  })

  for (const [parameters, context, explanation, value] of REFUSED)
    it(`are refused as ${parameters}: ${explanation}`, async () => {
      const { body, status } = await ask(`GET /API/job?${parameters}`)
      assert.equal(status, 400)
      assert.deepEqual(body.invalidInput, { context, id: null, explanation, value })
    })

  for (const idonly of ['idonly=true', 'idOnly=True'])
    it(`leave out metadata and steps with ${idonly}, even if requested`, async () => {
      const { body } = await ask(`GET /job?user=false&number=1&${idonly}&metadata=true&step=true&field=title`)
      assert.deepEqual(body, {
        ...{ hits: 6, job: [{ jobId: 'VX-1', user: 'admin', started: '2026-01-01T10:00:00.000+0000' }] },
        job: [{ ...body.job[0], status: 'READY', type: 'TRANSCODE', priority: 'LOW' }],
      })
    })

  // biome-ignore format: a table
  for (const [parameters, keys] of [
    ['field=title',                        ['title']],
    ['field=title,itemId,',                ['itemId', 'title']],
    ['field=item&field=title',             ['item', 'title']],
    ['field=title&metadata=true',          ['title']],
    ['field=title&metadata=false',         ['title']],
    ['field=colour',                       []],
    ['field=&metadata=true',               ['empty', 'item', 'itemId', 'title']],
    ['field=',                             undefined],
  ] as const)
    it(`show the metadata keys ${keys?.join(', ') || (keys ? '(empty list)' : '(no list)')} with ${parameters}`, async () => {
      const { body } = await ask(`GET /job?user=false&number=1&${parameters}`)
      assert.deepEqual((body.job[0] as Listed).data?.map(({ key }) => key), keys)
    })

  // biome-ignore format: a table
  for (const [parameters, keys] of [
    ['field=title',               ['title']],
    ['field=title,colour',        ['title']],
    ['field=title&metadata=true', ['title']],
    ['metadata=true',             ['empty', 'item', 'itemId', 'title']],
    ['field=',                    ['item']],
    ['',                          ['item']],
  ] as const)
    it(`show the metadata keys ${keys.join(', ')} at /job/VX-1?${parameters}`, async () => {
      const { body } = await ask(`GET /job/VX-1?${parameters}`)
      assert.deepEqual((body as Listed).data?.map(({ key }) => key), keys)
    })
})

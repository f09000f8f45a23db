/** `GET /job/{job-id}/log` (Callsheet extension). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const ROOT = 'JobLogDocument xmlns="http://xml.vidispine.com/schema/vidispine"'
const at = (second: number) => `2026-01-01T12:00:0${second}.000`
const line = (second: number, level: string, text: string) => ({ at: `${at(second)}Z`, level, text })

/** Step 100 has two attempts; step 200 began while the second one ran. */
const STEPS = [
  {
    number: 100,
    runs: [
      { id: 11, state: 'FAILED_RETRY', lines: [line(0, 'debug', 'begins'), line(1, 'error', 'a\r\nb\t<é>')] },
      {
        id: 12,
        state: 'STARTED',
        lines: [line(2, 'info', 'again'), line(4, 'warning', 'slow'), line(6, 'debug', 'x')],
      },
    ],
  },
  {
    number: 200,
    runs: [{ id: 13, state: 'STARTED', lines: [line(3, 'info', 'other'), line(5, 'info', 'more')] }],
  },
] as const

const ALL = ['11.1', '11.2', '12.1', '13.1', '12.2', '13.2', '12.3']

interface Log {
  readonly hits: number
  readonly last?: string
  readonly line: readonly { readonly task: number; readonly number: number }[]
}

describe('GET /job/{job-id}/log', () => {
  const { ask, job, rows } = serving()
  before(async () => {
    await job({ id: 1, state: 'STARTED', steps: STEPS })
    await job({ id: 2 })
    await job({
      id: 3,
      steps: [{ number: 100, runs: [{ id: 31, state: 'STARTED', lines: [line(0, 'info', 'his')] }] }],
    })
  })
  const read = async (parameters: string): Promise<Log> => (await ask(`GET /job/VX-1/log?${parameters}`)).body

  // biome-ignore format: a table
  for (const [parameters, hits, lines, last] of [
    ['',                                    7, ALL, '11:2,12:3,13:2'],
    ['level=debug',                         7, ALL, '11:2,12:3,13:2'],
    ['level=info',                          5, ['11.2', '12.1', '13.1', '12.2', '13.2'], '11:2,12:2,13:2'],
    ['level=warning',                       2, ['11.2', '12.2'], '11:2,12:2'],
    ['level=error',                         1, ['11.2'], '11:2'],
    ['number=3',                            7, ALL.slice(0, 3), '11:2,12:1'],
    ['number=3&after=11:2,12:1',            7, ['13.1', '12.2', '13.2'], '11:2,12:2,13:2'],
    ['after=11:2,12:2,13:2',                7, ['12.3'], '11:2,12:3,13:2'],
    ['after=11:2,12:3,13:2',                7, [], '11:2,12:3,13:2'],
    ['after=13:2&level=info',               5, ['11.2', '12.1', '12.2'], '11:2,12:2,13:2'],
    ['after=99:4',                          7, ALL, '11:2,12:3,13:2,99:4'],
    ['number=0',                            7, [], undefined],
    ['number=-1',                           7, [], undefined],
    ['number=10001',                        7, ALL, '11:2,12:3,13:2'],
    [`from=${at(4)}Z`,                      3, ['12.2', '13.2', '12.3'], '12:3,13:2'],
    [`to=${at(1)}Z`,                        2, ['11.1', '11.2'], '11:2'],
    [`from=${at(2)}Z&to=${at(4)}Z&number=2`, 3, ['12.1', '13.1'], '12:1,13:1'],
    [`from=2026-01-01T13:00:05+01:00`,      2, ['13.2', '12.3'], '12:3,13:2'],
    ['from=2027-01-01',                     0, [], undefined],
  ] as const)
    it(`returns ${lines.length} lines of ${hits} with ${parameters || 'no parameter'}`, async () => {
      const log = await read(parameters.replaceAll('+', '%2B'))
      assert.deepEqual(log.line.map(({ task, number }) => `${task}.${number}`), lines)
      assert.deepEqual([log.hits, log.last], [hits, last])
    })

  // biome-ignore format: a table
  for (const [name, value, explanation] of [
    ['level',  'INFO',      'expected one of debug, info, warning, error, got “INFO”'],
    ['level',  'fatal',     'expected one of debug, info, warning, error, got “fatal”'],
    ['from',   'yesterday', 'expected a time such as 2026-01-31T12:00:00Z, got “yesterday”'],
    ['to',     '1',         'expected a time such as 2026-01-31T12:00:00Z, got “1”'],
    ['after',  '11',        'expected the `last` of an earlier response, got “11”'],
    ['after',  '99999999999999999:1', 'expected the `last` of an earlier response, got “99999999999999999:1”'],
    ['number', 'all',       'expected an integer, got “all”'],
  ] as const)
    it(`refuses ${name}=${value} with 400`, async () => {
      const { status, body } = await ask(`GET /job/VX-1/log?${name}=${value}`)
      assert.deepEqual([status, body.invalidInput], [400, { context: name, id: null, explanation, value }])
    })

  it('has time, level, step, attempt, task and number of each line', async () => {
    const { text } = await ask('GET /API/job/VX-1/log?level=error')
    const said = {
      ...{ timestamp: `${at(1)}+0000`, level: 'error', step: 100, attempts: 0, task: 11, number: 2 },
      text: 'a\r\nb\t<é>',
    }
    assert.equal(text, JSON.stringify({ hits: 1, last: '11:2', line: [said] }))
  })

  it('has the element order of the schema in XML', async () => {
    const { text } = await ask('GET /job/VX-3/log/', { accept: 'application/xml' })
    assert.equal(
      text,
      `${PROLOG}<${ROOT}><hits>1</hits><last>31:1</last><line><timestamp>${at(0)}Z</timestamp><level>info</level><step>100</step>` +
        '<attempts>0</attempts><task>31</task><number>1</number><text>his</text></line></JobLogDocument>',
    )
  })

  it('is one line each as text/plain, even if a text has line breaks', async () => {
    const { text } = await ask('GET /job/VX-1/log?number=3', { accept: 'text/plain' })
    assert.equal(
      text,
      `${at(0)}Z DEBUG 100/0 begins\r\n${at(1)}Z ERROR 100/0 a b <é>\r\n${at(2)}Z INFO 100/1 again\r\n`,
    )
  })

  it('can be followed as text/plain by the header X-Last, which pages may read', async () => {
    const pages = [await ask('GET /job/VX-1/log?number=3', { accept: 'text/plain' })]
    for (let page = 0; page < 3; page += 1)
      pages.push(
        await ask(`GET /job/VX-1/log?number=3&after=${pages.at(-1)?.headers['x-last']}`, {
          accept: 'text/plain',
        }),
      )
    assert.deepEqual(
      pages.map(({ text }) => text.split('\r\n').length - 1),
      [3, 3, 1, 0],
    )
    assert.equal(pages.at(-1)?.headers['x-last'], '11:2,12:3,13:2')
    assert.match(String(pages[0]?.headers['access-control-expose-headers']), /X-Last/)
  })

  for (const [accept, text] of [
    ['application/json', '{"hits":0,"line":[]}'],
    ['application/xml', `${PROLOG}<${ROOT}><hits>0</hits></JobLogDocument>`],
    ['text/plain', ''],
  ] as const)
    it(`is empty if there are no lines, as ${accept}`, async () =>
      assert.equal((await ask('GET /job/VX-2/log', { accept })).text, text))

  for (const id of ['VX-9', 'VX-0', 'XY-1', 'abc', 'VX-2147483648'])
    it(`is 404 for ${id}`, async () => {
      const { status, body } = await ask(`GET /job/${id}/log`)
      assert.deepEqual([status, body.notFound], [404, { type: 'Job', id, context: null }])
    })

  it('needs the role _job_read', async () =>
    assert.equal((await ask('GET /job/VX-1/log', { by: 'wim' })).status, 403))

  it('is deleted with its job, unlike the logs of other jobs', async () => {
    await rows("update callsheet.job set state = 'ABORTED', finished = callsheet.now() where id = 1")
    assert.equal((await ask('DELETE /job?id=VX-1')).status, 200)
    assert.equal((await ask('GET /job/VX-1/log')).status, 404)
    assert.deepEqual(await rows('select attempt_id::integer from callsheet.log_line'), [{ attempt_id: 31 }])
  })
})

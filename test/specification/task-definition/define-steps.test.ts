/** Job types that are defined over the API (wire.md §11.1–11.3). */
import assert from 'node:assert/strict'
import { type How, serving } from '../../serving.ts'

const LINES = '// é\r\njob.log("a\\tb");\n\tjob.log(`\n`);\n'
const script = 'job.log("hello");'
const step = (number: number, more: object = {}) => ({
  step: number,
  jobType: 'ACME_DELIVER',
  script,
  ...more,
})
const needs = (dependency: object) => ({ dependency })

describe('Task definitions', () => {
  const { ask, rows } = serving()
  const root = (line: string, body?: object | string, more: Partial<How> = {}) => {
    const text = typeof body === 'object' ? JSON.stringify(body) : body
    const json = typeof body === 'object' ? { type: 'application/json' } : {}
    return ask(line.replace(' /', ' /API/'), {
      ...{ by: 'root', ...json, ...more },
      ...(text !== undefined && { body: text }),
    })
  }
  const post = (task: readonly object[]) => root('POST /task-definition', { task })
  const list = async () =>
    (await root('GET /task-definition/jobtype/ACME_DELIVER')).body.task as readonly Task[]
  interface Task {
    readonly id: number
    readonly step: number
    readonly script?: string
  }
  beforeEach(async () => {
    await rows('delete from callsheet.custom_type returning name')
  })

  it('add a job type with its steps, and their ids are the answer', async () => {
    const { status, body, text } = await post([step(200, needs({ previous: true })), step(100)])
    assert.equal(status, 200, text)
    const tasks = await list()
    assert.deepEqual(
      tasks.map((one) => one.step),
      [100, 200],
    )
    assert.deepEqual([...body.uri].toSorted(), tasks.map(({ id }) => String(id)).toSorted())
    assert.ok((await root('GET /jobtype')).body.uri.includes('ACME_DELIVER'))
  })

  it('answer with all elements, those not given by their defaults', async () => {
    const given = { description: 'Check', ...needs({ previous: false, step: 0 }), flags: 4, extradata: 'x' }
    await post([step(100, { ...given, metadata: { field: [{ key: 'timeLimit', value: '5' }] } })])
    const [task] = await list()
    assert.deepEqual(task, {
      ...{
        description: 'Check',
        extradata: 'x',
        flags: 4,
        step: 100,
        dependency: { step: 0, previous: false },
      },
      ...{ jobType: 'ACME_DELIVER', cleanup: false, critical: true, script },
      ...{ metadata: { field: [{ key: 'timeLimit', value: '5' }] }, plugin: false, id: task?.id },
    })
    const xml = await root('GET /task-definition/jobtype/ACME_DELIVER', undefined, {
      accept: 'application/xml',
    })
    assert.match(
      xml.text,
      /<task id="\d+"><description>Check<\/description><extradata>x<\/extradata><flags>4<\/flags>/,
    )
  })

  it('are read as in XML and from the JSON of clients: a step as text, unknown children', async () => {
    const xml =
      '<TaskDefinitionListDocument xmlns="http://xml.vidispine.com/schema/vidispine"><task><step>200</step>' +
      '<dependency><step>0</step><previous>false</previous><allprevious>true</allprevious></dependency>' +
      '<jobType>ACME_DELIVER</jobType><script><![CDATA[job.log("a < b");]]></script></task></TaskDefinitionListDocument>'
    assert.equal((await root('POST /task-definition', xml, { type: 'application/xml' })).status, 200)
    assert.equal((await root('POST /task-definition', { task: [{ ...step(300), step: '300' }] })).status, 200)
    assert.deepEqual(
      (await list()).map((one) => [one.step, one.script]),
      [
        [200, 'job.log("a < b");'],
        [300, script],
      ],
    )
  })

  // biome-ignore format: a table
  const FLAWED: readonly (readonly [what: string, tasks: readonly object[], explanation: RegExp])[] = [
    ['a cycle',                       [step(100, needs({ step: 200 })), step(200, needs({ step: 100 }))], /ACME_DELIVER: steps .*100.* form a cycle$/],
    ['a step that does not exist',    [step(100, needs({ step: 50 }))],                  /step 100 depends on step 50, which does not exist$/],
    ['only clean-up steps',           [step(100, { cleanup: true })],                    /has no steps other than clean-up steps$/],
    ['no script',                     [step(100, { script: '' })],                       /step 100: it has no script, and no bean with a method$/],
    ['a script and a bean',           [step(100, { bean: 'callsheet', method: 'transcode' })], /step 100: it has a script, and a bean or method as well$/],
    ['an unknown built-in step',      [step(100, { script: undefined, bean: 'callsheet', method: 'nope' })], /expected the bean callsheet with one of the methods [a-z-]+, .*, got “callsheet” with “nope”$/],
    ['a built-in step twice',         [100, 200].map((number) => step(number, { script: undefined, bean: 'callsheet', method: 'probe-file' })), /the built-in step probe-file occurs twice$/],
    ['a step number below 1',         [step(0)],                                         /expected a number from 1 to/],
    ['no job type',                   [{ step: 100, script }],                           /expected a job type, got nothing/],
    ['a built-in job type',           [step(100, { jobType: 'TRANSCODE' })],             /TRANSCODE is a built-in job type, which cannot be changed/],
    ['an unusable name',              [step(100, { jobType: 'a b' })],                   /expected at most 100 letters/],
  ]
  for (const [what, tasks, explanation] of FLAWED)
    it(`refuse ${what}, and change nothing`, async () => {
      const { status, body } = await post(tasks)
      assert.equal(status, 400)
      assert.match(body.invalidInput.explanation, explanation)
      assert.deepEqual(await rows('select name from callsheet.custom_type'), [])
    })

  it('refuse a step that exists already', async () => {
    await post([step(100)])
    const { status, body } = await post([step(100)])
    assert.deepEqual([status, body.conflict?.explanation], [409, 'ACME_DELIVER has a step 100 already'])
  })

  it('need their roles', async () => {
    assert.equal((await root('GET /task-definition', undefined, { by: 'ann' })).status, 403)
    assert.equal((await root('POST /task-definition', { task: [step(100)] }, { by: 'ann' })).status, 403)
  })

  it('of built-in job types are listed, without ids', async () => {
    const { body } = await root('GET /task-definition/jobtype/COPY_FILE')
    assert.deepEqual(body.task[0], {
      ...{
        description: 'Copying file.',
        flags: 0,
        step: 100,
        jobType: 'COPY_FILE',
        cleanup: false,
        critical: true,
      },
      ...{ bean: 'callsheet', method: 'copy-file', plugin: false },
    })
    const all = (await root('GET /task-definition?type=COPY_FILE,MOVE_FILE')).body.task as readonly {
      jobType: string
    }[]
    assert.deepEqual([...new Set(all.map(({ jobType }) => jobType))], ['COPY_FILE', 'MOVE_FILE'])
  })

  // biome-ignore format: a table
  for (const [id, status] of [['20000', 200], ['30000', 200], ['19999', 404], ['30001', 404], ['abc', 400]] as const)
    it(`POST /task-definition/jobtype/{type}?id=${id} is ${status}`, async () => {
      assert.equal((await root(`POST /task-definition/jobtype/ACME_DELIVER?id=${id}`)).status, status)
      const found = await rows('select id from callsheet.custom_type')
      assert.deepEqual(found.map((row) => (row as { id: number }).id), status === 200 ? [Number(id)] : [])
    })

  it('of a type without steps cannot start, and GET /jobtype/{type} says so', async () => {
    await root('POST /task-definition/jobtype/ACME_DELIVER')
    const { status, body } = await root('POST /job?type=ACME_DELIVER')
    assert.equal(status, 400)
    assert.match(body.invalidInput.explanation, /it has no steps other than clean-up steps/)
    assert.match((await root('GET /jobtype/ACME_DELIVER')).body.description, /^Cannot start yet/)
  })

  it('of one step are read, replaced, moved and deleted by id and by number', async () => {
    await post([step(100), step(200)])
    const [first, second] = await list()
    assert.equal((await root(`GET /task-definition/${first?.id}`)).body.step, 100)
    const replaced = await root(`PUT /task-definition/${second?.id}`, {
      ...step(300),
      script: 'job.log("x")',
    })
    assert.deepEqual([replaced.status, replaced.body.step, replaced.body.script], [200, 300, 'job.log("x")'])
    assert.equal((await root('GET /task-definition/jobtype/ACME_DELIVER/step/200')).status, 404)
    const added = await root('PUT /task-definition/jobtype/ACME_DELIVER/step/400', { script })
    assert.deepEqual([added.status, added.body.step], [200, 400])
    assert.equal((await root('DELETE /task-definition/jobtype/ACME_DELIVER/step/300')).status, 200)
    assert.equal((await root(`DELETE /task-definition/${first?.id}`)).status, 200)
    assert.deepEqual(
      (await list()).map((one) => one.step),
      [400],
    )
  })

  it('of a step that others need are not deleted', async () => {
    await post([step(100), step(200, needs({ step: 100 }))])
    const { status, body } = await root('DELETE /task-definition/jobtype/ACME_DELIVER/step/100')
    assert.equal(status, 400)
    assert.match(body.invalidInput.explanation, /step 200 depends on step 100, which does not exist/)
  })

  it('have scripts of their own, as text', async () => {
    await post([step(100)])
    const path = '/task-definition/jobtype/ACME_DELIVER/step/100/script'
    assert.equal((await root(`PUT ${path}`, LINES, { type: 'application/javascript' })).status, 200)
    assert.equal((await root(`GET ${path}`, undefined, { accept: 'text/plain' })).text, LINES)
    assert.equal((await list())[0]?.script, LINES)
  })

  it('have metadata, as a whole and key by key', async () => {
    await post([step(100)])
    const path = '/task-definition/jobtype/ACME_DELIVER/step/100/metadata'
    const field = [{ key: 'timeLimit', value: '5' }]
    assert.equal((await root(`PUT ${path}`, { field })).status, 200)
    assert.deepEqual((await root(`GET ${path}`)).body, { field })
    assert.equal((await root(`PUT ${path}/a%20b`, 'c\nd', { type: 'text/plain' })).status, 200)
    assert.equal((await root(`GET ${path}/a%20b`, undefined, { accept: 'text/plain' })).text, 'c\nd')
    assert.equal((await root(`DELETE ${path}/timeLimit`)).status, 200)
    assert.equal((await root(`DELETE ${path}/timeLimit`)).status, 404)
    assert.deepEqual(
      (await root(`GET ${path}`)).body.field.map(({ key }: { key: string }) => key),
      ['a b'],
    )
    assert.equal((await root(`DELETE ${path}`)).status, 200)
    assert.deepEqual((await root(`GET ${path}`)).body, { field: [] })
  })

  it('have a graph in DOT', async () => {
    await post([
      step(100),
      step(200, { ...needs({ previous: true }), description: 'Say "hi"', critical: false }),
    ])
    const { text } = await root('GET /task-definition/jobtype/ACME_DELIVER/graph/dot', undefined, {
      accept: 'text/plain',
    })
    assert.match(text, /^digraph "ACME_DELIVER" \{\n {2}rankdir=LR;\n/)
    assert.match(text, /100 -> 200;/)
    assert.match(text, /200 \[label="200\\nSay \\"hi\\"", style="dashed"\];/)
  })

  it('have a graph as a picture', async () => {
    await post([step(100), step(200, needs({ previous: true }))])
    const { status, headers, body } = await root(
      'GET /task-definition/jobtype/ACME_DELIVER/graph',
      undefined,
      { accept: '*/*' },
    )
    assert.deepEqual([status, headers['content-type']], [200, 'image/png'])
    const [width, height] = [body.readUInt32BE(16), body.readUInt32BE(20)]
    assert.deepEqual([body.subarray(1, 4).toString(), width > 2 * height, height > 50], ['PNG', true, true])
  })

  it('of a deleted type are gone, and their jobs keep their steps', async () => {
    await post([step(100), step(200, { script: undefined, bean: 'callsheet', method: 'probe-file' })])
    const { body } = await root('POST /job?type=ACME_DELIVER')
    assert.equal((await root('DELETE /task-definition/jobtype/ACME_DELIVER')).status, 200)
    assert.equal((await root('GET /jobtype/ACME_DELIVER')).status, 404)
    const steps = await rows(
      `select number from callsheet.step where job_id = ${body.jobId.slice(3)} order by number`,
    )
    assert.deepEqual(
      steps.map((row) => (row as { number: number }).number),
      [100, 200],
    )
  })
})

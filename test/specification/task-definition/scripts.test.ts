/** The scripts of definitions: to read, write, validate and try (wire.md §11.2). */
import assert from 'node:assert/strict'
import { type How, serving } from '../../serving.ts'

const SCRIPT = 'job.log("hello")\nif (job.getData("a") !== "1") throw new Error("no a")'
const JSON_BODY = { type: 'application/json' } as const

describe('The script of a definition', () => {
  const { ask, rows } = serving()
  const root = (line: string, more: Partial<How> = {}) =>
    ask(line.replace(' /', ' /API/'), { by: 'root', ...more })
  const define = async (script: string, metadata: Readonly<Record<string, string>> = {}) => {
    await rows('delete from callsheet.custom_type returning name')
    const field = Object.entries(metadata).map(([key, value]) => ({ key, value }))
    const task = [{ step: 100, jobType: 'ACME', script, metadata: { field } }]
    const answer = await root('POST /task-definition', { ...JSON_BODY, body: JSON.stringify({ task }) })
    const { status, body, headers } = answer
    return { status, body, headers, id: String(body.uri?.[0]) }
  }
  const basesOf = (id: string) => [`/task-definition/${id}`, '/task-definition/jobtype/ACME/step/100']

  it('is read and replaced as text, by id and by step', async () => {
    const { id } = await define(SCRIPT)
    for (const base of basesOf(id)) {
      assert.equal((await root(`GET ${base}/script`, { accept: '*/*' })).text, SCRIPT)
      const type = 'application/javascript'
      const put = await root(`PUT ${base}/script`, { type, body: `// ${base}\n` })
      assert.deepEqual([put.status, put.headers['x-callsheet-warning']], [200, undefined])
      assert.equal((await root(`GET ${base}/script`, { accept: 'text/plain' })).text, `// ${base}\n`)
      await root(`PUT ${base}/script`, { type, body: SCRIPT })
    }
  })

  it('is validated by id and by step, with and without “script” in the path', async () => {
    const { id } = await define(SCRIPT)
    for (const base of basesOf(id))
      for (const path of [`${base}/validate`, `${base}/script/validate`]) {
        const { status, text } = await root(`GET ${path}`, { accept: '*/*' })
        assert.deepEqual([path, status, text], [path, 200, 'The script is valid.'])
      }
  })

  it('with a syntax error is kept with a warning, and its validation is 400 with line and column', async () => {
    const { id, status, headers } = await define('job.log(1)\nlet x = ;')
    assert.equal(status, 200)
    const error = "line 2, column 9: SyntaxError: unexpected token in expression: ';'"
    assert.equal(headers['x-callsheet-warning'], `the script of step 100 does not parse: ${error}`)
    const { status: invalid, text } = await root(`GET /task-definition/${id}/validate`, {
      accept: 'application/json',
    })
    assert.equal(invalid, 400)
    const { context, explanation } = JSON.parse(text).invalidInput
    assert.deepEqual([context, explanation], ['script', error])
  })

  it('is not found for a definition without one', async () => {
    await rows('delete from callsheet.custom_type returning name')
    const task = [{ step: 100, jobType: 'ACME', bean: 'callsheet', method: 'probe-file' }]
    await root('POST /task-definition', { ...JSON_BODY, body: JSON.stringify({ task }) })
    for (const path of ['script', 'validate', 'script/validate']) {
      const { status, body } = await root(`GET /task-definition/jobtype/ACME/step/100/${path}`)
      assert.deepEqual([status, body.notFound?.type, body.notFound?.id], [404, 'Script', 'ACME/100'])
    }
  })

  // biome-ignore format: a table
  for (const [key, value, expected] of [
    ['scriptTime',    '0',     'a whole number from 1 to 3600'],
    ['scriptMemory',  'much',  'a whole number from 2 to 1024'],
    ['scriptStack',   '4096',  'a whole number from 16 to 512'],
  ] as const)
    it(`is refused with the limit ${key}=${value}`, async () => {
      const { status, body } = await define(SCRIPT, { [key]: value })
      assert.equal(status, 400)
      const explanation = `ACME: step 100: its metadata ${key}: expected ${expected}, got “${value}”`
      assert.equal(body.invalidInput.explanation, explanation)
    })

  describe('when it is tried', () => {
    const trial = (line: string, body: object = {}, more: Partial<How> = {}) =>
      root(`POST ${line}`, { ...JSON_BODY, body: JSON.stringify(body), ...more })
    const data = { field: [{ key: 'a', value: '1' }] }

    it('answers with its end, log and metadata, by id, by step, and from the body', async () => {
      const { id } = await define(`${SCRIPT}\njob.setData("b", [1, 2])`)
      for (const line of [
        ...basesOf(id).map((base) => `${base}/script/try`),
        '/task-definition/script/try',
      ]) {
        const script = line.startsWith('/task-definition/script')
          ? `${SCRIPT}\njob.setData("b", [1, 2])`
          : undefined
        const { status, body } = await trial(line, { data, script })
        assert.equal(status, 200, line)
        const { milliseconds, ...result } = body
        assert.ok(milliseconds >= 0)
        assert.deepEqual(result, {
          ended: 'finished',
          log: [{ level: 'info', text: 'hello' }],
          data: { field: [...data.field, { key: 'b', value: '1,2' }] },
        })
      }
    })

    it('tells where an exception was thrown', async () => {
      const { id } = await define(SCRIPT)
      const { body } = await trial(`/task-definition/${id}/script/try`)
      assert.deepEqual([body.ended, body.message, body.line, body.column], ['failed', 'Error: no a', 2, 46])
      assert.match(body.stack, /script:2:46/)
    })

    // biome-ignore format: a table
    for (const [script, ended, message] of [
      ['job.fail("a")',                                     'fail',      'a'],
      ['job.fatalFail("b")',                                'fatalFail', 'b'],
      ['job.wait("c")',                                     'wait',      'c'],
      ['if (checkProblem) job.wait("again")',               'wait',      'again'],
      ['for (;;);',                                         'limit',     'Time limit of 1000 ms exceeded'],
      ['let x = ;',                                         'failed',    "SyntaxError: unexpected token in expression: ';'"],
      ['job.fail([job.getId(), job.getStepId(), job.getUser()].join())', 'fail', 'VX-0,0,root'],
      ['job.fail(api.path("whoami").dataType("text").get())',            'fail', 'root'],
      ['job.fail(api.path("job").get().hits)',              'fail',      '0'],
      ['job.fail(api.get("/job/VX-9", {}))',                'failed',    /^Error: GET \/job\/VX-9 was answered with 404: /],
      ['job.fail(api.path("job/VX-9").rich().get().output.notFound.id)', 'fail', 'VX-9'],
      ['job.fail(api.header("authorization", "x").header("X-Forwarded-For", "1.2.3.4").dataType("text").get("whoami"))', 'fail', 'root'],
      ['http.uri("http://example.com/").get()',             'failed',    'Error: http: example.com is not one of the hosts in the setting SCRIPT_HOSTS'],
    ] as const)
      it(`${script} ends as ${ended}`, async () => {
        const metadata = { field: [{ key: 'scriptTime', value: '1' }] }
        const { body } = await trial('/task-definition/script/try', { script, metadata, checkProblem: true })
        assert.equal(body.ended, ended, JSON.stringify(body))
        if (typeof message === 'string') assert.equal(body.message, message)
        else assert.match(body.message, message)
      })

    it('answers in XML and in text', async () => {
      const body =
        '<ScriptTrialDocument xmlns="http://xml.vidispine.com/schema/vidispine"><script>job.log("a"); job.wait("b")</script></ScriptTrialDocument>'
      const xml = await root('POST /task-definition/script/try', {
        ...{ type: 'application/xml', accept: 'application/xml', body },
      })
      assert.match(
        xml.text,
        /<ended>wait<\/ended><message>b<\/message><log><level>info<\/level><text>a<\/text><\/log>/,
      )
      const plain = await root('POST /task-definition/script/try', {
        ...{ type: 'application/xml', accept: 'text/plain', body },
      })
      assert.equal(plain.text, 'info a\r\nwait: b\r\n')
    })

    it('changes nothing by itself', async () => {
      const before = await rows('select count(*) from callsheet.job')
      await trial('/task-definition/script/try', { script: 'job.setData("x", 1); job.log("y")' })
      assert.deepEqual(await rows('select count(*) from callsheet.job'), before)
    })

    it('needs a script, valid limits, and the role _taskdefinition_write', async () => {
      assert.equal((await trial('/task-definition/script/try')).status, 400)
      const metadata = { field: [{ key: 'scriptTime', value: 'x' }] }
      const { body } = await trial('/task-definition/script/try', { script: '1', metadata })
      assert.match(body.invalidInput.explanation, /^its metadata scriptTime: expected a whole number/)
      assert.equal((await trial('/task-definition/script/try', { script: '1' }, { by: 'bob' })).status, 403)
    })
  })
})

import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { ran, resultOf } from './sandbox.ts'

let scripts: Scripts
before(() => {
  scripts = new Scripts()
})
after(() => scripts[Symbol.asyncDispose]())

describe('job, as a script reads it', () => {
  // biome-ignore format: a table
  for (const [expression, value] of [
    ['job.getId()',                              'VX-12'],
    ['job.getUser()',                            'anna'],
    ['job.getStepId()',                          '200'],
    ['job.getData("itemId")',                    'VX-7'],
    ['job.getData("empty")',                     ''],
    ['job.getData("other")',                     null],
    ['job.getDataOrDefault("itemId", "none")',   'VX-7'],
    ['job.getDataOrDefault("empty", "none")',    ''],
    ['job.getDataOrDefault("other", 5)',         5],
    ['job.containsKey("empty")',                 true],
    ['job.containsKey("other")',                 false],
    ['job.containsKey("toString")',              false],
    ['job.getKeys()',                            ['itemId', 'empty']],
    ['checkProblem',                             false],
  ] as const)
    it(`${expression} is ${JSON.stringify(value)}`, async () =>
      assert.deepEqual(await resultOf(scripts, expression), value))

  it('checkProblem is true when the script runs again after a wait', async () =>
    assert.equal(await resultOf(scripts, 'checkProblem', { globals: { checkProblem: true } }), true))
})

describe('job.setData', () => {
  // biome-ignore format: a table
  for (const [value, stored] of [
    ['"text"',                         'text'],
    ['""',                             ''],
    ['5',                              '5'],
    ['0.1',                            '0.1'],
    ['-0',                             '0'],
    ['1e21',                           '1e+21'],
    ['NaN',                            'NaN'],
    ['true',                           'true'],
    ['12345678901234567890n',          '12345678901234567890'],
    ['["a", 2, true]',                 'a,2,true'],
    ['["a", null, undefined, "b"]',    'a,,,b'],
    ['[]',                             ''],
    ['[{a: 1}, [2, 3]]',               '{"a":1},[2,3]'],
    ['({a: [1]})',                     '{"a":[1]}'],
    ['new Date(0)',                    '1970-01-01T00:00:00.000Z'],
    ['({toJSON: () => "x"})',          '"x"'],
    ['"\\u{1f600}é"',                  '😀é'],
    ['new Proxy({a: 1}, {})',          '{"a":1}'],
  ] as const)
    it(`stores ${value} as ${JSON.stringify(stored)}`, async () => {
      const { ended, data } = await ran(scripts, `job.setData('k', ${value})`, { data: {} })
      assert.deepEqual({ ended, data }, { ended: { ended: 'finished' }, data: { k: stored } })
    })

  // biome-ignore format: a table
  for (const [args, message] of [
    ['"k", undefined',            'TypeError: job.setData: the value of “k” must not be undefined'],
    ['"k"',                       'TypeError: job.setData: the value of “k” must not be undefined'],
    ['"k", null',                 'TypeError: job.setData: the value of “k” must not be null'],
    ['"k", () => 1',              'TypeError: job.setData: the value of “k” must not be a function'],
    ['"k", Symbol("s")',          'TypeError: job.setData: the value of “k” must not be a symbol'],
    ['"k", [1, Symbol("s")]',     'TypeError: job.setData: the value of “k”, element 1, must not be a symbol'],
    ['"k", {toJSON() {}}',        'TypeError: job.setData: the value of “k” has no JSON'],
    ['"k", {a: 1n}',              'TypeError: Do not know how to serialize a BigInt'],
    ['"k", (() => { const a = {}; a.a = a; return a })()', 'TypeError: circular reference'],
    ['"k", {get a() { throw new RangeError("mine") }}',    'RangeError: mine'],
    ['"k", "a\\0b"',              'Error: job.setData: the value of “k” contains a NUL character (U+0000), which cannot be stored'],
    ['"k", "\\ud83d"',            'Error: job.setData: the value of “k” contains half of a surrogate pair, which cannot be stored'],
    ['"k", "é".repeat(524289)',   'Error: job.setData: the value of “k” has 1048578 bytes, more than the 1048576 allowed'],
    ['"k", "x".repeat(9e6)',      'Error: job.setData: the arguments have more than 8388608 characters'],
    ['"k\\0", "x"',               'Error: job.setData: the key “k\\u0000” contains a NUL character (U+0000), which cannot be stored'],
    ['"", "x"',                   'Error: job.setData: the key must not be empty'],
    ['"k".repeat(256), "x"',      'Error: job.setData: the key must not be longer than 255 characters'],
    ['undefined, "x"',            'TypeError: job.setData: the key must not be undefined'],
    ['{}, "x"',                   'TypeError: job.setData: the key must not be a object'],
    ['{toString: () => "k"}, "x"', 'TypeError: job.setData: the key must not be a object'],
  ] as const)
    it(`refuses ${args}`, async () => {
      const { ended, data } = await ran(scripts, `\njob.setData(${args})`, { data: {} })
      assert.ok(ended.ended === 'failed')
      assert.deepEqual({ message: ended.message, line: ended.line, data }, { message, line: 2, data: {} })
    })

  it('throws what a script can catch', async () => {
    const { ended, log } = await ran(
      scripts,
      'try { job.setData("k", null) } catch (error) { job.log(error.name) }',
    )
    assert.deepEqual({ ended, log }, { ended: { ended: 'finished' }, log: ['info TypeError'] })
  })

  it('and job.getData return any well-formed text without NUL unchanged', async () => {
    const text = fc
      .string({ unit: 'binary', maxLength: 200 })
      .filter((one) => !one.includes('\0') && one.isWellFormed())
    const key = text.filter((one) => one.length > 0 && one.length <= 255)
    await fc.assert(
      fc.asyncProperty(key, text, async (k, value) => {
        const source = `job.setData(${JSON.stringify(k)}, ${JSON.stringify(value)})
          if (job.getData(${JSON.stringify(k)}) !== ${JSON.stringify(value)}) throw new Error('differs')`
        const { ended, data } = await ran(scripts, source, { data: {} })
        assert.deepEqual(
          { ended, data: { ...data } },
          { ended: { ended: 'finished' }, data: Object.fromEntries([[k, value]]) },
        )
      }),
      { numRuns: 100 },
    )
  })

  it('and job.getData return JSON of any value that JSON.parse restores', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
        const { ended, data } = await ran(
          scripts,
          `job.setData('k', { v: JSON.parse(${JSON.stringify(JSON.stringify(value))}) })`,
          {
            data: {},
          },
        )
        assert.deepEqual(ended, { ended: 'finished' })
        assert.deepEqual(JSON.parse(data['k'] ?? ''), JSON.parse(JSON.stringify({ v: value })))
      }),
      { numRuns: 50 },
    )
  })
})

describe('job.deleteData', () => {
  it('removes the key', async () => {
    const { data } = await ran(scripts, 'job.deleteData("itemId"); job.deleteData("other")')
    assert.deepEqual(data, { empty: '' })
  })
})

describe('job.log and logger', () => {
  // biome-ignore format: a table
  for (const [call, line] of [
    ['job.log("text")',                    'info text'],
    ['job.log("a", 1, true, null)',        'info a 1 true null'],
    ['job.log({a: [1]}, [2])',             'info {"a":[1]} [2]'],
    ['job.log(new TypeError("x"))',        'info TypeError: x'],
    ['job.log(Symbol("s"), 5n)',           'info Symbol(s) 5'],
    ['job.log()',                          'info '],
    ['job.log("a\\0b\\ud800c")',           'info a\u{fffd}b\u{fffd}c'],
    ['logger.debug("x")',                  'debug x'],
    ['logger.info("x")',                   'info x'],
    ['logger.log("x")',                    'info x'],
    ['logger.warn("x")',                   'warning x'],
    ['logger.error("x")',                  'error x'],
  ] as const)
    it(`${call} logs ${JSON.stringify(line)}`, async () =>
      assert.deepEqual((await ran(scripts, call)).log, [line]))

  it('drop lines beyond the limit, after one that says so', async () => {
    const source = 'for (let i = 0; i < 100; i++) job.log("x".repeat(36)); job.setData("end", 1)'
    const { ended, log, data } = await ran(scripts, source, { limits: { logBytes: 1_000 } })
    assert.equal(ended.ended, 'finished')
    assert.equal(data['end'], '1')
    assert.equal(log.length, 11)
    assert.equal(
      log.at(-1),
      'warning Log limit of 1000 bytes reached: further lines of this script are dropped.',
    )
  })

  it('take one line of 9 MB as an error of the script', async () => {
    const { ended, log } = await ran(scripts, 'job.log("x".repeat(9e6))')
    assert.ok(ended.ended === 'failed')
    assert.equal(ended.message, 'Error: log: the arguments have more than 8388608 characters')
    assert.deepEqual(log, [])
  })
})

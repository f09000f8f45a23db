import assert from 'node:assert/strict'
import { ScriptCallRefused } from '../../../tasks/script/calls.ts'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { ran } from './sandbox.ts'

let scripts: Scripts
before(() => {
  scripts = new Scripts()
})
after(() => scripts[Symbol.asyncDispose]())

const CALLS = [
  ['job.fail("no")', { ended: 'fail', message: 'no' }],
  ['job.fail()', { ended: 'fail', message: 'The script has called job.fail' }],
  ['job.fatalFail("never")', { ended: 'fatalFail', message: 'never' }],
  ['job.fatalFail({code: 5})', { ended: 'fatalFail', message: '{"code":5}' }],
  ['job.wait("tape")', { ended: 'wait', reason: 'tape' }],
  ['job.wait("a\\0b")', { ended: 'wait', reason: 'a\u{fffd}b' }],
] as const

describe('job.fail, job.fatalFail and job.wait', () => {
  for (const [call, ended] of CALLS)
    it(`${call} ends the script as ${JSON.stringify(ended)}`, async () =>
      assert.deepEqual((await ran(scripts, call)).ended, ended))

  // biome-ignore format: a table
  for (const source of [
    'try { END } catch { job.setData("k", 1) }',
    'try { END } finally { job.setData("k", 1) }',
    '[1].forEach(() => { try { END } catch { job.setData("k", 1) } }); job.setData("k", 1)',
    'async function f() { END } try { await f() } catch { job.setData("k", 1) } job.setData("k", 1)',
    'new Promise(() => { END }).catch(() => job.setData("k", 1)); job.setData("k", 1)',
    'await 0; try { END } catch { job.setData("k", 1) }',
    'Promise.resolve().then(() => { END }).catch(() => job.setData("k", 1)); for (let i = 0; i < 9; i++) await 0; job.setData("k", 1)',
    'function* g() { try { yield 1 } finally { job.setData("k", 1) } } for (const x of g()) { END }',
    'const i = { next: () => ({ value: 1 }), return() { job.setData("k", 1); return {} }, [Symbol.iterator]: () => i }; for (const x of i) { END }',
    'JSON.stringify({ toJSON() { try { END } catch { job.setData("k", 1) } } })',
    'new Proxy({}, { get() { END } }).x; job.setData("k", 1)',
    '[2, 1].sort(() => { END }); job.setData("k", 1)',
    '"a".replace(/a/, () => { END }); job.setData("k", 1)',
    'eval(`try { END } catch {}`); job.setData("k", 1)',
    'while (true) try { END } catch {} finally { continue }',
    'END; job.fail("second")',
    'END; job.log("after")',
  ])
    it(`cannot be caught, nor have calls after them an effect: ${source}`, async () => {
      const { ended, data, log } = await ran(scripts, source.replace('END', 'job.wait("w")'), { data: {} })
      assert.deepEqual({ ended, data, log }, { ended: { ended: 'wait', reason: 'w' }, data: {}, log: [] })
    })
})

describe('an exception', () => {
  // biome-ignore format: a table
  for (const [source, message, line, column] of [
    ['throw new Error("x")',                           'Error: x',                                  1, 16],
    ['\n\n  throw new Error("x")',                     'Error: x',                                  3, 18],
    ['const a = "é😀"; throw new Error(a)',            'Error: é😀',                                1, 32],
    ['null.x',                                         "TypeError: cannot read property 'x' of null", 1, 5],
    ['function f() {\n  g()\n}\nf()',                  "ReferenceError: 'g' is not defined",        2, 3],
    ['class Mine extends Error { name = "Mine" }\nthrow new Mine("x")', 'Mine: x',                  2, 15],
    ['await 0\nthrow new Error("x")',                  'Error: x',                                  2, 16],
    ['\n[1].map(() => {\n  throw new Error("x") })',   'Error: x',                                  3, 18],
    ['\neval("throw new Error(1)")',                   'Error: 1',                                  2, 5],
    ['\nnew Function("throw new Error(1)")()',         'Error: 1',                                  2, 35],
    ['throw "text"',                                   'text',                                      undefined, undefined],
    ['throw { code: 5 }',                              '{"code":5}',                                undefined, undefined],
    ['throw undefined',                                'undefined',                                 undefined, undefined],
    ['throw null',                                     'Null was thrown, by the script or for lack of memory',                                      undefined, undefined],
    ['throw Symbol("s")',                              'Symbol(s)',                                 undefined, undefined],
    ['throw "a\\0\\ud800"',                            'a\u{fffd}\u{fffd}',                         undefined, undefined],
    ['throw { toJSON() { throw 1 } }',                 'The script has thrown an object that throws when it is read', undefined, undefined],
    ['throw new Proxy({}, { getPrototypeOf() { throw 1 } })', 'The script has thrown an object that throws when it is read', undefined, undefined],
    ['throw Object.defineProperty(new Error("x"), "message", { get() { throw 1 } })', 'The script has thrown an object that throws when it is read', undefined, undefined],
    ['await new Promise(() => {})',                    'The script awaits a promise that nothing can settle', undefined, undefined],
    ['let a = ;',                                      "SyntaxError: unexpected token in expression: ';'", 1, 9],
    ['let a = 1\nlet a = 2',                           'SyntaxError: invalid redefinition of lexical identifier', 2, 7],
    ['if (true) {\n',                                  'SyntaxError: unbalanced brackets',          2, 1],
    ['}',                                              'SyntaxError: unbalanced brackets',          1, 2],
    ['import fs from "fs"',                            undefined,                                   1, undefined],
  ] as const)
    it(`has the line and column of the script: ${source}`, async () => {
      const { ended } = await ran(scripts, source)
      assert.ok(ended.ended === 'failed')
      assert.equal(ended.message, message ?? ended.message)
      assert.equal(ended.line, line)
      assert.equal(ended.column, column ?? ended.column)
    })

  it('has a stack of the frames of the script alone', async () => {
    const { ended } = await ran(scripts, 'function save() {\n  job.setData("k")\n}\nsave()')
    assert.ok(ended.ended === 'failed')
    assert.equal(ended.stack, '    at save (step.js:2:14)\n    at <anonymous> (step.js:4:5)')
  })
})

describe('a call that the host refuses', () => {
  const refuse = async (): Promise<never> => {
    throw new ScriptCallRefused('the job has no more room')
  }
  const explode = async (): Promise<never> => {
    throw new Error('the database is gone')
  }

  it('throws in the script, which can catch it', async () => {
    const source = 'try { job.setData("k", 1) } catch (error) { job.log(error.message) }'
    const { ended, log } = await ran(scripts, source, { calls: { 'job.setData': refuse } })
    assert.deepEqual({ ended, log }, { ended: { ended: 'finished' }, log: ['info the job has no more room'] })
  })

  it('ends the run with its error if that is not a refusal, even if the script catches', async () => {
    const source = 'try { job.setData("k", 1) } catch (error) { job.log(error.message) } for (;;);'
    await assert.rejects(ran(scripts, source, { calls: { 'job.setData': explode } }), /the database is gone/)
  })
})

describe('Scripts.check', () => {
  // biome-ignore format: a table
  for (const [source, fault] of [
    ['',                                     undefined],
    ['return await job.getData("x") // end', undefined],
    ['/* only a comment */',                 undefined],
    ['let a = ;',                            { line: 1, column: 9, message: "SyntaxError: unexpected token in expression: ';'" }],
    ['\n\n  foo bar',                        { line: 3, column: 7, message: "SyntaxError: expecting ';'" }],
    ['if (true) {',                          { line: 1, column: 12, message: 'SyntaxError: unbalanced brackets' }],
    ['}); job.log(1); (function () {',       { line: 1, column: 2, message: "SyntaxError: unexpected token in expression: ')'" }],
    ['('.repeat(100_000),                    { line: 1, column: 4084, message: 'SyntaxError: stack overflow' }],
  ] as const)
    it(`${source.slice(0, 40)}: ${fault ? fault.message : 'correct'}`, async () =>
      assert.deepEqual(await scripts.check(source), fault))
})

describe('a message', () => {
  // biome-ignore format: a table
  for (const source of [
    'throw new Error("x".repeat(9e6))',
    'throw "x".repeat(9e6)',
    'job.fail("x".repeat(7e6))',
    'job.fatalFail("x".repeat(7e6))',
    'job.wait("x".repeat(7e6))',
  ])
    it(`is cut off after 4000 characters: ${source}`, async () => {
      const { ended } = await ran(scripts, source)
      const text = 'reason' in ended ? ended.reason : 'message' in ended ? ended.message : ''
      assert.equal(text.length, 4_000)
      assert.ok(text.endsWith('x…'))
    })

  it('of a script that has changed how JSON is written says that it cannot be read', async () => {
    const { ended } = await ran(scripts, 'Object.prototype.toJSON = () => undefined; throw new Error("x")')
    assert.deepEqual(ended, {
      ended: 'failed',
      message: 'The script has thrown an error that cannot be read',
    })
  })
})

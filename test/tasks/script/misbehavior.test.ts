import assert from 'node:assert/strict'
import type { ScriptEnded } from '../../../tasks/script/ended.ts'
import { Scripts } from '../../../tasks/script/scripts.ts'
import { type Given, ran, resultOf } from './sandbox.ts'

let scripts: Scripts
before(() => {
  scripts = new Scripts()
})
after(() => scripts[Symbol.asyncDispose]())

const TIME_MS = 150
const MIB = 1024 * 1024

/** Each of these runs for ever, or for longer than a test may. */
const ENDLESS = [
  'while (true) {}',
  'for (;;) try { throw 1 } catch {} finally { continue }',
  'try { while (true) {} } catch {} finally { for (;;); }',
  'for (;;) await 0',
  '(function f() { Promise.resolve().then(f) })()',
  'async function f() { for (;;) try { await f2() } catch {} } async function f2() { for (;;); } await f()',
  'function* g() { while (true) yield 1 } for (const x of g());',
  '/^(a+)+$/.test("a".repeat(40) + "!")',
  '/(?:a*)*b/.test("a".repeat(100000))',
  '"x".repeat(50000).replace(/(x+x+)+y/, "")',
  'new Array(1_000_000_000) + "x"',
  'eval("for (;;);")',
  'new Function("for (;;);")()',
  'job.setData("k", { toJSON() { for (;;); } })',
  'job.setData("k", new Proxy({}, { get() { for (;;); } }))',
  'job.log({ toString() { for (;;); }, toJSON: () => undefined })',
  'throw { get [Symbol.toStringTag]() { for (;;); }, toJSON: () => undefined }',
  'Object.prototype.toJSON = function () { for (;;); }; job.setData("k", {})',
  'Object.prototype.__defineSetter__("value", () => { for (;;); }); ({}).value = 1',
  'new Date({ valueOf() { for (;;); } })',
  '[3, 2, 1].sort(() => { for (;;); })',
  'for (;;) job.getData("itemId")',
] as const

describe('a script that does not end', () => {
  for (const source of ENDLESS)
    it(`exceeds the time limit: ${source}`, async () => {
      const { ended, ms } = await ran(scripts, source, { limits: { timeMs: TIME_MS } })
      const message = `Time limit of ${TIME_MS} ms exceeded`
      assert.deepEqual(ended, { ended: 'limit', which: 'time', message })
      assert.ok(ms < 5_000, `${ms} ms`)
    })
})

describe('a script that takes too much', () => {
  const memory: ScriptEnded = {
    ended: 'limit',
    which: 'memory',
    message: 'Memory limit of 8388608 bytes exceeded',
  }
  const stack: ScriptEnded = {
    ended: 'limit',
    which: 'stack',
    message: 'Stack limit of 262144 bytes exceeded',
  }

  // biome-ignore format: a table
  for (const [source, ended] of [
    ['"a".repeat(1e9)',                                                memory],
    ['new Uint8Array(4e9)',                                            { ended: 'failed', message: 'RangeError: invalid array buffer length' }],
    ['const a = []; while (true) a.push("x".repeat(1000) + a.length)', memory],
    ['const a = []; while (true) a.push(new Array(1000).fill(1))',     memory],
    ['const m = new Map(); for (let i = 0; ; i++) m.set(i, {})', memory],
    ['Array.from({ length: 1e9 })',                                    memory],
    ['let s = "x"; while (true) s += s', { ended: 'failed', message: 'InternalError: string too long' }],
    ['structuredClone({})',                                            { ended: 'failed', message: "ReferenceError: 'structuredClone' is not defined" }],
    ['10n ** 10000000n',                                               { ended: 'failed', message: 'RangeError: BigInt is too large to allocate' }],
    ['(function f() { f() })()',                                       stack],
    ['(function f() { [1].map(f) })()',                                stack],
    ['const o = { toString() { return "" + o } }; "" + o',             stack],
    ['[2, 1].sort(function f() { return [2, 1].sort(f) })',            stack],
    ['"a".replace(/a/, function f() { return "a".replace(/a/, f) })',  stack],
    ['class A { get x() { return this.x } } new A().x',                stack],
    ['let p = {}; for (let i = 0; i < 1e4; i++) p = new Proxy(p, {}); p.x', stack],
    ['JSON.parse("[".repeat(1e5))', { ended: 'failed', message: 'SyntaxError: stack overflow' }],
    ['let a = []; for (let i = 0; i < 5e4; i++) a = [a]; job.setData("k", a)', stack],
    ['eval("(".repeat(1e5))',                                          { ended: 'failed', message: 'SyntaxError: stack overflow' }],
  ] as const)
    it(`is stopped: ${source}`, async () => {
      const ran_ = await ran(scripts, source, { limits: { memoryBytes: 8 * MIB } })
      const { ended: how, ...rest } = ran_.ended
      assert.deepEqual({ ended: how, ...('message' in rest && { message: rest.message }), ...('which' in rest && { which: rest.which }) }, ended)
    })

  it('can catch that and go on within the limit', async () => {
    const source =
      'try { "a".repeat(1e9) } catch { } try { (function f() { f() })() } catch { } job.setData("k", 1)'
    const { ended, data } = await ran(scripts, source, { data: {}, limits: { memoryBytes: 8 * MIB } })
    assert.deepEqual({ ended, data }, { ended: { ended: 'finished' }, data: { k: '1' } })
  })

  it('is stopped also with a stack larger than that of the thread', async () => {
    const { ended } = await ran(scripts, 'JSON.parse("[".repeat(1e6))', { limits: { stackBytes: 4 * MIB } })
    assert.notEqual(ended.ended, 'finished')
    assert.deepEqual((await ran(scripts, '')).ended, { ended: 'finished' })
  })

  it('cannot fill the memory of the process by many small allocations', async () => {
    const source = 'const a = []; for (;;) try { a.push("x".repeat(1000) + a.length) } catch {}'
    const before = process.memoryUsage().rss
    const { ended, ms } = await ran(scripts, source, { limits: { memoryBytes: 8 * MIB } })
    assert.deepEqual(ended, memory)
    assert.ok(ms < 10_000, `${ms} ms`)
    assert.ok(process.memoryUsage().rss - before < 100 * MIB)
  })

  it('gets answers even if its memory is almost exhausted', async () => {
    const calls: Given['calls'] = { 'job.getData': async () => 'x'.repeat(7 * MIB) }
    const source = `const a = []; for (let i = 0; i < 300; i++) { a.push(new Uint8Array(65536)); try { job.getData("k") } catch {} }`
    const { ended } = await ran(scripts, source, { calls, limits: { memoryBytes: 16 * MIB, timeMs: 20_000 } })
    assert.deepEqual('which' in ended && ended.which, 'memory')
  })

  it('gets an error for an answer that does not fit', async () => {
    const calls: Given['calls'] = { 'job.getData': async () => 'x'.repeat(9 * MIB) }
    const { ended } = await ran(scripts, 'job.getData("k")', { calls })
    assert.ok(ended.ended === 'failed')
    assert.equal(ended.message, 'Error: job.getData: the answer has more than 8388608 bytes')
    const small = await ran(scripts, 'job.getData("k")', {
      calls: { 'job.getData': async () => 'x'.repeat(7 * MIB) },
      limits: { memoryBytes: 4 * MIB },
    })
    assert.deepEqual([small.ended.ended, 'which' in small.ended && small.ended.which], ['limit', 'memory'])
  })
})

describe('the sandbox', () => {
  const HOST =
    'require process module Buffer global window self print std os console setTimeout setInterval queueMicrotask fetch ' +
    'XMLHttpRequest WebAssembly Worker performance navigator Deno Bun Java Packages shell scriptArgs Atomics'
  for (const name of HOST.split(' '))
    it(`has no ${name}`, async () => assert.equal(await resultOf(scripts, `typeof ${name}`), 'undefined'))

  // biome-ignore format: a table
  for (const [expression, value] of [
    ['Function("return this")() === globalThis',                                    true],
    ['job.getData.constructor("return typeof process")()',                          'undefined'],
    ['(async () => {}).constructor("return typeof require")() instanceof Promise',  true],
    ['Object.getOwnPropertyNames(globalThis).filter((name) => /call|host|install|describe/.test(name)).join()', ''],
    ['(() => { try { job.getData.caller } catch { return "hidden" } })() ?? "none"', 'hidden'],
    ['({}).polluted ?? "clean"',                                                    'clean'],
    ['new WeakRef(job).deref() === job',                                            true],
    ['[3, 1].toSorted().join() + Object.groupBy([1], () => "a").a',                 '1,31'],
  ] as const)
    it(`${expression} is ${value}`, async () => assert.equal(await resultOf(scripts, expression), value))

  it('loads no modules', async () => {
    const source =
      'for (const name of ["fs", "node:fs", "./api.mjs", "callsheet:api"]) await import(name).then(() => job.log(name), () => {})'
    const { ended, log } = await ran(scripts, source)
    assert.deepEqual({ ended, log }, { ended: { ended: 'finished' }, log: [] })
  })

  it('takes keys of answers as data, not as prototypes', async () => {
    const body = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}'
    const response = { status: 200, headers: { 'content-type': 'application/json' }, body }
    const expression = 'Object.keys(api.get("x")).join() + ({}).polluted'
    assert.equal(await resultOf(scripts, expression, { response }), '__proto__,constructorundefined')
  })

  it('shares nothing with the next script, nor with the host', async () => {
    const source = `globalThis.left = 1; Object.prototype.left = 1; Array.prototype.map = null; job.getId = () => "mine"
      JSON.stringify = null; Promise.prototype.then = null; job.log(left)`
    const one = new Scripts({ threads: 1 })
    await using _ = one
    assert.deepEqual((await ran(one, source)).ended, { ended: 'finished' })
    const expression = '[typeof left, ({}).left, typeof [].map, job.getId()]'
    assert.deepEqual(await resultOf(one, expression), ['undefined', null, 'function', 'VX-12'])
    assert.equal(Object.hasOwn(Object.prototype, 'left'), false)
  })

  // biome-ignore format: a table
  for (const source of [
    'let job = { getId: () => 1 }; if (job.getId() !== 1) throw 1',
    'globalThis.job = undefined; delete globalThis.api; if (typeof job !== "undefined") throw 1',
    'Object.freeze(globalThis); Object.freeze(job); job.setData("k", 1)',
    '"use strict"; job.setData("k", 1)',
    'with (job) { setData("k", 1) }',
    'const { setData } = job; setData("k", 1)',
    'setData: for (const x of [1]) continue setData // no newline at the end',
    'Promise.prototype.then = null; Function.prototype.call = null; Symbol.iterator in []',
    'new SharedArrayBuffer(8); new FinalizationRegistry(() => {}).register({}, 1)',
    'await Promise.all([1, 2].map(async (x) => x)); return { any: "value" }',
  ])
    it(`lets a script do what harms nobody: ${source}`, async () =>
      assert.deepEqual((await ran(scripts, source)).ended, { ended: 'finished' }))

  it('sees only part of a source with NUL or half a surrogate pair as an error, if at all', async () => {
    assert.equal((await ran(scripts, 'job.log("a\0b")')).ended.ended, 'finished')
    assert.equal((await ran(scripts, 'job.log("a\ud800b")')).ended.ended, 'finished')
    assert.equal(await scripts.check('\0').then((fault) => fault?.line), 1)
  })
})

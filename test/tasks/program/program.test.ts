import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type Ended, type Options, run } from '../../../tasks/program/program.ts'
import { eventually, living } from '../machine.ts'

const never = new AbortController().signal

function sh(script: string, options: Partial<Options> = {}): Promise<Ended> {
  return run(['sh', '-c', script], { signal: never, ...options })
}

describe('a program ends in exactly one way', () => {
  const cases: readonly (readonly [string, readonly string[], Ended])[] = [
    ['with code 0', ['true'], { ended: 'exited', code: 0, stderrTail: [] }],
    [
      'with another code',
      ['sh', '-c', 'echo no >&2; exit 7'],
      { ended: 'exited', code: 7, stderrTail: ['no'] },
    ],
    [
      'by a signal of its own',
      ['sh', '-c', 'kill -SEGV $$'],
      { ended: 'killed', signal: 'SIGSEGV', stderrTail: [] },
    ],
    [
      'before it began',
      ['/nowhere/ffmpeg'],
      { ended: 'not-started', reason: '/nowhere/ffmpeg: No such file or directory' },
    ],
    [
      'before it began, being no program',
      ['/etc/passwd'],
      { ended: 'not-started', reason: '/etc/passwd: Permission denied' },
    ],
    ['with code 127 of its own', ['sh', '-c', 'exit 127'], { ended: 'exited', code: 127, stderrTail: [] }],
  ]
  for (const [how, command, ended] of cases) {
    it(how, async () => assert.deepEqual(await run(command, { signal: never }), ended))
  }

  it('not started in a folder that does not exist, which is named', async () => {
    const ended = await sh('true', { cwd: '/nowhere' })
    assert.ok(ended.ended === 'not-started')
    assert.match(ended.reason, /\(in \/nowhere\)$/)
  })

  it('not started with a parameter no program can take', async () => {
    assert.equal((await run(['true', 'a\0b'], { signal: never })).ended, 'not-started')
  })
})

describe('parameters reach the program as they are', () => {
  it('no shell reads them', async () => {
    const lines: string[] = []
    const words = ['$HOME', '; exit 3', '*', "it's", '“ü”']
    await run(['printf', '%s\\n', ...words], { signal: never, onStdout: (line) => lines.push(line) })
    assert.deepEqual(lines, words)
  })

  it('environment and folder are those given', async () => {
    const lines: string[] = []
    await sh('echo $COLOUR; pwd', {
      env: { COLOUR: 'red', PATH: '/usr/bin:/bin' },
      cwd: '/usr',
      onStdout: (line) => lines.push(line),
    })
    assert.deepEqual(lines, ['red', '/usr'])
  })
})

describe('what a program says', () => {
  it('arrives line by line, to the last', async () => {
    const lines: string[] = []
    await sh('i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo line $i; done; printf end', {
      onStdout: (line) => lines.push(line),
    })
    assert.equal(lines.length, 2001)
    assert.deepEqual(lines.slice(-2), ['line 2000', 'end'])
  })

  it('on standard error is kept for the reason: the last 20 lines', async () => {
    const ended = await sh('i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo $i >&2; done; exit 1')
    assert.ok(ended.ended === 'exited')
    assert.deepEqual(
      ended.stderrTail,
      Array.from({ length: 20 }, (_, at) => String(31 + at)),
    )
  })
})

describe('a program is stopped by our signal', () => {
  /** Runs the script, aborts when it says “ready”, and checks that nothing of it is left. */
  async function aborted(script: string, options: Partial<Options> = {}): Promise<Ended> {
    const mark = `MARK_${randomUUID()}`
    const stop = new AbortController()
    const env = { CALLSHEET_MARK: mark, PATH: process.env['PATH'] ?? '' }
    const ended = await sh(script, { signal: stop.signal, env, onStdout: () => stop.abort(), ...options })
    await eventually('nothing of it is left', async () => (await living(mark)).size === 0)
    return ended
  }

  it('with all it has started', async () => {
    assert.deepEqual(await aborted('sleep 600 & echo ready; sleep 601'), { ended: 'stopped' })
  })

  it('also when it ends well on SIGTERM', async () => {
    assert.deepEqual(await aborted("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"), {
      ended: 'stopped',
    })
  })

  it('with SIGKILL after the grace when it does not listen', async () => {
    assert.deepEqual(await aborted("trap '' TERM; echo ready; while :; do sleep 1; done", { graceMs: 100 }), {
      ended: 'stopped',
    })
  })

  it('also when it is frozen', async () => {
    assert.deepEqual(await aborted('echo ready; kill -STOP $$', { graceMs: 100 }), { ended: 'stopped' })
  })

  it('before it begins', async () => {
    assert.deepEqual(await sh('exit 3', { signal: AbortSignal.abort() }), { ended: 'stopped' })
  })

  it('but not after it has ended', async () => {
    const stop = new AbortController()
    const ended = await sh('exit 3', { signal: stop.signal })
    stop.abort()
    assert.deepEqual(ended, { ended: 'exited', code: 3, stderrTail: [] })
  })
})

describe('a program that gives no sign of life is stopped', () => {
  it('as stalled', async () => {
    assert.deepEqual(await sh('echo why >&2; sleep 600', { stallMs: 1_000 }), {
      ended: 'stalled',
      stderrTail: ['why'],
    })
  })

  it('also when what it says is no sign of life', async () => {
    const chatter = 'while :; do echo waiting; sleep 0.02; done'
    assert.equal((await sh(chatter, { stallMs: 200, isLife: (line) => line !== 'waiting' })).ended, 'stalled')
  })

  it('but not while it speaks', async () => {
    const speaker = 'for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 0.15; done'
    assert.equal((await sh(speaker, { stallMs: 1_000 })).ended, 'exited')
  })
})

describe('nothing outlives its run', () => {
  it('what an ended program left in the background is gone', async () => {
    const mark = `MARK_${randomUUID()}`
    const ended = await sh('sleep 600 & exit 0', {
      env: { CALLSHEET_MARK: mark, PATH: process.env['PATH'] ?? '' },
    })
    assert.equal(ended.ended, 'exited')
    await eventually('nothing of it is left', async () => (await living(mark)).size === 0)
  })
})

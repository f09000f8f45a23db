import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type Ended, type Options, run } from '../../../tasks/program/program.ts'
import { StopReason } from '../../../tasks/program/stop.ts'
import { eventually, living } from '../machine.ts'

const never = new AbortController().signal

function sh(script: string, options: Partial<Options> = {}): Promise<Ended> {
  return run(['sh', '-c', script], { signal: never, ...options })
}

describe('a program ends', () => {
  const cases: readonly (readonly [string, readonly string[], Ended])[] = [
    ['with code 0', ['true'], { ended: 'exited', code: 0, stderrTail: [] }],
    [
      'with a non-zero code',
      ['sh', '-c', 'echo no >&2; exit 7'],
      { ended: 'exited', code: 7, stderrTail: ['no'] },
    ],
    [
      'by a signal not sent by run',
      ['sh', '-c', 'kill -SEGV $$'],
      { ended: 'killed', signal: 'SIGSEGV', stderrTail: [] },
    ],
    [
      'as not started if it does not exist',
      ['/nowhere/ffmpeg'],
      { ended: 'not-started', reason: '/nowhere/ffmpeg: No such file or directory' },
    ],
    [
      'as not started if the file is not executable',
      ['/etc/passwd'],
      { ended: 'not-started', reason: '/etc/passwd: Permission denied' },
    ],
    [
      'with exit code 127 of the program itself',
      ['sh', '-c', 'exit 127'],
      { ended: 'exited', code: 127, stderrTail: [] },
    ],
  ]
  for (const [how, command, ended] of cases) {
    it(how, async () => assert.deepEqual(await run(command, { signal: never }), ended))
  }

  it('as not started if its folder does not exist, and the reason names the folder', async () => {
    const result = await sh('true', { cwd: '/nowhere' })
    assert.ok(result.ended === 'not-started')
    assert.match(result.reason, /\(in \/nowhere\)$/)
  })

  it('as not started if an argument contains NUL', async () => {
    assert.equal((await run(['true', 'a\0b'], { signal: never })).ended, 'not-started')
  })
})

describe('a program receives', () => {
  it('its arguments unchanged by any shell', async () => {
    const lines: string[] = []
    const words = ['$HOME', '; exit 3', '*', "it's", '“ü”']
    await run(['printf', '%s\\n', ...words], { signal: never, onStdout: (line) => lines.push(line) })
    assert.deepEqual(lines, words)
  })

  it('the given environment and working folder', async () => {
    const lines: string[] = []
    await sh('echo $COLOR; pwd', {
      env: { COLOR: 'red', PATH: '/usr/bin:/bin' },
      cwd: '/usr',
      onStdout: (line) => lines.push(line),
    })
    assert.deepEqual(lines, ['red', '/usr'])
  })
})

describe('the output of a program', () => {
  it('arrives line by line and completely', async () => {
    const lines: string[] = []
    await sh('i=0; while [ $i -lt 2000 ]; do i=$((i+1)); echo line $i; done; printf end', {
      onStdout: (line) => lines.push(line),
    })
    assert.equal(lines.length, 2001)
    assert.deepEqual(lines.slice(-2), ['line 2000', 'end'])
  })

  it('on standard error is kept: the last 20 lines', async () => {
    const result = await sh('i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo $i >&2; done; exit 1')
    assert.ok(result.ended === 'exited')
    assert.deepEqual(
      result.stderrTail,
      Array.from({ length: 20 }, (_, at) => String(31 + at)),
    )
  })
})

describe('an abort stops a program', () => {
  /** Runs the script, aborts when it prints “ready”, and checks that no process is left. */
  async function aborted(script: string, options: Partial<Options> = {}): Promise<Ended> {
    const mark = `MARK_${randomUUID()}`
    const stop = new AbortController()
    const env = { CALLSHEET_MARK: mark, PATH: process.env['PATH'] ?? '' }
    const result = await sh(script, { signal: stop.signal, env, onStdout: () => stop.abort(), ...options })
    await eventually('no process is left', async () => (await living(mark)).size === 0)
    return result
  }

  it('with all its child processes', async () => {
    assert.deepEqual(await aborted('sleep 600 & echo ready; sleep 601'), { ended: 'stopped' })
  })

  it('even if it exits with code 0 on SIGTERM', async () => {
    assert.deepEqual(await aborted("trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"), {
      ended: 'stopped',
    })
  })

  it('with SIGKILL after the grace period if it ignores SIGTERM', async () => {
    assert.deepEqual(await aborted("trap '' TERM; echo ready; while :; do sleep 1; done", { graceMs: 100 }), {
      ended: 'stopped',
    })
  })

  it('even if it is suspended', async () => {
    assert.deepEqual(await aborted('echo ready; kill -STOP $$', { graceMs: 100 }), { ended: 'stopped' })
  })

  // biome-ignore format: a table
  for (const [title, script] of [
    ['if it ignores SIGTERM',                "trap '' TERM; echo ready; while :; do sleep 1; done"],
    ['with child processes that ignore it',  "sh -c \"trap '' TERM; sleep 600\" & trap '' TERM; echo ready; sleep 601"],
    ['if it is suspended',                   "trap '' TERM; echo ready; kill -STOP $$; while :; do sleep 1; done"],
  ] as const)
    it(`at once if its output will be discarded, even ${title}`, async () => {
      const [stop, begun] = [new AbortController(), performance.now()]
      const onStdout = () => stop.abort(new StopReason('aborted', true))
      assert.deepEqual(await aborted(script, { signal: stop.signal, onStdout, graceMs: 60_000 }), {
        ended: 'stopped',
      })
      assert.ok(performance.now() - begun < 2_000, 'not after the grace period')
    })

  it('at once even if it was asked to finish before', async () => {
    const [stop, finish] = [new AbortController(), new AbortController()]
    const onStdout = (line: string) =>
      line === 'ready' ? finish.abort() : stop.abort(new StopReason('aborted', true))
    const script = "trap 'echo finishing' INT; trap '' TERM; echo ready; while :; do sleep 0.05; done"
    const options = { signal: stop.signal, finish: finish.signal, onStdout, graceMs: 60_000 }
    assert.deepEqual(await aborted(script, options), { ended: 'stopped' })
  })

  it('with time to end if the reason does not say at once', async () => {
    const [stop, lines] = [new AbortController(), [] as string[]]
    const onStdout = (line: string) => {
      lines.push(line)
      if (line === 'ready') stop.abort(new StopReason('node stopped', false))
    }
    await aborted("trap 'echo ended; exit 0' TERM; echo ready; while :; do sleep 0.05; done", {
      ...{ signal: stop.signal, onStdout },
    })
    assert.deepEqual(lines, ['ready', 'ended'])
  })

  it('before it starts', async () => {
    assert.deepEqual(await sh('exit 3', { signal: AbortSignal.abort() }), { ended: 'stopped' })
  })

  it('but not after it has ended', async () => {
    const stop = new AbortController()
    const result = await sh('exit 3', { signal: stop.signal })
    stop.abort()
    assert.deepEqual(result, { ended: 'exited', code: 3, stderrTail: [] })
  })
})

describe('a program without signs of life is stopped', () => {
  it('as stalled', async () => {
    assert.deepEqual(await sh('echo why >&2; sleep 600', { stallMs: 1_000 }), {
      ended: 'stalled',
      stderrTail: ['why'],
    })
  })

  it('even if it prints lines that are not signs of life', async () => {
    const chatter = 'while :; do echo waiting; sleep 0.02; done'
    assert.equal((await sh(chatter, { stallMs: 200, isLife: (line) => line !== 'waiting' })).ended, 'stalled')
  })

  it('but not while it prints lines', async () => {
    const speaker = 'for i in 1 2 3 4 5 6 7 8 9; do echo $i; sleep 0.15; done'
    assert.equal((await sh(speaker, { stallMs: 1_000 })).ended, 'exited')
  })
})

describe('a program that has ended', () => {
  it('leaves no background processes', async () => {
    const mark = `MARK_${randomUUID()}`
    const result = await sh('sleep 600 & exit 0', {
      env: { CALLSHEET_MARK: mark, PATH: process.env['PATH'] ?? '' },
    })
    assert.equal(result.ended, 'exited')
    await eventually('no process is left', async () => (await living(mark)).size === 0)
  })
})

describe('the standard output of a program', () => {
  it('can be taken as bytes, by someone who is slower than the program', async () => {
    let bytes = 0
    const result = await run(['head', '-c', '1000000', '/dev/zero'], {
      signal: never,
      async takeStdout(chunks) {
        for await (const chunk of chunks) {
          bytes += chunk.length
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      },
    })
    assert.deepEqual([result.ended, bytes], ['exited', 1_000_000])
  })

  it('ends the program if it is not taken', async () => {
    const failing = run(['cat', '/dev/zero'], {
      signal: never,
      takeStdout: async (chunks) => {
        for await (const chunk of chunks) assert.fail(`no more than ${chunk.length}`)
      },
    })
    await assert.rejects(failing, /no more than/)
  })
})

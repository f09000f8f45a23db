import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  isCertainlyGone,
  machineId,
  type ProcessIdentity,
  thisProcess,
} from '../../../../steps/engine/node/process-identity.ts'

const MODULE = new URL('../../../../steps/engine/node/process-identity.ts', import.meta.url).href
/** Says who it is, and then stays. */
const TELLS = `import { thisProcess } from '${MODULE}'; console.log(JSON.stringify(thisProcess())); setInterval(() => {}, 1e6)`

/** A process of its own, and what it says of itself. */
async function started(
  command: readonly [string, ...string[]],
): Promise<{ readonly child: ChildProcess; readonly said: ProcessIdentity }> {
  const [program, ...given] = command
  const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return { child, said: JSON.parse(String(line)) }
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('A process on this machine', function () {
  this.timeout(20_000)

  it('is not gone while it lives', async () => {
    const { child, said } = await started([process.execPath, '--input-type=module', '-e', TELLS])
    assert.equal(said.pid, child.pid)
    assert.equal(isCertainlyGone(said), false)
    await killed(child)
  })

  it('is not gone while it is stopped: it may go on', async () => {
    const { child, said } = await started([process.execPath, '--input-type=module', '-e', TELLS])
    child.kill('SIGSTOP')
    assert.equal(isCertainlyGone(said), false)
    await killed(child)
  })

  it('is gone when it was killed', async () => {
    const { child, said } = await started([process.execPath, '--input-type=module', '-e', TELLS])
    await killed(child)
    assert.equal(isCertainlyGone(said), true)
  })

  it('is gone when it is a zombie, which nobody has asked how it ended', async () => {
    // The shell's child ends while the shell has become a program that never asks.
    const script = `exec 3>&1; sh -c 'echo $$ >&3; read -r line < /proc/$$/stat; echo "$line" >&3' & exec sleep 100`
    const child = spawn('sh', ['-c', script], { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines: string[] = []
    for await (const chunk of child.stdout) {
      lines.push(...String(chunk).split('\n').filter(Boolean))
      if (lines.length >= 2) break
    }
    const [pid = '', stat = ''] = lines
    const zombie = {
      ...thisProcess(),
      pid: Number(pid),
      pidStarted: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]),
    }
    while (!isCertainlyGone(zombie)) await new Promise(setImmediate)
    assert.doesNotThrow(() => process.kill(zombie.pid, 0), 'its pid is still taken')
    await killed(child)
  })

  it('is gone when its pid belongs to another that started later', () => {
    const now = thisProcess()
    assert.equal(isCertainlyGone({ ...now, pidStarted: now.pidStarted - 1 }), true)
  })

  for (const [what, kernel] of [
    ['of another machine', 'another-boot pid:[4026531836]'],
    ['of a machine that does not say which', ''],
  ] as const) {
    it(`cannot be judged when it is ${what}`, () => {
      assert.equal(isCertainlyGone({ kernel, pid: 999_999_999, pidStarted: 1 }), false)
    })
  }

  it('is told from every other by boot, pid namespace, pid and start', () => {
    const { kernel, pid, pidStarted } = thisProcess()
    assert.match(kernel, /^[0-9a-f-]{36} pid:\[\d+\]$/)
    assert.equal(pid, process.pid)
    assert.ok(pidStarted > 0)
  })

  it('belongs to a machine that always has the same name', () => {
    assert.notEqual(machineId(), '')
    assert.equal(machineId(), machineId())
  })
})

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
/** Prints its identity, and keeps running. */
const PRINTS = `import { thisProcess } from '${MODULE}'; console.log(JSON.stringify(thisProcess())); setInterval(() => {}, 1e6)`

/** Starts a process that prints its identity. */
async function started(
  command: readonly [string, ...string[]],
): Promise<{ readonly child: ChildProcess; readonly identity: ProcessIdentity }> {
  const [program, ...given] = command
  const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  return { child, identity: JSON.parse(String(line)) }
}

async function killed(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

describe('A process on this machine', function () {
  this.timeout(20_000)

  it('has not ended while it runs', async () => {
    const { child, identity } = await started([process.execPath, '--input-type=module', '-e', PRINTS])
    assert.equal(identity.pid, child.pid)
    assert.equal(isCertainlyGone(identity), false)
    await killed(child)
  })

  it('has not ended while it is stopped: it may continue', async () => {
    const { child, identity } = await started([process.execPath, '--input-type=module', '-e', PRINTS])
    child.kill('SIGSTOP')
    assert.equal(isCertainlyGone(identity), false)
    await killed(child)
  })

  it('has ended when it was killed', async () => {
    const { child, identity } = await started([process.execPath, '--input-type=module', '-e', PRINTS])
    await killed(child)
    assert.equal(isCertainlyGone(identity), true)
  })

  it('has ended when it is a zombie, whose exit status was not collected', async () => {
    // The shell's child ends after the shell was replaced by a program that never waits for it.
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

  it('has ended when its pid belongs to a process with another start time', () => {
    const now = thisProcess()
    assert.equal(isCertainlyGone({ ...now, pidStarted: now.pidStarted - 1 }), true)
  })

  for (const [what, kernel] of [
    ['on another machine', 'another-boot pid:[4026531836]'],
    ['on a machine that it cannot identify', ''],
  ] as const) {
    it(`has not certainly ended when it ran ${what}`, () => {
      assert.equal(isCertainlyGone({ kernel, pid: 999_999_999, pidStarted: 1 }), false)
    })
  }

  it('is identified by boot, pid namespace, pid and start time', () => {
    const { kernel, pid, pidStarted } = thisProcess()
    assert.match(kernel, /^[0-9a-f-]{36} pid:\[\d+\]$/)
    assert.equal(pid, process.pid)
    assert.ok(pidStarted > 0)
  })

  it('runs on a machine whose id does not change', () => {
    assert.notEqual(machineId(), '')
    assert.equal(machineId(), machineId())
  })
})

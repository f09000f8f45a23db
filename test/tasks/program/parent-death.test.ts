import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { eventually, living, programs } from '../machine.ts'

const FIXTURE = fileURLToPath(new URL('./run-until-killed.ts', import.meta.url))

/**
 * Starts the fixture and waits for the program's first line. Its processes have the mark in their
 * environment.
 */
async function started(how: 'run' | 'watched', ...command: readonly string[]) {
  const mark = `MARK_${randomUUID()}`
  const parent = spawn(process.execPath, [FIXTURE, how, ...command], {
    env: { ...process.env, CALLSHEET_MARK: mark },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(parent.stdout, 'data')
  return { parent, mark }
}

async function nothingIsLeft(mark: string): Promise<void> {
  await eventually('no process is left', async () => (await living(mark)).size === 0)
}

describe('kill -9 of this process ends', () => {
  it('a program and its child processes', async () => {
    const { parent, mark } = await started('run', 'sh', '-c', 'sleep 600 & echo ready; sleep 601')
    const before = [...(await living(mark)).values()].join('\n')
    assert.match(before, /sleep 600/)
    assert.match(before, /sleep 601/)
    parent.kill('SIGKILL')
    await nothingIsLeft(mark)
  })

  it('an ffmpeg that would write forever', async () => {
    const { ffmpeg } = await programs()
    const endless = [
      '-v',
      'error',
      '-progress',
      'pipe:1',
      '-re',
      '-f',
      'lavfi',
      '-i',
      'testsrc2',
      '-f',
      'null',
      '-',
    ]
    const { parent, mark } = await started('run', ffmpeg.path, ...endless)
    parent.kill('SIGKILL')
    await nothingIsLeft(mark)
  })

  it('the program itself, even if the watcher was killed too', async () => {
    const { parent, mark } = await started('run', 'sh', '-c', 'echo ready; exec sleep 602')
    for (const [pid, command] of await living(mark)) {
      if (command.includes('read -r sign group')) process.kill(pid, 'SIGKILL')
    }
    parent.kill('SIGKILL')
    await nothingIsLeft(mark)
  })

  it('a program and its child processes where setpriv is missing', async () => {
    const { parent, mark } = await started('watched', 'sh', '-c', 'sleep 603 & sleep 604')
    parent.kill('SIGKILL')
    await nothingIsLeft(mark)
  })
})

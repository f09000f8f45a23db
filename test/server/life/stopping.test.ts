/** Tests how servers end with what started them: npm, a terminal, a process group. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { lineage } from '../../../server/process/starter.ts'
import { Home } from './home.ts'
import { eventually, kill } from './outside.ts'
import { Server } from './server.ts'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

describe('a server that npm has started', function () {
  this.timeout(60_000)

  for (const [what, args] of [
    ['server', []],
    ['worker', ['--', '--role', 'worker']],
  ] as const)
    it(`ends within seconds, as a ${what}, after kill -9 of npm`, async () => {
      await using home = new Home()
      const owner = what === 'worker' ? await home.start({ args: ['--role', 'api'] }) : undefined
      const npm = await byNpm(home, args)
      kill(npm.pid, 'SIGKILL')
      await owner?.stop('SIGTERM')
      await eventually('nothing runs', () => home.processes().length === 0)
    })
})

describe('a process group', function () {
  this.timeout(60_000)

  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    it(`ends at ${signal} without an error`, async () => {
      await using home = new Home()
      const server = await home.start()
      await home.pid('agent')
      await endsWell(server, signal)
      assert.deepEqual(home.processes(), [])
    })

  it('ends without an error while a request keeps the server longer than its agent', async () => {
    await using home = new Home()
    const server = await home.start()
    await home.pid('agent')
    const slow = connect(Number(new URL(server.url).port), '127.0.0.1')
    slow.on('error', () => undefined).write('GET /API/job HTTP/1.1\r\n')
    await sleep(500)
    await endsWell(server, 'SIGTERM')
  })

  it('ends without an error while its agent starts', async () => {
    await using home = new Home()
    const server = await home.start()
    await endsWell(server, 'SIGTERM')
  })
})

/** Stops all of it. What it warned of before, such as a slow start, is nothing of its end. */
async function endsWell(server: Server, signal: NodeJS.Signals): Promise<void> {
  const before = server.said.length
  await server.stopGroup(signal)
  const said = server.said.slice(before)
  assert.ok(!/"level":"(error|warn)"/.test(said), said)
}

describe('the processes up to npm', () => {
  const SHELL = ['sh', '-c', 'node server/start.mjs', '']
  // biome-ignore format: a table
  for (const [title, above, pids] of [
    ['npm itself',                       [['npm start']],                                             [10]],
    ['a shell and npm',                  [SHELL, ['npm start']],                                      [10, 11]],
    ['an older Node, a shell and npm',   [['node', 'server/start.mjs'], SHELL, ['npm start']],        [10, 11, 12]],
    ['a shell with a path and pnpm',     [['/usr/bin/dash', '-c', 'x'], ['node', 'pnpm', 'start']],   [10, 11]],
    ['a login shell, which is no link',  [['-bash']],                                                 [10]],
    ['a shell that init has adopted',    [SHELL],                                                     [10]],
  ] as const)
    it(`are ${title}`, () => {
      const list = (pid: number) => {
        const args = above[pid - 10]
        return args && { parent: pid - 10 + 1 < above.length ? pid + 1 : 1, args }
      }
      assert.deepEqual(lineage(10, list), pids)
    })
})

/** Starts Callsheet with npm, in a process group of its own; resolves when it is up. */
async function byNpm({ dataDir }: Home, args: readonly string[]): Promise<Server> {
  const { PATH, HOME } = process.env
  const server = new Server(
    spawn('npm', ['start', ...args], {
      cwd: ROOT,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH, HOME, PORT: '0', DATA_DIR: dataDir },
    }),
  )
  await server.up
  return server
}

/** What a program may see and use. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runOn } from '../../../tasks/ffmpeg/surroundings.ts'
import { confined, confinement, UNCONFINED } from '../../../tasks/program/confinement.ts'
import { programEnvironment } from '../../../tasks/program/environment.ts'
import { run } from '../../../tasks/program/program.ts'
import { confinementHere, folder } from '../machine.ts'

const signal = new AbortController().signal

describe('the environment of a program', () => {
  it('has the variables that ffmpeg and drivers look at, and no others', () => {
    const own = {
      PATH: '/bin',
      CUDA_VISIBLE_DEVICES: '1',
      ADMIN_PASSWORD: 'x',
      DATABASE_URL: 'y',
      HOME: '/root',
    }
    assert.deepEqual(programEnvironment(own), {
      ...{ PATH: '/bin', CUDA_VISIBLE_DEVICES: '1', LC_ALL: 'C.UTF-8' },
    })
  })

  it('is never that of this process', async () => {
    process.env['CALLSHEET_SECRET'] = 'secret'
    const lines: string[] = []
    await run(['env'], { signal, onStdout: (line) => lines.push(line) })
    delete process.env['CALLSHEET_SECRET']
    assert.deepEqual(lines.toSorted(), ['LC_ALL=C.UTF-8', lines.find((line) => line.startsWith('PATH='))])
  })
})

describe('a confined program', () => {
  let place: Awaited<ReturnType<typeof folder>>
  const at = (name: string) => join(place.path, name)
  before(async () => {
    place = await folder()
    for (const name of ['in', 'out', 'outside']) await mkdir(at(name))
    await writeFile(at('in/source'), 'source')
    await writeFile(at('in/other'), 'other')
    await writeFile(at('outside/secret'), 'secret')
    await symlink(at('outside/secret'), at('out/link'))
  })
  after(() => place[Symbol.asyncDispose]())

  /** Runs a shell command that may read `in/source` and write below `out`; returns its output. */
  async function sh(script: string): Promise<string> {
    const here = await confinementHere()
    const lines: string[] = []
    const reach = { read: [at('in/source')], write: [at('out')] }
    const onLine = (line: string): void => void lines.push(line)
    const within = { confinement: here, reach }
    await run(['/bin/sh', '-c', script], { signal, within, cwd: '/', onStdout: onLine, onStderr: onLine })
    return lines.join('\n')
  }

  it('has no network, where the machine can take it away', async function () {
    if ((await confinementHere()).withoutNetwork.length === 0) this.skip()
    const names = await sh('while read name rest; do echo "$name"; done < /proc/self/net/dev')
    assert.deepEqual(
      names.split('\n').filter((name) => name.endsWith(':')),
      ['lo:'],
    )
  })

  // biome-ignore format: a table
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['reads its source',                       'cat in/source',                     /^source$/],
    ['does not change its source',             'echo x > in/source',                /Permission denied/],
    ['does not read files beside its source',  'cat in/other',                      /Permission denied/],
    ['does not list the folder of its source', 'ls in',                             /Permission denied/],
    ['writes its output and reads it again',   'echo x > out/made && cat out/made', /^x$/],
    ['does not follow a link to elsewhere',    'cat out/link',                      /Permission denied/],
    ['does not write elsewhere',               'echo x > outside/made',             /Permission denied/],
    ['does not read the environment of others', 'cat /proc/$PPID/environ',          /Permission denied|No such file/],
    ['does not see disks',                     'ls /dev',                           /Permission denied/],
    ['does not read accounts',                 'cat /etc/passwd',                   /Permission denied/],
  ]
  for (const [title, script, expected] of cases)
    it(`${title}, where the kernel has Landlock`, async function () {
      if ((await confinementHere()).withFiles.length === 0) this.skip()
      assert.match(await sh(`cd ${place.path}; ${script}`), expected)
    })

  it('leaves what it must not touch as it was', async () => {
    await sh(`echo x > ${at('in/source')}`)
    assert.equal(await readFile(at('in/source'), 'utf8'), 'source')
  })

  it('has no more memory than it may use, where the machine can limit it', async function () {
    const limited = await confinement({ memoryMiB: 64, folders: [] })
    if (limited.withMemory.length === 0) this.skip()
    const within = { confinement: limited, reach: { read: [], write: [] } }
    const hungry = ['perl', '-e', 'my $x = "x" x (256 << 20); print length $x']
    const ended = await run(hungry, { signal, within })
    assert.ok(ended.ended === 'exited' || ended.ended === 'killed')
    assert.notEqual(ended.ended === 'exited' ? ended.code : 1, 0)
  })

  it('has its files in a user namespace, which users other than root need', async function () {
    const here = await confinementHere()
    const withoutNetwork = ['unshare', '--user', '--map-current-user', '--net', '--']
    if (
      here.withFiles.length === 0 ||
      spawnSync(withoutNetwork[0] ?? '', [...withoutNetwork.slice(1), 'true']).status !== 0
    )
      this.skip()
    const program = { path: '/bin/sh', confinement: { ...here, withoutNetwork } }
    const paths = { read: at('in/source'), write: [at('out')] }
    const lines: string[] = []
    const script = `cat ${at('in/source')}; echo x > ${at('out/by-user')}; cat ${at('out/by-user')}`
    const onLine = (line: string): void => void lines.push(line)
    await runOn(paths, program, ['-c', script], { signal, onStdout: onLine, onStderr: onLine })
    assert.deepEqual(lines, ['sourcex'])
  })

  it('is started as it is if nothing confines it', () => {
    assert.deepEqual(confined(UNCONFINED, '/bin/true', { read: ['/'], write: [] }), [])
  })
})

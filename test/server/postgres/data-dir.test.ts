import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { DataDirInUse, lockDataDir } from '../../../server/postgres/data-dir/data-dir.ts'
import { child, dataDirFor, nothingIsLeft } from './processes.ts'

describe('the lock of a DATA_DIR', function () {
  this.timeout(10_000)
  afterEach(function () {
    return nothingIsLeft(this)
  })

  it('refuses a second server, with the pid of the first and two remedies', async function () {
    const dataDir = dataDirFor(this)
    const first = await child('lock', { dataDir })
    const expected =
      `A Callsheet server (pid ${first.process.pid}) is already running on ${dataDir}: ` +
      'use another DATA_DIR, or join it with `npm start -- --role worker`'
    await assert.rejects(lockDataDir(dataDir), { name: 'DataDirInUse', message: expected })
    await first.end('cleanly')
  })

  it('is free after the server has stopped', async function () {
    const dataDir = dataDirFor(this)
    await (await lockDataDir(dataDir))[Symbol.asyncDispose]()
    await using _ = await lockDataDir(dataDir)
  })

  it('is free at once after kill -9 of the server', async function () {
    const dataDir = dataDirFor(this)
    const first = await child('lock', { dataDir })
    await first.end('SIGKILL')
    await using _ = await lockDataDir(dataDir)
  })

  it('goes to exactly one of several servers that start at once', async function () {
    const dataDir = dataDirFor(this)
    const servers = await Promise.all([0, 1, 2, 3].map(() => child('lock', { dataDir })))
    const winners = servers.filter(({ said }) => said.up)
    assert.equal(winners.length, 1)
    for (const { said } of servers.filter((server) => !winners.includes(server))) {
      assert.match(said.failed ?? '', new RegExp(`\\(pid ${winners[0]?.process.pid}\\) is already running`))
    }
    await Promise.all(winners.map((winner) => winner.end('cleanly')))
  })

  it('refuses a second server in the same process, and under another name of the folder', async function () {
    const dataDir = dataDirFor(this)
    await using _ = await lockDataDir(dataDir)
    const spelling = join(dataDir, 'itself')
    symlinkSync(dataDir, spelling)
    await assert.rejects(lockDataDir(dataDir), DataDirInUse)
    await assert.rejects(lockDataDir(spelling), DataDirInUse)
  })

  it('permits a server on each of two folders', async function () {
    await using _ = await lockDataDir(dataDirFor(this))
    await using __ = await lockDataDir(dataDirFor(this))
  })
})

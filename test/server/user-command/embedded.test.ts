/** `npm run user` on the embedded PostgreSQL, with and without a server. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { Home } from '../life/home.ts'

describe('npm run user with DATA_DIR', function () {
  this.timeout(60_000)
  let home: Home
  before(() => {
    home = new Home('user')
  })
  after(() => home[Symbol.asyncDispose]())

  const run = (args: readonly string[], input = '') => {
    const command = [join(process.cwd(), 'server/start.mjs'), '--user', ...args]
    const env = { PATH: process.env['PATH'], DATA_DIR: home.dataDir }
    const { stdout, stderr, status } = spawnSync(process.execPath, command, { input, encoding: 'utf8', env })
    return [status, stdout + stderr] as const
  }
  const signsIn = async (url: string, password: string) => {
    const headers = { authorization: `Basic ${btoa(`admin:${password}`)}` }
    return (await fetch(`${url}/API/whoami`, { headers })).status
  }

  it('says that there is no database before the first start', () => {
    const [status, said] = run(['list'])
    assert.equal(status, 1)
    assert.match(said, /^No PostgreSQL under \S+: start a server there first, or set DATABASE_URL\n$/)
  })

  it('changes users while a server runs, and while none does, and leaves nothing running', async () => {
    const server = await home.start()
    assert.deepEqual(run(['password', 'admin'], 'correct horse\n')[0], 0)
    assert.deepEqual(
      [await signsIn(server.url, 'admin'), await signsIn(server.url, 'correct horse')],
      [401, 200],
    )
    await server.stop('SIGTERM')
    assert.deepEqual(run(['password', 'admin'], 'battery staple\n')[0], 0)
    assert.deepEqual(home.processes(), [])
  })

  it('makes a server listen for other machines, which the default password does not', async () => {
    const server = await home.start({ environment: { HOST: '0.0.0.0' } })
    assert.equal(await signsIn(server.url, 'battery staple'), 200)
    await server.stop('SIGTERM')
    await using other = new Home('default')
    await (await other.start()).stop('SIGTERM')
    const { code, said } = await other.run({ environment: { HOST: '0.0.0.0' } })
    assert.equal(code, 1)
    assert.match(
      said,
      /HOST 0\.0\.0\.0 is reachable from other machines, and admin has the default password: set another one with `npm run user -- password admin`, or set ADMIN_PASSWORD\.$/,
    )
    assert.deepEqual(other.processes(), [])
  })
})

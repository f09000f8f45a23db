import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { foldersOf } from '../../../server/postgres/data-dir/folders.ts'
import { Home } from './home.ts'
import { eventually } from './outside.ts'

type Case = readonly [
  title: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  code: 0 | 1,
  said: RegExp,
]

// biome-ignore format: a table
const CASES: readonly Case[] = [
  ['prints its usage with --help', ['--help'], {}, 0, /^Usage: npm start[\s\S]*--role worker/],
  ['accepts -h for --help', ['-h'], {}, 0, /^Usage/],
  ['confirms valid settings with --check', ['--check'], {}, 0, /^The settings are valid\.$/],
  ['lists all invalid settings with --check', ['--check'], { PORT: '70000', BODY_LIMIT: 'x' }, 1,
    /^Invalid settings:\n {2}PORT: expected a whole number from 0 to 65535, got “70000”\n {2}BODY_LIMIT: expected [^\n]+, got “x”$/],
  ['does not start with an invalid setting', [], { LOG_LEVEL: 'loud' }, 1, /^Invalid settings:\n {2}LOG_LEVEL: expected one of [^\n]+ got “loud”$/],
  ['does not start with an unknown storage', [], { REACHES: 'media tiny' }, 1, /^Invalid settings:\n {2}REACHES: expected storage names or ids \(media or VX-1\), got “media tiny”$/],
  ['refuses unknown options', ['--rolle', 'api'], {}, 1, /^Unknown option: --rolle api\n\nUsage/],
  ['refuses unknown roles', ['--role', 'boss'], {}, 1, /^--role: expected all, api or worker, got “boss”/],
  ['does not listen for other machines with the default password', [], { HOST: '0.0.0.0' }, 1,
    /^Invalid settings:\n {2}HOST 0\.0\.0\.0 is reachable from other machines: set ADMIN_PASSWORD first\.$/],
  ['reports that no server answers at DATABASE_URL', [], { DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none', DATABASE_WAIT: '0' }, 1,
    /^Cannot use the PostgreSQL at DATABASE_URL: connect ECONNREFUSED 127\.0\.0\.1:1$/],
  ['reports with --check that no server answers at DATABASE_URL', ['--check'], { DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/none' }, 1,
    /^Invalid settings:\n {2}Cannot use the PostgreSQL at DATABASE_URL: connect ECONNREFUSED 127\.0\.0\.1:1$/],
  ['reports that there is no socket at DATABASE_URL', [], { DATABASE_URL: 'postgres://user@localhost/none?host=/nowhere', DATABASE_WAIT: '0' }, 1,
    /^Cannot use the PostgreSQL at DATABASE_URL: connect ENOENT \/nowhere\/\.s\.PGSQL\.5432$/],
  ['reports that DATABASE_URL is invalid', [], { DATABASE_URL: 'postgres://user:50%@/x' }, 1,
    /^Invalid settings:\n {2}DATABASE_URL is not a valid URL: percent-encode special characters in the password, such as %40 for @$/],
]

describe('a server', function () {
  this.timeout(20_000)
  let home: Home
  before(() => {
    home = new Home()
  })
  after(() => home[Symbol.asyncDispose]())

  for (const [title, args, environment, code, said] of CASES) {
    it(title, async () => {
      const ended = await home.run({ args, environment })
      assert.match(ended.said, said)
      assert.equal(ended.code, code)
      assert.deepEqual(home.processes(), [])
    })
  }

  it('reports that its port is in use, and leaves nothing running', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await eventually('the port is taken', () => other.address() !== null)
    const address = other.address()
    const PORT = String(typeof address === 'object' ? address?.port : 0)
    const { code, said } = await home.run({ environment: { PORT } })
    other.close()
    assert.match(
      said,
      new RegExp(`^Port ${PORT} on 127.0.0.1 is already in use: set PORT to another port.$`, 'm'),
    )
    assert.equal(code, 1)
    assert.deepEqual(home.processes(), [])
  })

  it('listens for other machines with ADMIN_PASSWORD, and accepts only that password', async () => {
    const server = await home.start({
      args: ['--role', 'api'],
      environment: { HOST: '0.0.0.0', ADMIN_PASSWORD: 'sesame' },
    })
    server.url = server.url.replace('0.0.0.0', '127.0.0.1')
    const status = async (password: string) => {
      const authorization = `Basic ${btoa(`admin:${password}`)}`
      return (await server.request('GET', '/job', { headers: { authorization } })).status
    }
    assert.deepEqual([await status('sesame'), await status('admin')], [200, 401])
    await server.stop('SIGINT')
  })

  it('keeps its sockets elsewhere if its folder has a long name', async () => {
    await using deep = new Home('a-folder-with-a-name'.repeat(5))
    const server = await deep.start({ args: ['--role', 'api'] })
    assert.ok(!foldersOf(deep.dataDir).sockets.startsWith(deep.dataDir))
    await server.stop('SIGTERM')
  })
})

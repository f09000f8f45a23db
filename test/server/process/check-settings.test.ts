/** Tests that every setting is checked whole, on this machine, before anything starts. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { startPostgres } from '../../../server/postgres/postgres.ts'
import { operatorMessage } from '../../../server/process/cannot-start.ts'
import { checkSettings } from '../../../server/process/check/check-settings.ts'
import { programEnvironment } from '../../../tasks/program/environment.ts'
import { Home } from '../life/home.ts'

/** Settings whose content is wrong, and the message about each. */
// biome-ignore format: a table
const WRONG: readonly (readonly [setting: string, value: string, message: RegExp])[] = [
  ['HOST', '203.0.113.1', /^HOST: expected an address of this machine, got “203\.0\.113\.1”: .*EADDRNOTAVAIL/],
  ['JWT_KEY', 'a short secret', /^JWT_KEY: expected a public key in PEM, or a secret of at least 32 characters$/],
  ['JWT_KEY', '-----BEGIN PUBLIC KEY-----, damaged', /^JWT_KEY: expected a public key in PEM, or a secret of at least 32 characters$/],
  ['JWT_KEY', 'a secret that is long enough for HS256', /^JWT_ISSUER: expected an issuer, as JWT_KEY is set$/],
  ['JWT_JWKS_URL', 'https://id.example/keys', /^JWT_ISSUER: expected an issuer, as JWT_JWKS_URL is set$/],
  ['JWT_JWKS_URL', 'http://id.example/keys', /^JWT_JWKS_URL: expected an https URL, got “http:\/\/id\.example\/keys”$/],
  ['DATA_DIR', '/dev/null', /^DATA_DIR: expected a writable folder, got “\/dev\/null”: \/dev\/null is not a folder$/],
  ['DATA_DIR', '/dev/null/data', /^DATA_DIR: expected a writable folder, got “\/dev\/null\/data”: \/dev\/null is not a folder$/],
  ['DATABASE_URL', 'postgres://user:50%@/x', /^DATABASE_URL is not a valid URL: /],
  ['MEDIA_ROOTS', '/dev/null', /^MEDIA_ROOTS: expected folders, got “\/dev\/null”, which is not a folder$/],
  ['MEDIA_ROOTS', '/media:films', /^MEDIA_ROOTS: expected absolute paths separated by colons, got “\/media:films”$/],
  ['STORAGES', 'far=file:///elsewhere/', /^STORAGES: expected folders inside the media roots \(.*\/media\), got “\/elsewhere” for far$/],
  ['FFMPEG', '/nope', /^FFMPEG: expected a working ffmpeg, got “\/nope”: it does not exist$/],
  ['FFMPEG', '/etc/passwd', /^FFMPEG: expected a working ffmpeg, got “\/etc\/passwd”: it is not an executable file$/],
  ['FFMPEG', '/bin/false', /^FFMPEG: expected a working ffmpeg, got “\/bin\/false”: its -version fails \(exit code 1\)$/],
  ['FFPROBE', '/bin/true', /^FFPROBE: expected a working ffprobe, got “\/bin\/true”: its -version is that of another program$/],
  ['ENCODERS', 'libx264 nope_enc', /^ENCODERS: expected encoders of \S+ \(see `ffmpeg -encoders`\), got “nope_enc”$/],
  ['GPU_MEMORY', '0', /^GPU_MEMORY: expected whole numbers from 1 to 9999999, got “0”$/],
  ['REACHES', 'foo', /^REACHES: expected storage names or ids \(media or VX-1\), got “foo”$/],
  ['JOB_POOLS', 'foo', /^JOB_POOLS: expected pools such as HIGH:2 LOWEST:1, each threshold once, got “foo”$/],
  ['JOB_PRIORITIES', 'foo', /^JOB_PRIORITIES: expected one priority for each job type, such as TRANSCODE=HIGH, got “foo”$/],
  ['JOB_PRIORITIES', 'NOPE=HIGH', /^JOB_PRIORITIES: expected job types \(TRANSCODE, .*\), got “NOPE”$/],
  ['JOB_PRIORITIES', 'TEST=HIGH', /^JOB_PRIORITIES: expected job types \(TRANSCODE, .*\), got “TEST”$/],
  ['TASK_GROUPS', 'a:b', /^TASK_GROUPS: expected groups such as proxies:max=2;type=TRANSCODE, each with at most one max, got “a:b”$/],
]

const PLAIN = { PORT: '0', DATA_DIR: '/tmp/nothing', ADMIN_PASSWORD: 'secret' }
const PLACE = { role: 'all', env: programEnvironment(process.env) } as const

describe('checking the settings', () => {
  for (const [setting, value, message] of WRONG)
    it(`refuses ${setting}=${value}`, async () => {
      const checked = await checkSettings({ ...PLAIN, [setting]: value }, PLACE)
      assert.ok('wrong' in checked)
      assert.equal(checked.wrong.length, 1, checked.wrong.join('\n'))
      assert.match(checked.wrong[0] ?? '', message)
    })

  it('reports all problems at once, in the order of the reference', async () => {
    const environment = {
      ...PLAIN,
      LOG_LEVEL: 'loud',
      JOB_POOLS: 'foo',
      TASK_GROUPS: 'a:b',
      FFMPEG: '/nope',
      REACHES: 'foo',
    }
    const checked = await checkSettings(environment, PLACE)
    assert.ok('wrong' in checked)
    const named = checked.wrong.map((message) => /^\w+/.exec(message)?.[0])
    assert.deepEqual(named, ['LOG_LEVEL', 'FFMPEG', 'REACHES', 'JOB_POOLS', 'TASK_GROUPS'])
  })

  // biome-ignore format: a table
  for (const [title, environment, role] of [
    ['a port that is in use, such as that of the running server', { PORT: 'taken' }, 'all'],
    ['a media root that does not exist, such as a share that is not mounted', { MEDIA_ROOTS: '/not/mounted' }, 'all'],
    ['a storage that contains a media root', { MEDIA_ROOTS: '/mnt/one', STORAGES: 'mnt=file:///mnt/' }, 'all'],
    ['the job type TEST with TEST_JOBS', { TEST_JOBS: 'true', JOB_PRIORITIES: 'TEST=HIGH' }, 'all'],
    ['any HOST for a worker, which does not listen', { HOST: '203.0.113.1' }, 'worker'],
  ] as const)
    it(`accepts ${title}`, async () => {
      const other = createServer().listen(0, '127.0.0.1')
      await once(other, 'listening')
      const { port } = other.address() as AddressInfo
      const given = { DATA_DIR: '/tmp/nothing', PORT: '0', ...environment }
      const checked = await checkSettings({ ...given, PORT: given.PORT === 'taken' ? `${port}` : '0' }, { ...PLACE, role })
      other.close()
      assert.ok(!('wrong' in checked), JSON.stringify(checked))
    })

  it('leaves no trace of the folders that do not exist', () => assert.ok(!existsSync('/tmp/nothing')))
})

describe('a full or read-only disk', function () {
  this.timeout(30_000)
  before(function () {
    if (process.platform !== 'linux' || process.geteuid?.() !== 0 || !canMount()) this.skip()
  })

  // biome-ignore format: a table
  for (const [title, options, said] of [
    ['is reported if it is too small for a new PostgreSQL', 'size=20m',
      /^Invalid settings:\n {2}DATA_DIR: expected a writable folder, got “\S+”: a new PostgreSQL needs 128 MiB, and only \d+ MiB are free$/],
    ['is reported if it is read-only', 'ro',
      /^Invalid settings:\n {2}DATA_DIR: expected a writable folder, got “\S+”: read-only file system, access '\S+'$/],
  ] as const)
    it(title, async () => {
      await using home = new Home()
      await using _disk = mounted(home.dataDir, options)
      for (const args of [['--check'], []]) {
        const ended = await home.run({ args })
        assert.match(ended.said, said)
        assert.equal(ended.code, 1)
        assert.deepEqual([home.processes(), readdirSync(home.dataDir)], [[], []])
      }
    })

  it('is reported by PostgreSQL if it fills up while the cluster is made, and leaves no draft', async () => {
    await using home = new Home()
    await using _disk = mounted(home.dataDir, 'size=20m')
    await assert.rejects(startPostgres({ dataDir: home.dataDir }), (error) => {
      assert.match(
        operatorMessage(error) ?? '',
        /^initdb failed:\n[\s\S]*(No space left on device|Check free disk space)/,
      )
      return true
    })
    assert.deepEqual(readdirSync(home.dataDir).toSorted(), ['postgres.log', 'run'])
  })
})

function canMount(): boolean {
  return spawnSync('unshare', ['--mount', 'true']).status === 0
}

/** Mounts a small file system in memory on a folder. */
function mounted(folder: string, options: string): AsyncDisposable {
  assert.equal(spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'callsheet', folder]).status, 0)
  return { [Symbol.asyncDispose]: async () => void spawnSync('umount', ['--lazy', folder]) }
}

/** `npm run doctor`, as a process. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { lookAtGpus } from '../../../server/doctor/checks/gpu.ts'
import type { Finding } from '../../../server/doctor/finding.ts'

describe('npm run doctor', function () {
  this.timeout(30_000)
  let folder: string
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'callsheet-doctor-test-'))
  })
  after(() => rmSync(folder, { recursive: true, force: true }))

  const run = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) => {
    const command = [join(process.cwd(), 'server/start.mjs'), '--doctor', ...args]
    const env = { PATH: process.env['PATH'], DATA_DIR: join(folder, 'data'), PORT: '0', ...environment }
    const { stdout, stderr, status } = spawnSync(process.execPath, command, { encoding: 'utf8', env })
    return { status, said: stdout + stderr }
  }
  const fake = (name: string, script: string) => {
    const bin = mkdtempSync(join(folder, 'bin-'))
    writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`)
    chmodSync(join(bin, name), 0o755)
    return bin
  }

  it('names everything that is wrong, with what mends it, and shows no password', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { status, said } = run(['--json'], {
      ...{ PORT: String(port), MAX_PIXELS: 'many', MEDIA_ROOTS: join(folder, 'absent') },
      ...{ DATABASE_URL: `postgres://ann:geheimnis@127.0.0.1:1/jobs`, FFMPEG: '/nowhere/ffmpeg' },
    })
    server.close()
    const { state, findings } = JSON.parse(said) as {
      readonly state: string
      readonly findings: readonly Finding[]
    }
    assert.deepEqual([status, state], [1, 'wrong'])
    assert.deepEqual(
      findings.filter((finding) => finding.state !== 'ok').map(({ check, mend = [] }) => [check, mend[0]]),
      [
        ['settings', 'unset FFMPEG'],
        ['settings', 'unset MAX_PIXELS'],
        ['PostgreSQL', 'sudo systemctl start postgresql'],
        ['permissions', 'sudo mount -a'],
        ['port', `PORT=${port + 1} npm start`],
      ],
    )
    assert.ok(!said.includes('geheimnis'))
  })

  it('refuses a command line that is wrong', () => {
    assert.match(run(['--role', 'king']).said, /^--role: expected all, api or worker, got “king”\n\nUsage: /)
    assert.equal(run(['--role', 'king']).status, 2)
  })

  it('says that Node 24 has not arrived, in a copy without packages', () => {
    const copy = join(folder, 'copy')
    mkdirSync(copy)
    for (const name of ['server', 'package.json']) symlinkSync(join(process.cwd(), name), join(copy, name))
    const command = [
      '--preserve-symlinks',
      '--preserve-symlinks-main',
      join(copy, 'server/start.mjs'),
      '--doctor',
    ]
    const { stdout, status } = spawnSync(process.execPath, command, { encoding: 'utf8' })
    assert.equal(status, 1)
    assert.match(
      stdout,
      /^ok +Node .*that of the shell \(that of npm is missing\)\nwrong +packages +not installed as wanted: /,
    )
    assert.match(stdout, /\n {4}npm ci --include=optional\n/)
  })

  const GPU = "echo 'NVIDIA L4, 23034, 550.54.15'"
  for (const [title, smi, ffmpeg, expected] of [
    ['a GPU that encodes', GPU, 'exit 0', { smi: { found: ['NVIDIA L4, 23034, 550.54.15'] }, encoding: '' }],
    [
      'an old driver',
      GPU,
      "echo '[h264_nvenc] The minimum required Nvidia driver for nvenc is 550' >&2; exit 1",
      {
        smi: { found: ['NVIDIA L4, 23034, 550.54.15'] },
        encoding: '[h264_nvenc] The minimum required Nvidia driver for nvenc is 550',
      },
    ],
    [
      'a mismatch of versions',
      "echo 'Failed to initialize NVML: Driver/library version mismatch'; exit 18",
      'exit 0',
      { smi: { failed: 'Failed to initialize NVML: Driver/library version mismatch' } },
    ],
  ] as const)
    it(`sees ${title}`, async () => {
      const PATH = [fake('nvidia-smi', smi), process.env['PATH']].join(delimiter)
      const path = join(fake('ffmpeg', ffmpeg), 'ffmpeg')
      const { devices: _devices, ...found } = await lookAtGpus({ PATH }, { path, hasNvenc: true })
      assert.deepEqual(found, expected)
    })
})

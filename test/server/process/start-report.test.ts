import assert from 'node:assert/strict'
import { forPeople } from '../../../server/process/log.ts'
import { type StartFacts, startReport } from '../../../server/process/start-report.ts'

const PROGRAMS = {
  ffmpeg: { path: '/usr/bin/ffmpeg', version: '7.0', from: 'PATH' },
  ffprobe: { path: '/usr/bin/ffprobe', version: '7.0', from: 'PATH' },
} as const

const FACTS: StartFacts = {
  version: '1.2.3',
  api: {
    url: 'http://127.0.0.1:8080',
    hostName: 'tower',
    defaultPassword: true,
    sample: '/srv/data/media/sample.mp4',
  },
  dataDir: '/srv/data',
  mediaRoots: [{ path: '/srv/data/media', exists: true }],
  slots: { cpu: 2 },
  programs: PROGRAMS,
  postgres: { version: '18.4', isEmbedded: true },
}

const { api, slots, ...WORKER } = FACTS

describe('the report of a start', () => {
  // biome-ignore format: a table
  for (const [title, facts, lines] of [
    ['has five lines', FACTS, [
      'Console: Callsheet 1.2.3 listens on http://127.0.0.1:8080, console http://127.0.0.1:8080/console/, API reference http://127.0.0.1:8080/docs/',
      'User: admin, with the default password “admin”, valid only from this machine (npm run user -- password admin)',
      'Data: /srv/data, sample /srv/data/media/sample.mp4',
      'Media: /srv/data/media',
      'Machine: slots: 2 cpu, ffmpeg 7.0 (/usr/bin/ffmpeg), PostgreSQL 18.4 (embedded)',
    ]],
    ['says what is not as by default, and what is missing', {
      ...WORKER,
      api: { url: 'http://0.0.0.0:8080', hostName: 'tower', defaultPassword: false, sample: undefined },
      mediaRoots: [{ path: '/mnt/a', exists: true }, { path: '/mnt/b', exists: false }],
      programs: { missing: ['ffmpeg: found neither on PATH (/bin) nor in package x'] },
      postgres: { version: '16.2', isEmbedded: false },
    }, [
      'Console: Callsheet 1.2.3 listens on http://0.0.0.0:8080, console http://tower:8080/console/, API reference http://tower:8080/docs/',
      'User: admin, with the password that was set',
      'Data: /srv/data',
      'Media: /mnt/a, /mnt/b (missing) (warning)',
      'Machine: no step agent, no working ffmpeg: found neither on PATH (/bin) nor in package x, PostgreSQL 16.2 (warning)',
    ]],
    ['of a worker names its database', { ...WORKER, slots: { cpu: 2, gpu_encode: 1 } }, [
      'Worker: Callsheet 1.2.3 runs as a worker on /srv/data',
      'Data: /srv/data',
      'Media: /srv/data/media',
      'Machine: slots: 2 cpu + 1 gpu_encode, ffmpeg 7.0 (/usr/bin/ffmpeg), PostgreSQL 18.4 (embedded)',
    ]],
  ] as const)
    it(title, () =>
      assert.deepEqual(
        startReport(facts).map(({ label, text, isWarning }) => `${label}: ${text}${isWarning ? ' (warning)' : ''}`),
        lines,
      ))

  it('has its values as fields, for programs', () =>
    assert.deepEqual(Object.assign({}, ...startReport(FACTS).map(({ fields }) => fields)), {
      url: 'http://127.0.0.1:8080',
      console: 'http://127.0.0.1:8080/console/',
      reference: 'http://127.0.0.1:8080/docs/',
      user: 'admin',
      defaultPassword: true,
      dataDir: '/srv/data',
      sample: '/srv/data/media/sample.mp4',
      mediaRoots: ['/srv/data/media'],
      slots: { cpu: 2 },
      ffmpeg: '/usr/bin/ffmpeg',
      ffprobe: '/usr/bin/ffprobe',
      postgres: '18.4',
    }))
})

describe('a line of the log in a terminal', () => {
  const line = JSON.stringify({
    level: 'info',
    time: '2026-01-31T12:00:00.000Z',
    label: 'Media',
    msg: '/mnt',
  })
  const warning = JSON.stringify({ level: 'warn', time: '2026-01-31T12:00:00.000Z', msg: 'look' })

  it('is plain without colors', () => assert.equal(forPeople(line, false), '12:00:00 Media   /mnt\n'))

  it('has a colored label', () =>
    assert.equal(forPeople(line, true), '\u001b[90m12:00:00\u001b[0m \u001b[36mMedia  \u001b[0m /mnt\n'))

  it('shows a warning in yellow', () =>
    assert.equal(forPeople(warning, true), '\u001b[90m12:00:00\u001b[0m \u001b[33mwarn   \u001b[0m look\n'))
})

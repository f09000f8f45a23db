/** What a replay sends, and how it compares. */
import assert from 'node:assert/strict'
import type { JobBundle } from '../../../server/bundle/job-bundle.ts'
import { readReplayArguments } from '../../../server/replay/arguments.ts'
import { comparison, verdict } from '../../../server/replay/compare.ts'
import { type Course, courseOf } from '../../../server/replay/course.ts'
import { definitionOf, submissionOf } from '../../../server/replay/submission.ts'
import { replaySettings } from '../../../server/replay/temporary-server.ts'

describe('The command line of npm run replay', () => {
  const authorization = `Basic ${Buffer.from('ann:secret').toString('base64')}`
  const plain = { file: 'b.gz', keep: false, seconds: 60, timeout: 600 }
  // biome-ignore format: a table
  for (const [words, expected] of [
    ['b.gz',                                         plain],
    ['b.gz --source x.mov --seconds 5',              { ...plain, source: 'x.mov', seconds: 5 }],
    ['b.gz --url http://h:80/ --media /m --user ann:secret', { ...plain, media: '/m', server: { url: 'http://h/API', authorization } }],
    ['-h',                                           { help: true }],
    ['',                                             { wrong: 'Expected one FILE' }],
    ['b.gz --media /m',                              { wrong: '--media: expected only with --url' }],
    ['b.gz --url h',                                 { wrong: '--url: expected http://host:port, got “h”' }],
    ['b.gz --seconds 0',                             { wrong: '--seconds: expected a whole number of seconds, got “0”' }],
  ] as const)
    it(words || 'nothing', () => assert.deepEqual(readReplayArguments(words.split(' ').filter(Boolean), {}), expected))
})

describe('A replay', () => {
  const request = {
    ...{ type: 'TRANSCODE', priority: 4, limits: { runS: 60 }, notification: 3, notificationData: [] },
    metadata: {
      sourceUri: 'file:///a/b.mov',
      destinationUri: 'file:///out/x%20y/',
      tags: 'web',
      app_key: '***',
      logo: 'file:///l.png',
    },
  }
  const bundle = { request, documents: {}, steps: [] } as unknown as JobBundle

  it('sends the job with other places, and says what is not as recorded', () => {
    const source = { is: 'stand-in', path: '/t/b.mov', notes: [] } as const
    const { line, body, notes } = submissionOf(bundle, source, '/t/out', false)
    assert.equal(line, 'POST /job?type=TRANSCODE&priority=HIGH&runTimeLimit=60')
    const field = (JSON.parse(body) as { readonly field: readonly { readonly value: string }[] }).field
    assert.deepEqual(
      field.map(({ value }) => value),
      ['file:///t/b.mov', 'file:///t/out/x%20y/', 'web', '***', 'file:///l.png'],
    )
    assert.deepEqual(notes, [
      'app_key: masked in the bundle, and sent as ***',
      'its notification is left out',
      'logo: sent as recorded; the files may not be here',
    ])
  })

  it('defines the type with the scripts that the job ran', () => {
    const task = [
      { id: 7, step: 100, script: 'new' },
      { id: 8, step: 200, method: 'transcode' },
    ]
    const steps = [
      { number: 100, script: { source: 'old' } },
      { number: 150, script: { source: 'gone' } },
    ]
    const custom = { ...bundle, documents: { definition: { json: { task } } }, steps } as unknown as JobBundle
    assert.deepEqual(definitionOf(custom), {
      task: [
        { step: 100, script: 'old' },
        { step: 200, method: 'transcode' },
      ],
      notes: [
        'the script of step 100 has changed since; that of the job is used',
        'step 150 is no longer defined, and left out',
      ],
    })
    assert.equal(definitionOf(bundle), undefined)
  })

  it('keeps the recorded limits, and neither folders, addresses nor hosts', () => {
    const settings = {
      MAX_PIXELS: '90',
      SCRIPT_HOSTS: '*',
      DATABASE_URL: 'postgres://u@h/d',
      TEST_JOBS: 'true',
    }
    const own = { PATH: '/bin', DATA_DIR: '/own', PORT: '80', FFMPEG: '/f' }
    const expected = {
      PATH: '/bin',
      FFMPEG: '/f',
      MAX_PIXELS: '90',
      TEST_JOBS: 'true',
      RETRY_BACKOFF: '0',
      DATA_DIR: '/t',
    }
    assert.deepEqual(replaySettings(own, { settings }, '/t'), expected)
  })
})

describe('The comparison of a replay', () => {
  const step = {
    number: 100,
    description: 'Probe.',
    status: 'FAILED_FATAL',
    attempts: 1,
    tookS: 0.2,
    message: '/a/b.mov: bad',
  } as const
  const recorded: Course = { status: 'FAILED_TOTAL', failureCause: 'step', tookS: 12.4, steps: [step] }
  const alike = [['/a/b.mov', '/t/b.mov']] as const

  it('prints both sides, and a message once if only places differ', () => {
    const now: Course = {
      ...recorded,
      tookS: 0.3,
      steps: [{ ...step, attempts: 2, message: '/t/b.mov: bad' }],
    }
    assert.deepEqual(comparison(recorded, now, alike), [
      '            recorded                  now',
      'job         FAILED_TOTAL (step) 12 s  FAILED_TOTAL (step) 0.30 s',
      '100 Probe.  FAILED_FATAL 0.20 s       FAILED_FATAL 0.20 s, 2 attempts',
      'step 100, both: /t/b.mov: bad',
    ])
    assert.equal(verdict(recorded, now), 'The same: FAILED_TOTAL.')
  })

  it('prints what one side alone has', () => {
    const now: Course = {
      status: 'FINISHED',
      tookS: 1,
      steps: [{ ...step, number: 200, status: 'FINISHED' }],
    }
    assert.deepEqual(comparison(recorded, now, alike).slice(2), [
      '100 Probe.  FAILED_FATAL 0.20 s       did not run',
      '200 Probe.  did not run               FINISHED 0.20 s',
      'step 100, recorded: /a/b.mov: bad',
      'step 100, now: no message',
      'step 200, recorded: no message',
      'step 200, now: /a/b.mov: bad',
    ])
    assert.equal(verdict(recorded, now), 'Different: FAILED_TOTAL was recorded, and now it is FINISHED.')
    const running = 'Not comparable: it was STARTED when it was recorded, and now it is FINISHED.'
    assert.equal(verdict({ ...recorded, status: 'STARTED' }, now), running)
  })

  it('adds up the attempts of a step, without the waits between them', () => {
    const at = (s: number) => new Date(Date.UTC(2026, 0, 1, 12, 0, s))
    const moved = (s: number, to: string) => ({ timestamp: at(s), step: 100, event: 'x', to })
    const entry = [
      { timestamp: at(0), event: 'created', to: 'READY' },
      ...[
        moved(1, 'STARTED_ASYNCHRONOUS'),
        moved(3, 'FAILED_RETRY'),
        moved(20, 'STARTED_ASYNCHRONOUS'),
        moved(21, 'FINISHED'),
      ],
    ]
    const task = {
      step: 100,
      status: 'FINISHED',
      description: 'Probe.',
      timestamp: at(21),
      attempts: 1,
      subTask: [],
    } as const
    const job = {
      jobId: 'VX-1',
      status: 'FINISHED',
      type: 'T',
      priority: 'LOW',
      finished: at(22),
      log: { task: [task, task] },
    } as const
    const { tookS, steps } = courseOf(job as unknown as Parameters<typeof courseOf>[0], { entry })
    assert.equal(tookS, 21)
    assert.deepEqual(steps, [
      { number: 100, description: 'Probe.', status: 'FINISHED', attempts: 2, tookS: 3 },
    ])
  })
})

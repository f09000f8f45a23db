/** What is in a bundle, and what is left out. */
import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readConfig } from '../../../config/config.ts'
import { writeAudit } from '../../../schema/queries/access/audit.ts'
import { readBundleArguments } from '../../../server/bundle/arguments.ts'
import { collectBundle } from '../../../server/bundle/collect.ts'
import type { JobBundle } from '../../../server/bundle/job-bundle.ts'
import { toolsOf } from '../../../server/process/tools.ts'
import { programEnvironment } from '../../../tasks/program/environment.ts'
import { type Serving, serving } from '../../serving.ts'

describe('The bundle of a job that is full of secrets', () => {
  const here = serving()
  const secrets = [
    'geheim-meta',
    'geheim-uri',
    'geheim-script',
    'geheim-log',
    'geheim-url',
    'geheim-admin',
    'geheim-jwt-key-geheim-jwt-key-xx',
    'geheim-result',
  ]
  let bundle: JobBundle

  before(async () => {
    await define(here)
    const id = await here.job({
      ...{ type: 'ACME', state: 'FAILED_TOTAL' },
      metadata: {
        app_password: 'geheim-meta',
        sourceUri: 'ftp://ann:geheim-uri@host/a.mov',
        title: 'A film',
      },
      steps: [
        {
          ...{ number: 100, description: 'Send.', result: { token: 'geheim-result', kept: 'yes' } },
          runs: [
            {
              state: 'FAILED_FATAL',
              errorMessage: 'PUT https://api/x?token=geheim-url: 401 geheim-meta',
              lines: [
                { text: "'/opt/ff mpeg/ffmpeg' -hide_banner -y -i file:/m/a.mov" },
                { text: '/usr/bin/ffmpeg -hide_banner -y -i ftp://ann:geheim-uri@host/a.mov' },
                { text: 'Authorization: Bearer geheim-log' },
              ],
            },
          ],
        },
      ],
    })
    await writeAudit(here.api().test.database.em.fork(), [
      {
        user: 'bob',
        address: '::1',
        operation: 'DELETE /job/{jobId}',
        method: 'DELETE',
        path: `/job/VX-${id}`,
        status: 200,
      },
      {
        user: 'bob',
        address: '::1',
        operation: 'DELETE /job/{jobId}',
        method: 'DELETE',
        path: `/job/VX-${id}1`,
        status: 200,
      },
    ])
    bundle = await bundled(here, id, {
      ...{ DATABASE_URL: 'postgres://u:geheim-url@db/x', ADMIN_PASSWORD: 'geheim-admin' },
      ...{ JWT_KEY: 'geheim-jwt-key-geheim-jwt-key-xx', MAX_PIXELS: '90', HOME: '/home/geheim' },
    })
  })

  it('has none of them', () => {
    const text = JSON.stringify(bundle)
    assert.deepEqual(
      secrets.filter((secret) => text.includes(secret)),
      [],
    )
    assert.ok(
      !text.includes('geheim'),
      text.slice(text.indexOf('geheim') - 100, text.indexOf('geheim') + 100),
    )
    assert.ok(bundle.masked.includes('request.metadata.app_password'))
  })

  it('has the documents in both formats, as the API writes them', () => {
    const { job, history, reason, definition } = bundle.documents
    assert.equal((job.json as { readonly status: string }).status, 'FAILED_TOTAL')
    assert.match(job.xml, /^<\?xml [^>]*\?><JobDocument .*<key>app_password<\/key><value>\*\*\*<\/value>/)
    for (const { xml } of [history, reason]) assert.match(xml, /^<\?xml /)
    assert.match(definition?.xml ?? '', /var apiToken = "\*\*\*"/)
  })

  it('has what the tables know: steps, attempts, commands, audit, settings, versions', () => {
    assert.deepEqual(
      bundle.steps.map(({ number, result }) => [number, result]),
      [[100, { token: '***', kept: 'yes' }]],
    )
    assert.equal(bundle.attempts[0]?.errorMessage, 'PUT https://api/x?token=*** 401 ***')
    assert.deepEqual(bundle.commands, ['/usr/bin/ffmpeg -hide_banner -y -i ftp://ann:***@host/a.mov'])
    assert.deepEqual(
      bundle.audit.map(({ operation }) => operation),
      ['DELETE /job/{jobId}'],
    )
    assert.deepEqual(bundle.settings, {
      DATABASE_URL: 'postgres://u:***@db/x',
      ADMIN_PASSWORD: '***',
      JWT_KEY: '***',
      MAX_PIXELS: '90',
    })
    assert.ok(bundle.versions['postgres'] && bundle.versions['ffmpeg'])
  })

  it('has the newest lines of a long log, and says so', async () => {
    const id = await here.job({ steps: [{ number: 100, runs: [{ state: 'FINISHED' }] }] })
    await here.rows(
      `insert into callsheet.log_line (job_id, attempt_id, line, at, level, text)
       select job_id, id, n, started + n * interval '1 ms', 'info', 'line ' || n
       from callsheet.attempt, generate_series(1, 5100) n where job_id = ? returning 1`,
      [id],
    )
    const { log } = await bundled(here, id, {})
    assert.equal(log.lines.length, 5_000)
    assert.match(log.lines.at(-1) ?? '', /INFO 100\/0 line 5100$/)
    assert.equal(log.note, 'Only the newest 5000 lines: the log is longer.')
  })

  it('describes a source that is there and cannot be read', async () => {
    const path = join(here.api().mediaRoot, 'bad.mp4')
    await mkdir(here.api().mediaRoot, { recursive: true })
    await writeFile(path, 'no film')
    const id = await here.job({ metadata: { sourceUri: `file://${path}` } })
    const { media, presets } = await bundled(here, id, {})
    assert.equal(media[0]?.now?.sizeBytes, 7)
    assert.equal(media[0]?.now?.probed.ended, 'bad-input')
    assert.deepEqual(
      presets.map(({ tag }) => tag),
      ['original'],
    )
  })

  it('does not exist for a job that does not exist', () =>
    assert.rejects(bundled(here, 999_999, {}), /^CannotStart: There is no job VX-999999\.$/))
})

async function define({ ask }: Serving): Promise<void> {
  const script = 'var apiToken = "geheim-script"; job.setData("app_x", apiToken)'
  const body = JSON.stringify({ task: [{ jobType: 'ACME', step: 100, description: 'Send.', script }] })
  await ask('POST /API/task-definition', { by: 'root', type: 'application/json', body }).expect(200)
}

async function bundled(
  here: Serving,
  id: number,
  environment: Readonly<Record<string, string>>,
): Promise<JobBundle> {
  const { app, test, dataDir } = here.api()
  const read = readConfig({ DATA_DIR: dataDir })
  assert.ok('config' in read)
  await using tools = toolsOf(read.config, programEnvironment(process.env))
  const { api } = app.sandbox
  const made = '2026-01-01T00:00:00.000Z'
  return await collectBundle(id, {
    em: test.database.em.fork(),
    api,
    config: read.config,
    environment,
    tools,
    doctor: [],
    made,
  })
}

describe('The command line of npm run bundle', () => {
  for (const [words, expected] of [
    [['VX-12'], { jobId: 12, file: 'callsheet-VX-12.json.gz' }],
    [['12', '-o', 'x.gz'], { jobId: 12, file: 'x.gz' }],
    [['-h'], { help: true }],
    [[], { wrong: 'expected one job, such as VX-12' }],
    [['first'], { wrong: 'expected a job such as VX-12, got “first”' }],
  ] as const)
    it(words.join(' ') || 'nothing', () => assert.deepEqual(readBundleArguments(words), expected))
})

/** `npm run import-definitions` as a process, against a real server. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Home } from '../life/home.ts'
import type { Server } from '../life/server.ts'
import { vidispine } from './vidispine.ts'

const FIXTURES = resolve('test/fixtures/vidispine')
const fixture = (name: string) => readFileSync(join(FIXTURES, name), 'utf8')

describe('npm run import-definitions', function () {
  this.timeout(60_000)
  let home: Home
  let server: Server

  before(async () => {
    home = new Home('import')
    server = await home.start({ args: ['--role', 'api'] })
  })
  after(() => home[Symbol.asyncDispose]())
  beforeEach('has an empty server', async () => {
    const { uri } = JSON.parse(await answer('/jobtype')) as { readonly uri: readonly string[] }
    for (const type of uri.filter((one) => one.startsWith('ACME_')))
      await server.request('DELETE', `/task-definition/jobtype/${type}`)
    for (const path of ['job-pool', 'job-priority', 'properties/concurrentJobs'])
      await server.request('DELETE', `/configuration/${path}`)
    await server.request('DELETE', '/task-group')
  })

  it('imports a folder of XML and JSON, says what it skips, and writes nothing the second time', async () => {
    const first = await imported([FIXTURES])
    assert.deepEqual(first, {
      code: 0,
      errors: '',
      lines: [
        'skip item-list.json: not recognized: its members are hits, item',
        ...CREATED.map((thing) => `create ${thing}`),
        ...SKIPPED,
        'create job pools: HIGH:2 LOWEST:4 concurrentJobs:3',
        'skip job priority of DELIVER: no such job type here',
        'create job priorities: ACME_DELIVER HIGH, TRANSCODE LOW',
        'create task group proxies',
        'skip task group exports: it is for jobs of type DELIVER, and there is no such job type here',
        'warning for task group proxies: no node named "VX-3" is running: it runs no jobs until one joins',
        'Done: 9 created, 6 skipped.',
      ],
    })
    const ids = await idsOf('ACME_DELIVER')
    const second = await imported([FIXTURES])
    assert.deepEqual(
      second.lines.filter((line) => !/^(skip|unchanged) /.test(line)),
      ['Done: 9 unchanged, 6 skipped.'],
    )
    assert.deepEqual(await idsOf('ACME_DELIVER'), ids)
  })

  it('makes a job type that can start, with its scripts, dependencies and metadata', async () => {
    await imported([FIXTURES])
    const text = await answer('/task-definition/jobtype/ACME_DELIVER')
    const { task } = JSON.parse(text) as { readonly task: readonly Record<string, unknown>[] }
    assert.deepEqual(
      task.map(({ step, dependency, cleanup }) => ({ step, dependency, cleanup })),
      [
        { step: 100, dependency: { step: 0, previous: false }, cleanup: false },
        { step: 200, dependency: { previous: true, allPrevious: false }, cleanup: false },
        { step: 900, dependency: undefined, cleanup: true },
      ],
    )
    const script = await answer('/task-definition/jobtype/ACME_DELIVER/step/100/script')
    assert.match(script, /^if \(job\.getData\("size"\) < 1 && !checkProblem\).*\njob\.log\("checked"\);$/)
    assert.deepEqual(task[1]?.['metadata'], { field: [{ key: 'timeLimit', value: '60' }] })
    assert.match(await server.submit({}, '&holdJob=true', 'ACME_DELIVER'), /^VX-\d+/)
  })

  it('replaces a step that has changed, and nothing else', async () => {
    await imported([FIXTURES])
    const folder = join(home.dataDir, 'changed')
    cpSync(FIXTURES, folder, { recursive: true })
    const [path, ids] = [join(folder, 'acme-deliver-200.json'), await idsOf('ACME_DELIVER')]
    writeFileSync(path, fixture('acme-deliver-200.json').replace('archive', 'the archive'))
    const { lines } = await imported([folder])
    assert.deepEqual(
      lines.filter((line) => !/^(skip|unchanged) /.test(line)),
      ['replace ACME_DELIVER step 200', 'Done: 1 replaced, 8 unchanged, 6 skipped.'],
    )
    assert.match(await answer('/task-definition/jobtype/ACME_DELIVER/step/200/script'), /the archive/)
    assert.deepEqual(await idsOf('ACME_DELIVER'), ids)
  })

  it('changes nothing with --dry-run', async () => {
    const { code, lines } = await imported([FIXTURES, '--dry-run'])
    assert.equal(code, 0)
    assert.ok(lines.includes('create ACME_DELIVER step 100'))
    assert.equal(lines.at(-1), 'Dry run: nothing was changed.')
    assert.doesNotMatch(await answer('/jobtype'), /ACME_/)
  })

  it('says in the words of the server what it refuses, and goes on with the rest', async () => {
    const folder = join(home.dataDir, 'refused')
    cpSync(join(FIXTURES, 'acme-proxy.json'), join(folder, 'fine.json'))
    const step = { step: 10, jobType: 'ACME_BROKEN', script: 'job.log("1");', dependency: { step: 5 } }
    writeFileSync(join(folder, 'broken.json'), JSON.stringify(step))
    const { code, lines } = await imported([folder])
    assert.equal(code, 1)
    const flaw = 'ACME_BROKEN: step 10 depends on step 5, which does not exist'
    assert.ok(lines.includes(`failed ACME_BROKEN step 10: 400 invalidInput: task: ${flaw}`), lines.join('\n'))
    assert.equal(lines.at(-1), 'Done: 3 created, 1 failed.')
  })

  it('fails for a document that is cut off, and imports the others', async () => {
    const folder = join(home.dataDir, 'cut')
    cpSync(join(FIXTURES, 'acme-proxy.json'), join(folder, 'fine.json'))
    writeFileSync(join(folder, 'cut.xml'), fixture('acme-deliver.xml').slice(0, 400))
    const { code, lines } = await imported([folder])
    assert.equal(code, 1)
    assert.match(lines[0] ?? '', /^fail cut\.xml: not well-formed XML: /)
    assert.equal(lines.at(-1), 'Done: 3 created, 1 failed.')
  })

  it('imports from a Vidispine that answers in XML, and asks for the types that its list lacks', async () => {
    await using source = await vidispine({
      '/task-definition': fixture('ingest.xml'),
      '/jobtype': '<URIListDocument><uri>TRANSCODE</uri><uri>ACME_DELIVER</uri></URIListDocument>',
      '/task-definition/jobtype/ACME_DELIVER': fixture('acme-deliver.xml'),
      '/configuration/job-pool': fixture('rules/job-pools.xml'),
      '/configuration/job-priority': 403,
      '/task-group': 501,
    })
    const { code, lines } = await imported([source.url])
    assert.equal(code, 0)
    assert.deepEqual(lines, [
      'skip /configuration/job-priority: the answer is 403',
      'skip /task-group: the answer is 501',
      ...SKIPPED,
      'create ACME_DELIVER step 100',
      'create ACME_DELIVER step 900',
      'create job pools: HIGH:2 LOWEST:4 concurrentJobs:3',
      'Done: 3 created, 5 skipped.',
    ])
  })

  it('imports from a Vidispine that answers in JSON, with the credentials of --source-user', async () => {
    await using source = await vidispine({
      '/task-definition': fixture('acme-proxy.json'),
      '/jobtype': '{"uri":["ACME_PROXY"]}',
      '/configuration/job-pool': '{"concurrentJobs":3}',
      '/configuration/job-priority': '{}',
      '/task-group': '{"group":[{"name":"proxies","job":[{"type":["ACME_PROXY"]}],"transcoder":[]}]}',
    })
    const args = [source.openUrl, '--source-user', 'reader:s3cret']
    const { code, lines } = await imported(args)
    assert.equal(code, 0)
    assert.deepEqual(lines, [
      ...['100', '200', '300'].map((step) => `create ACME_PROXY step ${step}`),
      'create job pools: concurrentJobs:3',
      'skip job priorities: there are none to import',
      'create task group proxies',
      'Done: 5 created, 1 skipped.',
    ])
    assert.equal((await imported(args)).lines.at(-1), 'Done: 5 unchanged, 1 skipped.')
  })

  it('takes a token instead of a user, and the user from CALLSHEET_USER', async () => {
    const { token } = JSON.parse(await answer('/token?seconds=60')) as { readonly token: string }
    const wrong = { CALLSHEET_USER: 'admin:wrong' }
    assert.equal((await imported([FIXTURES, '--token', token, '--dry-run'], wrong)).code, 0)
    assert.equal((await imported([FIXTURES, '--dry-run'], { CALLSHEET_USER: 'admin:admin' })).code, 0)
    assert.equal((await imported([FIXTURES, '--dry-run'], wrong)).code, 1)
  })

  it('says in one sentence why it cannot begin', async () => {
    await using source = await vidispine({})
    // biome-ignore format: a table
    for (const [args, code, why] of [
      [[FIXTURES, '--user', 'admin:wrong'],             1, /\/API refuses the credentials \(see --user\): 401 notAuthorized: Valid credentials are required\n$/],
      [[FIXTURES, '--to', 'http://127.0.0.1:1'],        1, /^http:\/\/127\.0\.0\.1:1\/API cannot be reached: .+\n$/],
      [[source.openUrl],                                1, /\/API refuses the credentials \(see --source-user\): 401\n$/],
      [[join(home.dataDir, 'nowhere')],                 1, /nowhere cannot be read: no such file or directory/],
      [[join(home.dataDir, 'media')],                   1, /media has no \*\.xml or \*\.json files\n$/],
      [[],                                              2, /^Expected one DIRECTORY or URL\n\nUsage: /],
    ] as const) {
      const ended = await imported(args)
      assert.equal(ended.code, code, args.join(' '))
      assert.match(ended.errors, why)
      assert.deepEqual(ended.lines, [])
    }
    const { code, lines } = await imported(['--help'])
    assert.deepEqual([code, lines[0]], [0, 'Usage: npm run import-definitions -- [options] DIRECTORY|URL'])
  })

  const CREATED = [
    ...['100', '200', '900'].map((step) => `ACME_DELIVER step ${step}`),
    ...['100', '200', '300'].map((step) => `ACME_PROXY step ${step}`),
  ]
  const SKIPPED = [
    'skip ACME_INGEST step 100: a Java step (bean itemBean, method createItem), which cannot run here',
    'skip ACME_INGEST step 200: the type would be incomplete without its step 100',
    'skip TRANSCODE step 100: a built-in type of Callsheet',
  ]

  /** Runs the import with these arguments against the server. */
  function imported(
    args: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly code: number; readonly lines: readonly string[]; readonly errors: string }> {
    const to = args.includes('--to') ? [] : ['--to', server.url]
    const words = ['server/start.mjs', '--import-definitions', ...args, ...to]
    return new Promise((resolve) => {
      const env = { PATH: process.env['PATH'], ...environment }
      execFile(process.execPath, words, { env }, (error, stdout, errors) => {
        const code = Number(error?.code ?? 0)
        resolve({ code, errors, lines: stdout.split('\n').filter((line) => line !== '') })
      })
    })
  }

  async function answer(path: string): Promise<string> {
    const response = await server.request('GET', path, {
      headers: { accept: 'application/json, text/plain' },
    })
    assert.equal(response.status, 200, path)
    return response.text()
  }

  async function idsOf(type: string): Promise<readonly unknown[]> {
    const { task } = JSON.parse(await answer(`/task-definition/jobtype/${type}`)) as {
      readonly task: readonly { readonly id: number }[]
    }
    return task.map(({ id }) => id)
  }
})

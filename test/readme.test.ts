import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type OwnServer, startServer } from '../server/demo/own-server.ts'
import { clock } from '../steps/engine/runtime/clock.ts'

const README = readFileSync('README.md', 'utf8')
const [submitXml, state, , submitJson, list, importFile, link, reason] = commandsIn(README)
const [created = ''] = blocks(README, 'xml')

describe('the README, pasted into a shell', function () {
  this.timeout(60_000)
  let folder: string
  let server: OwnServer

  before('starts a server', async function () {
    if (!hasCurl()) this.skip()
    folder = await mkdtemp(join(tmpdir(), 'callsheet-readme-'))
    const { DATABASE_URL: _url, MEDIA_ROOTS: _roots, ADMIN_PASSWORD: _password, ...others } = process.env
    server = await startServer({ ...others, DATA_DIR: join(folder, 'data') })
  })

  after(async () => {
    await server?.[Symbol.asyncDispose]()
    if (folder) await rm(folder, { recursive: true, force: true })
  })

  it('starts a job by XML and shows the actual answer', async () => {
    assert.equal(comparable(await paste(submitXml)), comparable(created))
  })

  it('waits for FINISHED and names the path of the output', async () => {
    assert.equal(await finalState(), 'FINISHED')
    assert.ok(existsSync(join(folder, 'data/media/VX-1/sample-lowres.mp4')))
  })

  it('starts a job by JSON that makes two files', async () => {
    const { jobId } = JSON.parse(await paste(submitJson)) as { readonly jobId: string }
    assert.equal(jobId, 'VX-2')
    assert.equal(await finalState(jobId), 'FINISHED')
    for (const name of ['sample-web.mp4', 'sample-audio.m4a'])
      assert.ok(existsSync(join(folder, 'data/media/VX-2', name)), name)
  })

  it('lists the jobs, newest first', async () => {
    const { job } = JSON.parse(await paste(list)) as { readonly job: readonly { readonly jobId: string }[] }
    assert.deepEqual(
      job.map(({ jobId }) => jobId),
      ['VX-2', 'VX-1'],
    )
  })

  it('explains the state of a job', async () => {
    assert.match(await paste(reason), /^The job .+\.$/)
  })

  it('imports a file as an item, and links to its lowres', async () => {
    assert.match(await paste(importFile), /<jobId>VX-3<.*<type>PLACEHOLDER_IMPORT</)
    assert.equal(await finalState('VX-3'), 'FINISHED')
    const [, uri = ''] = /<uri>(.+)<\/uri>/.exec(await paste(link)) ?? []
    const { status, headers } = await fetch(uri)
    assert.deepEqual([status, headers.get('content-type')], [200, 'video/mp4'])
  })

  it('goes on with that item in docs/items.md', async () => {
    const [first, waited, ...others] = commandsIn(readFileSync('docs/items.md', 'utf8'))
    assert.equal(first, importFile)
    assert.equal((await paste(waited?.replace('VX-1', 'VX-3'))).trim(), 'FINISHED')
    const answers: string[] = []
    for (const command of others) answers.push(await paste(command))
    assert.match(answers.find((answer) => answer.includes('hits')) ?? '', /"hits":1,.*The first sample/)
    assert.equal(answers.at(-1), '')
  })

  async function finalState(jobId = 'VX-1'): Promise<string> {
    for (let waited = 0; waited < 300; waited += 1) {
      const said = await paste(state?.replace('VX-1', jobId))
      if (!['READY', 'STARTED'].includes(said)) return said
      await clock.sleep(100)
    }
    return 'not in 30 s'
  }

  /** Runs a block in a shell in the server's folder; only the port is changed. */
  async function paste(block: string | undefined): Promise<string> {
    assert.ok(block)
    const command = block
      .replaceAll('http://localhost:8080', server.url)
      .replaceAll('curl ', "curl -sS --fail-with-body --noproxy '*' ")
    const { stdout } = await promisify(execFile)('bash', ['-euc', command], { cwd: folder })
    return stdout
  }
})

/** The blocks that a reader pastes, without those that start a program. */
function commandsIn(page: string): readonly string[] {
  return blocks(page, 'sh').filter((block) => block.startsWith('curl '))
}

/** The code blocks of one language. */
function blocks(page: string, language: string): readonly string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, block = '']) => block,
  )
}

/** Removes white space between elements, and times. */
function comparable(xml: string): string {
  return xml.replaceAll(/>\s+/g, '>').replaceAll(/\d{4}-[\d-]+T[\d:.]+Z/g, 'a time')
}

function hasCurl(): boolean {
  try {
    return execFileSync('curl', ['--version']).length > 0
  } catch {
    return false
  }
}

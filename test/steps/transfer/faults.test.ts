/** Transfers when something goes wrong: what is refused, what is waited for, and what a crash leaves. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Outcome } from '../../../steps/engine/declare/step.ts'
import type { LandedFile } from '../../../steps/files/copy-plan.ts'
import copyFile from '../../../steps/job-types/copy-file.ts'
import exportFile from '../../../steps/job-types/export.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import { smallDisk } from '../../tasks/files/small-disk.ts'
import { folder } from '../../tasks/machine.ts'
import { serveHttp } from '../../tasks/transfer/servers/http.ts'
import type { Served } from '../../tasks/transfer/servers/served.ts'
import { cleanUp, runJob } from '../files.ts'
import { benchFor, type RemoteBench } from './remote.ts'

const uriOf = (...path: readonly string[]) => pathToFileURL(join(...path)).href
const reasonOf = (last: Outcome) => ('reason' in last ? last.reason : last.ended)

describe('a transfer', () => {
  let here: RemoteBench
  let remote: Awaited<ReturnType<typeof folder>>
  let servers: AsyncDisposableStack
  const serve = async (...given: Parameters<typeof serveHttp> extends [string, ...infer R] ? R : never) =>
    servers.use(await serveHttp(remote.path, ...given))
  beforeEach(async () => {
    servers = new AsyncDisposableStack()
    remote = servers.use(await folder())
    here = servers.use(await benchFor([]))
  })
  afterEach(() => servers.disposeAsync())

  const download = (served: Served, more = {}) =>
    runJob(here, copyFile, { metadata: { ...toHere(served), ...more } })
  const toHere = (served: Served) => ({
    sourceUri: served.uri('a.bin'),
    destinationUri: uriOf(here.media, 'a.bin'),
  })

  it('that is killed is continued by the next attempt', async () => {
    const [served, content] = [await serve(), randomBytes(3_000_000)]
    await writeFile(join(remote.path, 'a.bin'), content)
    const child = spawn(process.execPath, [
      'test/tasks/transfer/until-killed.ts',
      served.uri('a.bin'),
      here.media,
    ])
    const [line] = await once(child.stdout, 'data')
    const { state, partial } = JSON.parse(String(line))
    while (((await stat(partial).catch(() => undefined))?.size ?? 0) < 1_000_000)
      await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    here.kept.set('transferState-100', state)
    const lines: string[] = []
    const context = here.context({ metadata: toHere(served), number: 100, run: 2 })
    const [copy] = copyFile.stages
    assert.ok(copy?.step.runsAs === 'STARTED_ASYNCHRONOUS')
    const outcome = await copy.step.run({ ...context, log: (_level, text) => lines.push(text) })
    assert.equal(outcome.ended, 'finished')
    const [, there] = /of which (\d+) are there$/.exec(lines.join()) ?? []
    assert.ok(Number(there) >= 1_000_000, lines.join())
    assert.ok((await readFile(partial)).equals(content))
  })

  it('that was whole before its end was recorded is not read again', async () => {
    const [served, content] = [await serve(), randomBytes(100_000)]
    await writeFile(join(remote.path, 'a.bin'), content)
    const [copy] = copyFile.stages
    assert.ok(copy?.step.runsAs === 'STARTED_ASYNCHRONOUS')
    for (const run of [1, 2]) {
      const context = here.context({ metadata: toHere(served), number: 100, run })
      const outcome: Outcome = await copy.step.run(context)
      assert.equal(outcome.ended, 'finished', reasonOf(outcome))
    }
    assert.deepEqual(await readdir(here.media), ['.a.VX-1.100.1.partial.bin'])
    assert.equal((await download(served)).last.ended, 'finished')
    assert.ok((await readFile(join(here.media, 'a.bin'))).equals(content))
  })

  it('that runs out of room waits for it, and keeps what it has', async function () {
    const disk = await smallDisk(4_096)
    if (!disk) return this.skip()
    servers.use(disk)
    // The server does not say how much it will be.
    const served = await serve((request, response) => {
      if (request.method === 'HEAD') response.writeHead(200, { etag: '"1"' }).end()
      else response.writeHead(200, { etag: '"1"' }).end(randomBytes(6_000_000))
      return true
    })
    const storages = [{ id: 'VX-1', name: 'small', root: disk.path, state: 'ONLINE' as const }]
    const tools = { mediaRoots: [disk.path], storages }
    const metadata = { ...toHere(served), destinationUri: uriOf(disk.path, 'a.bin') }
    const { last } = await runJob(here, copyFile, { metadata, tools })
    assert.ok(last.ended === 'waitFor', reasonOf(last))
    assert.equal(`${last.condition.type} ${last.condition.requirement}`, 'STORAGE to have room')
    await cleanUp(here, copyFile, { metadata, tools })
    assert.deepEqual(await readdir(disk.path), [])
  })

  it('for which there is no room from the start waits before it writes anything', async function () {
    const disk = await smallDisk(1_024)
    if (!disk) return this.skip()
    servers.use(disk)
    const served = await serve()
    await truncate(join(remote.path, 'a.bin'), 50_000_000).catch(() =>
      writeFile(join(remote.path, 'a.bin'), Buffer.alloc(50_000_000)),
    )
    const storages = [{ id: 'VX-1', name: 'small', root: disk.path, state: 'ONLINE' as const }]
    const metadata = { ...toHere(served), destinationUri: uriOf(disk.path, 'a.bin') }
    const { last } = await runJob(here, copyFile, { metadata, tools: { mediaRoots: [disk.path], storages } })
    assert.equal(last.ended, 'waitFor')
    assert.deepEqual(await readdir(disk.path), [])
  })

  it('keeps to its bandwidth', async () => {
    const [served, bytesPerS] = [await serve(), 2_000_000]
    await writeFile(join(remote.path, 'a.bin'), randomBytes(2_000_000))
    const before = performance.now()
    assert.equal((await download(served, { limitRate: String(bytesPerS) })).last.ended, 'finished')
    // A tenth of a second may be made up for; how long everything else takes is not limited.
    assert.ok(performance.now() - before > 850)
  })

  it('ends at once after an abort or a stop', async () => {
    const served = await serve()
    await writeFile(join(remote.path, 'a.bin'), randomBytes(1_000_000))
    const [copy] = copyFile.stages
    assert.ok(copy?.step.runsAs === 'STARTED_ASYNCHRONOUS')
    for (const which of ['signal', 'stop'] as const) {
      const control = new AbortController()
      const metadata = { ...toHere(served), limitRate: '100000' }
      const context = here.context({ metadata, [which]: control.signal, number: 100 })
      const reasons = { signal: 'stopped', stop: 'stopped before the transfer was complete' }
      const outcome: Outcome = await copy.step.run({ ...context, progress: () => control.abort() })
      assert.equal(reasonOf(outcome), reasons[which])
    }
    await cleanUp(here, copyFile, { metadata: toHere(served) })
    assert.deepEqual(await readdir(here.media), [])
  })

  it('does not pass off two contents as one when the source changes after a break', async () => {
    let [version, content] = [1, Buffer.alloc(2_000_000, 'a')]
    const served = await serve((request, response) => {
      const headers = { etag: `"${version}"`, 'content-length': content.length }
      if (request.method === 'HEAD') return !!response.writeHead(200, headers).end()
      response.writeHead(200, headers)
      if (version > 1) return !!response.end(content)
      response.write(content.subarray(0, 1_000_000), () => {
        ;[version, content] = [2, Buffer.alloc(2_000_000, 'b')]
        response.destroy()
      })
      return true
    })
    const { last } = await download(served)
    assert.ok(last.ended === 'waitFor' && last.condition.requirement === 'to stop growing', reasonOf(last))
    assert.equal((await download(served)).last.ended, 'finished')
    assert.ok((await readFile(join(here.media, 'a.bin'))).equals(content))
  })

  // biome-ignore format: a table
  for (const [what, status, headers, expected] of [
    ['a server that is busy',         503, {},                                  /answered 503$/],
    ['a sign-in that is refused',     401, {},                                  /answered 401$/],
    ['a redirect to link-local',      302, { location: 'http://169.254.169.254/latest/' }, /169\.254\.169\.254 is a link-local address$/],
    ['a redirect to a foreign host',  302, { location: 'http://localhost:1/a' }, /localhost:1 is not one of the hosts in the setting TRANSFER_HOSTS$/],
  ] as const)
    it(`from ${what} fails, and says why`, async () => {
      const served = await serve((_request, response) => !!response.writeHead(status, headers).end())
      const access = { hosts: ['127.0.0.1', '169.254.169.254'], credentials: [] }
      const tools = { transfers: { ...here.tools.transfers, access } }
      const { last } = await runJob(here, copyFile, { metadata: toHere(served), tools })
      assert.match(reasonOf(last), expected)
      assert.equal(last.ended, status === 503 ? 'retry' : 'fatal')
    })

  it('between local files is hashed while it is copied, if the metadata ask for it', async () => {
    await writeFile(join(here.media, 'a.bin'), 'content')
    const copy = { sourceUri: uriOf(here.media, 'a.bin'), destinationUri: uriOf(here.media, 'b.bin') }
    const metadata = { ...copy, checksumMode: 'transfer', checksumAlgorithms: 'md5' }
    const { results } = await runJob(here, copyFile, { metadata })
    const { uri, size, md5 } = results['land-file'] as LandedFile
    assert.deepEqual([uri, size, md5], [copy.destinationUri, 7, '9a0364b9e99bb480dd25e1f0284c8555'])
    assert.deepEqual(await readdir(here.media), ['a.bin', 'b.bin'])
    const again = await runJob(here, copyFile, { metadata })
    assert.match(reasonOf(again.last), /b\.bin already exists$/)
  })

  // biome-ignore format: a table
  for (const [type, more, refused] of [
    [copyFile, { preserve: 'true', limitRate: '1000' },              'limitRate cannot be combined with preserve=true'],
    [copyFile, { preserve: 'true', sourceUri: 'http://host/a' },     'preserve can only be true for a copy between file: URIs'],
    [moveFile, { checksumAlgorithms: 'md5' },                        'checksumAlgorithms has no effect on a move between file: URIs'],
    [moveFile, { limitRate: '1000', sourceUri: 'http://host/a' },    undefined],
  ] as const)
    it(`by ${type.name} with ${JSON.stringify(more)} is ${refused === undefined ? 'accepted' : `refused: ${refused}`}`, async () => {
      const metadata = { sourceUri: uriOf(here.media, 'a'), destinationUri: uriOf(here.media, 'b'), ...more }
      const found = await type.check?.(metadata, here.tools)
      assert.equal(found && 'key' in found ? `${found.key} ${found.explanation}` : undefined, refused)
    })

  it('to a folder that exists keeps the name of the source, and EXPORT overwrites it atomically', async () => {
    await writeFile(join(here.media, 'b c.bin'), 'new')
    await writeFile(join(remote.path, 'x'), '')
    const served = await serve()
    await runJob(here, exportFile, {
      metadata: { sourceUri: uriOf(here.media, 'b c.bin'), destinationUri: served.uri('') },
    })
    assert.equal(await readFile(join(remote.path, 'b c.bin'), 'utf8'), 'new')
    const back = { sourceUri: served.uri('b c.bin'), destinationUri: uriOf(here.media) }
    await writeFile(join(remote.path, 'b c.bin'), 'newer')
    assert.deepEqual((await runJob(here, exportFile, { metadata: back })).last, { ended: 'finished' })
    assert.deepEqual(await readdir(here.media), ['b c.bin'])
    assert.equal(await readFile(join(here.media, 'b c.bin'), 'utf8'), 'newer')
  })
})

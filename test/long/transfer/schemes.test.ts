/** EXPORT, COPY_FILE, MOVE_FILE and DELETE_FILE with each scheme, against real servers. */
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import copyFile from '../../../steps/job-types/copy-file.ts'
import deleteFile from '../../../steps/job-types/delete-file.ts'
import exportFile from '../../../steps/job-types/export.ts'
import moveFile from '../../../steps/job-types/move-file.ts'
import { cleanUp, runJob } from '../../steps/files.ts'
import { benchFor, type RemoteBench } from '../../steps/transfer/remote.ts'
import { folder } from '../../tasks/machine.ts'
import { serveFtp } from '../../tasks/transfer/servers/ftp.ts'
import { serveHttp } from '../../tasks/transfer/servers/http.ts'
import { serveS3 } from '../../tasks/transfer/servers/s3.ts'
import type { Served } from '../../tasks/transfer/servers/served.ts'
import { serveSftp } from '../../tasks/transfer/servers/sftp.ts'

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex')
const uriOf = (...path: readonly string[]) => pathToFileURL(join(...path)).href

// biome-ignore format: a table
const NAMES = [
  'clip.mov', 'a b “c”.mov', "it's 100%.mov", '-rf.mov', 'é-nfc.mov', 'e\u0301-nfd.mov', 'a#b?c=d.mov', '日本語.mov',
]

// biome-ignore format: a table
const SCHEMES = [
  // Whether an upload that broke continues.
  { scheme: 'http', serve: (root: string) => serveHttp(root), continues: false },
  { scheme: 's3',   serve: serveS3,                           continues: true },
  { scheme: 'ftp',  serve: serveFtp,                          continues: true },
  { scheme: 'sftp', serve: serveSftp,                         continues: true },
]

for (const { scheme, serve, continues } of SCHEMES)
  describe(`transfers by ${scheme}:`, () => {
    /** For S3 more than two parts. */
    const CONTENT = randomBytes(scheme === 's3' ? 20_000_000 : 5_000_000)
    let [here, served]: [RemoteBench, Served] = [{} as RemoteBench, {} as Served]
    let remote: Awaited<ReturnType<typeof folder>>
    before(async () => {
      remote = await folder()
      served = await serve(remote.path)
    })
    after(async () => {
      await served[Symbol.asyncDispose]()
      await remote[Symbol.asyncDispose]()
    })
    beforeEach(async () => {
      here = await benchFor([served])
    })
    afterEach(() => here[Symbol.asyncDispose]())

    async function upload(name: string, content: Buffer = CONTENT) {
      const local = join(here.media, 'source.bin')
      await writeFile(local, content)
      const metadata = {
        sourceUri: uriOf(local),
        destinationUri: served.uri(name),
        checksumAlgorithms: 'sha1,md5',
      }
      return runJob(here, exportFile, { metadata })
    }

    async function download(name: string): Promise<Buffer> {
      const metadata = { sourceUri: served.uri(name), destinationUri: uriOf(here.media, 'back.bin') }
      const { last } = await runJob(here, copyFile, { metadata })
      assert.deepEqual(last, { ended: 'finished' })
      const content = await readFile(join(here.media, 'back.bin'))
      await rm(join(here.media, 'back.bin'))
      return content
    }

    it('EXPORT writes the file, and says where it is and what its checksums are', async () => {
      const { last, metadata } = await upload('clip.mov')
      assert.deepEqual(last, { ended: 'finished' })
      const { etag, ...result } = JSON.parse(metadata['result'] ?? '')
      assert.deepEqual(result, {
        ...{ uri: served.uri('clip.mov'), size: CONTENT.length, sha256: sha256(CONTENT) },
        sha1: createHash('sha1').update(CONTENT).digest('hex'),
        md5: createHash('md5').update(CONTENT).digest('hex'),
      })
      assert.equal(etag !== undefined, ['http', 's3'].includes(scheme))
      assert.equal(here.kept.size, 0)
      assert.equal(sha256(await download('clip.mov')), sha256(CONTENT))
    })

    it('EXPORT overwrites, and COPY_FILE does not', async () => {
      await upload('twice.mov', Buffer.from('first'))
      await upload('twice.mov', Buffer.from('second'))
      assert.equal(String(await download('twice.mov')), 'second')
      const local = uriOf(here.media, 'source.bin')
      const given = { metadata: { sourceUri: local, destinationUri: served.uri('twice.mov') } }
      const { last } = await runJob(here, copyFile, given)
      assert.match('reason' in last ? last.reason : '', /^destinationUri: .*twice\.mov already exists$/)
      await cleanUp(here, copyFile, given)
      assert.equal(String(await download('twice.mov')), 'second')
    })

    it('a name is kept, whatever its characters', async () => {
      for (const name of NAMES) {
        await upload(`names/${name}`.slice(scheme === 'http' ? 6 : 0), Buffer.from(name))
        assert.equal(String(await download(`names/${name}`.slice(scheme === 'http' ? 6 : 0))), name)
      }
    })

    it('an empty file is transferred', async () => {
      assert.deepEqual((await upload('empty.mov', Buffer.alloc(0))).last, { ended: 'finished' })
      assert.equal((await download('empty.mov')).length, 0)
    })

    it('a download that breaks continues where it was', async () => {
      await upload('broken.mov')
      const before = served.cuts
      served.cutAfter(CONTENT.length / 2)
      assert.equal(sha256(await download('broken.mov')), sha256(CONTENT))
      assert.equal(served.cuts, before + 1)
    })

    it(`an upload that breaks ${continues ? 'continues where it was' : 'begins anew'}`, async () => {
      const before = served.cuts
      served.cutAfter(CONTENT.length / 2)
      const { last, metadata } = await upload('uploaded.mov')
      assert.deepEqual(last, { ended: 'finished' })
      assert.equal(served.cuts, before + 1)
      assert.equal(JSON.parse(metadata['result'] ?? '').sha256, sha256(CONTENT))
      assert.equal(sha256(await download('uploaded.mov')), sha256(CONTENT))
    })

    it('MOVE_FILE deletes its source on either side, and DELETE_FILE what is there', async () => {
      await writeFile(join(here.media, 'go.mov'), 'content')
      const [near, far] = [uriOf(here.media, 'go.mov'), served.uri('gone.mov')]
      const out = await runJob(here, moveFile, { metadata: { sourceUri: near, destinationUri: far } })
      assert.deepEqual([out.last, existsSync(join(here.media, 'go.mov'))], [{ ended: 'finished' }, false])
      const back = await runJob(here, moveFile, { metadata: { sourceUri: far, destinationUri: near } })
      assert.deepEqual(back.last, { ended: 'finished' })
      assert.equal(await readFile(join(here.media, 'go.mov'), 'utf8'), 'content')
      await upload('delete.mov', Buffer.from('x'))
      const given = { metadata: { sourceUri: served.uri('delete.mov') } }
      for (const existed of [true, false])
        assert.equal((await runJob(here, deleteFile, given)).results['delete-file'], existed)
    })

    it('a source that does not exist ends the job, or is waited for', async () => {
      const metadata = { sourceUri: served.uri('missing.mov'), destinationUri: uriOf(here.media, 'x.mov') }
      const { last } = await runJob(here, copyFile, { metadata })
      assert.deepEqual(last, {
        ended: 'fatal',
        reason: `sourceUri: ${served.uri('missing.mov')} does not exist`,
      })
      const waiting = await runJob(here, copyFile, { metadata: { ...metadata, waitForSource: 'true' } })
      assert.equal(waiting.last.ended, 'waitFor')
      assert.deepEqual(await readdir(here.media), [])
    })
  })

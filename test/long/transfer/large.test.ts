/** Transfers of large files: their memory does not grow with the size, and holes stay holes. */
import assert from 'node:assert/strict'
import { stat, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import copyFile from '../../../steps/job-types/copy-file.ts'
import exportFile from '../../../steps/job-types/export.ts'
import { runJob } from '../../steps/files.ts'
import { benchFor } from '../../steps/transfer/remote.ts'
import { folder } from '../../tasks/machine.ts'
import { serveHttp } from '../../tasks/transfer/servers/http.ts'

const MIB = 1024 * 1024

describe('A large file', function () {
  this.timeout(1_200_000)

  it('of 20 GB is exported and hashed within 300 MB, and keeps its holes', async () => {
    await using here = await benchFor([])
    const [from, to] = [join(here.media, 'large.bin'), join(here.media, 'copy.bin')]
    await sparse(from, 20e9)
    const metadata = { sourceUri: pathToFileURL(from).href, destinationUri: pathToFileURL(to).href }
    const { grown, last } = await measured(() => runJob(here, exportFile, { metadata }))
    assert.deepEqual(last, { ended: 'finished' })
    const { size, blocks } = await stat(to)
    assert.equal(size, 20e9)
    assert.ok(blocks * 512 < 10 * MIB, `${blocks * 512} bytes allocated`)
    assert.ok(grown < 300 * MIB, `${grown / MIB} MiB`)
  })

  it('of 4 GB is downloaded within 300 MB', async () => {
    await using remote = await folder()
    await using served = await serveHttp(remote.path)
    await using here = await benchFor([])
    await sparse(join(remote.path, 'large.bin'), 4e9)
    const destinationUri = pathToFileURL(join(here.media, 'copy.bin')).href
    const metadata = { sourceUri: served.uri('large.bin'), destinationUri }
    const { grown, last } = await measured(() => runJob(here, copyFile, { metadata }))
    assert.deepEqual(last, { ended: 'finished' })
    assert.ok(grown < 300 * MIB, `${grown / MIB} MiB`)
  })
})

/** A few bytes, and a hole. */
async function sparse(path: string, size: number): Promise<void> {
  await writeFile(path, 'begin')
  await truncate(path, size)
}

/** How much the memory of this process, its threads included, grows meanwhile, bytes. */
async function measured<T extends object>(work: () => Promise<T>): Promise<T & { readonly grown: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 100)
  try {
    return { ...(await work()), grown: most - before }
  } finally {
    clearInterval(timer)
  }
}

import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Home } from './home.ts'
import { clip } from './outside.ts'
import { datum } from './server.ts'

describe('a job with a source that is still being written', function () {
  this.timeout(60_000)

  it('waits until it exists and is complete, then reads all of it, without a retry', async () => {
    await using home = new Home()
    const media = await home.mediaFolder()
    const whole = join(home.dataDir, 'whole.mp4')
    // The index is at the end of the file, so the beginning alone cannot be decoded.
    await clip(whole, 5)
    const server = await home.start({ environment: { SETTLED_AFTER: '3' } })
    const source = join(media, 'late.mp4')
    const metadata = { sourceUri: `file://${source}`, tags: 'lowres', waitForSource: 'true' }
    const transcode = await server.submit(metadata)
    await server.until(transcode, ({ status }) => status === 'WAITING')
    const path = `/job?type=COPY_FILE&jobmetadata=sourceUri%3D${source}&jobmetadata=destinationUri%3D${media}/out/`
    const copy = writeSlowly(source, await readFile(whole))
    await sleep(500)
    const asked = await server.request('POST', path, { headers: { accept: 'text/plain' } })
    const copied = (await asked.text()).trim()
    await copy
    const job = await server.final(copied, 'FINISHED')
    assert.equal(datum(job, 'bytesWritten'), String((await readFile(whole)).length))
    await server.final(transcode, 'FINISHED')
    const tries = await home.query('select from callsheet.attempt where attempt > 0')
    assert.deepEqual(tries, [])
  })
})

/** Writes eight pieces, so fast that a pause of this process does not look like the end of the file. */
async function writeSlowly(path: string, content: Buffer): Promise<void> {
  const piece = Math.ceil(content.length / 8)
  await writeFile(path, content.subarray(0, piece))
  for (let at = piece; at < content.length; at += piece) {
    await sleep(450)
    await appendFile(path, content.subarray(at, at + piece))
  }
}

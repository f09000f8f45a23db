/** Files that still grow when their import begins, and sidecars of items (wire-media.md §§3.4, 3.5). */
import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { H264, make, PICTURE } from '../../tasks/machine.ts'
import { type Body, importing } from '../import/importing.ts'

describe('An item', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here

  async function isWaiting({ jobId }: Body): Promise<Body> {
    for (let tries = 0; tries < 200; tries += 1) {
      const job = await get(`GET /job/${jobId}`)
      if (job.status === 'WAITING') return job
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    throw new Error(`job ${jobId} does not wait`)
  }

  it('of a growing file is imported when the file is closed, with its full duration', async () => {
    const whole = join(here.inbox(), 'whole.ts')
    await make(whole, [...PICTURE(2), ...H264])
    const bytes = await readFile(whole)
    const growing = join(here.folder(), 'growing.ts')
    await writeFile(growing, bytes.subarray(0, bytes.length / 2))
    const file = await get(`POST /storage/${here.storage()}/file?path=growing.ts&state=OPEN`)
    const { id } = await get('POST /import/placeholder?container=1&settings=VX-76')
    const job = await get(`POST /import/placeholder/${id}/container?fileId=${file.id}&growing=true`)
    const { waiting } = await isWaiting(job)
    assert.deepEqual([waiting.resourceType, waiting.resourceId], ['OPEN_FILE', file.id])
    await appendFile(growing, bytes.subarray(bytes.length / 2))
    await get(`PUT /file/${file.id}/state/CLOSED`)
    await over(job)
    const { terse } = await get(`GET /item/${id}?content=metadata&terse=true`)
    assert.ok(Math.abs(Number(terse.durationSeconds[0].value) - 2) < 0.15, terse.durationSeconds[0].value)
  })

  it('is imported with settings that do not exist, and a warning', async () => {
    const uri = here.inboxUri('clip.mp4')
    const answer = await ask(`POST /import?uri=${uri}&settings=VX-76&holdJob=true`, { by: 'root' })
    assert.equal(answer.status, 200)
    assert.match(answer.headers['x-callsheet-warning'] ?? '', /settings: VX-76 does not exist/)
    const kept = await get('POST /import/settings', { access: [{ permission: 'READ', group: 'g' }] })
    assert.deepEqual(await get(`GET /import/settings/${kept.id}`), kept)
    assert.ok((await get('GET /import/settings')).uri.includes(kept.id))
  })
})

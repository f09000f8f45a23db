/** What the script of a shape tag makes of its preset for a shape (wire-media.md §6.1, vector 68). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { clipOfItem } from '../wire/shape-tag-paths.ts'

describe('the script of a shape tag', function () {
  this.timeout(60_000)
  const served = serving({ TEST_JOBS: 'true' })
  const { ask } = served
  const by = 'root'
  const put = async (script: string) => {
    const body = JSON.stringify({ format: 'mp4', video: { codec: 'h264', bitrate: 250_000 }, script })
    const { status, text } = await ask('PUT /shape-tag/tested', { by, body, type: 'application/json' })
    assert.equal(status, 200, text)
  }

  it('changes the preset for a shape, with the metadata of a job', async () => {
    const path = `/shape-tag/tested${await clipOfItem(served)}`
    await put('preset.getVideo().setBitrate(jobMetadata.get("app_rate") || 7)')
    assert.equal((await ask(`GET ${path}/`, { by })).body.video.bitrate, 7)
    const { jobId } = (await ask('POST /job?type=TEST&jobmetadata=app_rate%3D9', { by })).body
    assert.equal((await ask(`GET ${path}?job=${jobId}`, { by })).body.video.bitrate, 9)
    await put('preset.getFoo().bar()')
    assert.match(
      (await ask(`GET ${path}`, { by })).body.invalidInput.explanation,
      /^script of “tested”: line 1/,
    )
  })

  it('is answered as JavaScript, too', async () => {
    await put('preset.name = "x"')
    const { headers, text, body } = await ask('GET /shape-tag/tested/script', {
      by,
      accept: 'application/javascript',
    })
    assert.equal(headers['content-type'], 'application/javascript;charset=UTF-8')
    assert.equal(text ?? body.toString(), 'preset.name = "x"')
  })
})

/** Metadata keys that a job type does not know: kept, and warned of. */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const UNKNOWN = 'unknown metadata key "tag"; did you mean "tags"?'

describe('An unknown metadata key', () => {
  const { api, ask, rows } = serving()
  const source = () => `jobmetadata=sourceUri%3d${encodeURIComponent(`${api().mediaRoot}/a.mov`)}`
  const start = (more: string) => ask(`POST /API/job?type=TRANSCODE&${source()}&jobmetadata=tag%3dweb${more}`)
  const kept = (jobId: string) =>
    rows(`select value from callsheet.metadata where key = 'tag' and job_id = ?`, [jobId.replace('VX-', '')])
  const warnings = (headers: Record<string, string>) => headers['x-callsheet-warning']

  for (const accept of ['application/json', 'application/xml', 'text/plain'])
    it(`is kept, and a header names it, as ${accept}`, async () => {
      const { status, text, headers } = await ask(
        `POST /API/job?type=TRANSCODE&${source()}&jobmetadata=tag%3dweb`,
        { accept },
      )
      assert.equal(status, 200)
      assert.equal(warnings(headers), UNKNOWN)
      assert.deepEqual(await kept(/VX-\d+/.exec(text)?.[0] ?? ''), [{ value: 'web' }])
    })

  it('is named by a dry run, by a duplicate, and by a bulk re-run', async () => {
    const { body } = await start('')
    for (const line of [
      `POST /API/job?dryRun=true&type=TRANSCODE&${source()}&jobmetadata=tag%3dweb`,
      `POST /API/job/${body.jobId}/re-run`,
      `POST /API/job/bulk?action=re-run&id=${body.jobId}`,
    ]) {
      const { status, headers } = await ask(line)
      assert.equal(status, 200)
      assert.equal(warnings(headers), UNKNOWN, line)
    }
  })

  it('is named again when the request is repeated with its Idempotency-Key', async () => {
    const line = `POST /API/job?type=TRANSCODE&${source()}&jobmetadata=tag%3dweb`
    for (const _ of [1, 2]) {
      const { headers } = await ask(line, { headers: { 'Idempotency-Key': 'unknown-1' } })
      assert.equal(warnings(headers), UNKNOWN)
    }
  })

  it('is named when the job is refused for a key that is missing', async () => {
    const { status, headers } = await ask('POST /API/job?type=TRANSCODE&jobmetadata=sourceUrl%3da')
    assert.equal(status, 400)
    assert.equal(warnings(headers), 'unknown metadata key "sourceUrl"; did you mean "sourceUri"?')
  })

  it('has a header of its own for each key, in visible ASCII', async () => {
    const { headers } = await start('&jobmetadata=f%c3%a4rg%0d%0aX%3d1')
    assert.equal(warnings(headers), String.raw`${UNKNOWN}, unknown metadata key "f\u00e4rg\u000d\u000aX"`)
  })

  it('has one of at most eleven headers', async () => {
    const more = Array.from({ length: 40 }, (_, at) => `&jobmetadata=k${at}%3d1`).join('')
    const { headers } = await start(more)
    const all = warnings(headers)?.split(', ') ?? []
    assert.equal(all.length, 11)
    assert.equal(all.at(-1), '31 more unknown metadata keys')
  })

  it('has headers of at most 1 500 characters together, however long the keys are', async () => {
    const more = Array.from(
      { length: 10 },
      (_, at) => `&jobmetadata=${at}${'%e4%b8%ad'.repeat(100)}%3d1`,
    ).join('')
    const { status, headers } = await start(more)
    assert.equal(status, 200)
    const all = warnings(headers)?.split(', ') ?? []
    assert.ok(all.join('').length < 1_600, String(all.join('').length))
    assert.equal(all.at(-1), 'more warnings: see the log of the job')
    assert.match(all[1] ?? '', /^unknown metadata key "0(\\u4e2d)+.*\.\.\.$/)
  })

  it('is refused with strictMetadata=true', async () => {
    for (const dryRun of ['', '&dryRun=true']) {
      const { status, body, headers } = await start(`&strictMetadata=true${dryRun}`)
      assert.equal(status, 400)
      assert.deepEqual(body.invalidInput, {
        context: 'tag',
        id: null,
        explanation: 'unknown metadata key “tag”; did you mean “tags”?',
        value: 'tag',
      })
      assert.equal(warnings(headers), undefined)
    }
    const known = await ask(
      `POST /API/job?type=TRANSCODE&strictMetadata=true&${source()}&jobmetadata=app_tag%3dweb`,
    )
    assert.equal(known.status, 200)
    assert.equal(warnings(known.headers), undefined)
  })
})

/** Pausing and resuming the queue and job types, and `GET /job/pause` (Callsheet extensions). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'
import { jobIn } from '../read/job-in-state.ts'

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const ROOT = 'PauseListDocument xmlns="http://xml.vidispine.com/schema/vidispine"'

describe('Pauses of the queue and of job types', () => {
  const served = serving()
  const { ask, rows } = served
  const post = async (path: string) => {
    const { status, text } = await ask(`POST /API${path}`, { by: 'root' })
    assert.deepEqual([status, text], [200, ''])
  }
  const list = async (accept = 'text/plain') => (await ask('GET /job/pause', { accept })).text
  afterEach(() => rows('delete from callsheet.pause returning type'))

  // biome-ignore format: a table
  for (const [what, paths, text] of [
    ['nothing',                         [], ''],
    ['the queue, as *',                 ['/job/pause'], '*\troot\r\n'],
    ['a type',                          ['/jobtype/TRANSCODE/pause'], 'TRANSCODE\troot\r\n'],
    ['the queue before the types',      ['/jobtype/TRANSCODE/pause', '/job/pause'], '*\troot\r\nTRANSCODE\troot\r\n'],
    ['the types in order',              ['/jobtype/TRANSCODE/pause', '/jobtype/COPY_FILE/pause'], 'COPY_FILE\troot\r\nTRANSCODE\troot\r\n'],
    ['one entry for a queue paused twice', ['/job/pause', '/job/pause'], '*\troot\r\n'],
    ['no queue that was resumed',       ['/job/pause', '/jobtype/TRANSCODE/pause', '/job/resume'], 'TRANSCODE\troot\r\n'],
    ['no type that was resumed',        ['/job/pause', '/jobtype/TRANSCODE/pause', '/jobtype/TRANSCODE/resume'], '*\troot\r\n'],
    ['nothing if only resumed',         ['/job/resume', '/jobtype/TRANSCODE/resume'], ''],
  ] as const)
    it(`GET /job/pause lists ${what}`, async () => {
      for (const path of paths) await post(path)
      assert.equal(await list(), text)
    })

  it('GET /job/pause has the element order of the schema in XML and JSON', async () => {
    await post('/job/pause')
    await post('/jobtype/TRANSCODE/pause')
    await rows(`update callsheet.pause set at = '2026-01-01T12:00:00Z' returning type`)
    const at = '2026-01-01T12:00:00.000'
    assert.equal(
      await list('application/xml'),
      `${PROLOG}<${ROOT}><pause><timestamp>${at}Z</timestamp><user>root</user></pause><pause><type>TRANSCODE</type><timestamp>${at}Z</timestamp><user>root</user></pause></PauseListDocument>`,
    )
    const timestamp = `${at}+0000`
    assert.equal(
      await list('application/json'),
      JSON.stringify({
        pause: [
          { timestamp, user: 'root' },
          { type: 'TRANSCODE', timestamp, user: 'root' },
        ],
      }),
    )
  })

  for (const path of ['/job/pause', '/jobtype/TRANSCODE/pause'])
    it(`POST ${path} does not change job states`, async () => {
      const id = await jobIn(served, 'READY')
      await post(path)
      assert.equal((await ask(`GET /job/VX-${id}`, { accept: 'text/plain' })).text, 'READY')
      const [step] = await rows('select state from callsheet.step where job_id = ? and number = 100', [id])
      assert.deepEqual(step, { state: 'READY' })
    })

  for (const what of ['pause', 'resume'])
    it(`POST /jobtype/{type}/${what} is 404 for an unknown type, and pauses nothing`, async () => {
      const { status, body } = await ask(`POST /jobtype/ACME_GONE/${what}`, { by: 'root' })
      assert.deepEqual([status, body.notFound.id], [404, 'ACME_GONE'])
      assert.equal(await list(), '')
    })

  for (const path of ['/job/pause', '/job/resume', '/jobtype/TRANSCODE/pause', '/jobtype/TRANSCODE/resume'])
    it(`POST ${path} needs the role _administrator`, async () => {
      const { status, body } = await ask(`POST ${path}`)
      assert.deepEqual([status, body.forbidden.explanation.includes('_administrator')], [403, true])
      assert.equal(await list(), '')
    })

  it('GET /job/pause needs the role _job_read', async () => {
    assert.equal((await ask('GET /job/pause', { by: 'ann' })).status, 200)
    assert.equal((await ask('GET /job/pause', { by: 'zoe' })).status, 403)
  })
})

/** `GET /job/{job-id}` (wire.md §6.1–6.3, §7.2). */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { type Serving, serving } from '../../serving.ts'

const PROLOG = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const NS = 'xmlns="http://xml.vidispine.com/schema/vidispine"'
const SHORT = ['item', 'outputUri', 'shapeIds', 'transcodeProgress']

describe('GET /job/{job-id}', () => {
  const { ask, job } = serving()
  before(async () => {
    await job({
      metadata: {
        itemId: 'VX-93',
        title: 'é <&>',
        outputUri: 'file:///a',
        transcodeProgress: '4.6708E-6',
        shapeIds: 'VX-1',
      },
    })
    await job({ state: 'FINISHED', user: 'ann' })
    await job(ESSENCE_VERSION)
  })

  it('returns a job without attempts with an empty log', async () => {
    const { text } = await ask('GET /API/job/VX-2')
    assert.equal(
      text,
      '{"jobId":"VX-2","user":"ann","started":"2026-01-01T12:00:00.000+0000","finished":"2026-01-01T12:01:00.000+0000",' +
        '"status":"FINISHED","type":"TRANSCODE","priority":"MEDIUM","data":[],"log":{"task":[]}}',
    )
  })

  it('returns the same in XML, with `log` and without `data`', async () => {
    const { text } = await ask('GET /API/job/VX-2', { accept: 'application/xml' })
    assert.equal(
      text,
      `${PROLOG}<JobDocument ${NS}><jobId>VX-2</jobId><user>ann</user><started>2026-01-01T12:00:00.000Z</started>` +
        '<finished>2026-01-01T12:01:00.000Z</finished><status>FINISHED</status><type>TRANSCODE</type><priority>MEDIUM</priority><log/></JobDocument>',
    )
  })

  for (const path of [
    '/job/VX-1',
    '/job/VX-1/',
    '/API/job/VX-1',
    '/API/job/VX-1;metadata=false',
    '/API/job/VX-1?metadata=',
  ])
    it(`has the default metadata keys, in order, at ${path}`, async () =>
      assert.deepEqual(await keysOf(ask, path), SHORT))

  for (const path of [
    '/job/VX-1?metadata=true',
    '/job/VX-1/?metadata=True',
    '/job/VX-1;metadata=true',
    '/API;metadata=true/job/VX-1',
  ])
    it(`has all metadata at ${path}`, async () =>
      assert.deepEqual(await keysOf(ask, path), [
        'item',
        'itemId',
        'outputUri',
        'shapeIds',
        'title',
        'transcodeProgress',
      ]))

  for (const [file, accept] of [
    ['job-running.xml', 'application/xml'],
    ['job-running.json', 'application/json'],
  ] as const)
    it(`returns a running job as in ${file}`, async () => {
      const { text } = await ask('GET /API/job/VX-41?metadata=true', { accept })
      assert.equal(text, readFileSync(new URL(`../../fixtures/${file}`, import.meta.url), 'utf8').trimEnd())
    })

  it('returns the state as text/plain, without a line break', async () =>
    assert.equal((await ask('GET /API/job/VX-2', { accept: 'text/plain' })).text, 'FINISHED'))

  // biome-ignore format: a table
  for (const id of [
    'VX-999', 'VX-0', 'VX-01', 'VX--1', 'VX-1.0', 'VX-', 'vx-1', 'XX-1', '1', 'abc', 'VX-2147483647', 'VX-2147483648',
    'VX-9999999999999999999999', "VX-1'--", 'VX-1 ', 'VX-١',
  ])
    it(`is 404 for ${JSON.stringify(id)}, in each format`, async () => {
      const path = `GET /API/job/${encodeURIComponent(id)}`
      const [xml, json, text] = await Promise.all(['*/*', 'application/json', 'text/plain'].map((accept) => ask(path, { accept })))
      assert.deepEqual([xml?.status, json?.status, text?.status], [404, 404, 404])
      assert.equal(xml?.text, `${PROLOG}<ExceptionDocument ${NS}><notFound><type>Job</type><id>${id}</id></notFound></ExceptionDocument>`)
      assert.equal(json?.text, `{"notFound":{"type":"Job","id":${JSON.stringify(id)},"context":null},${NULLS}}`)
      assert.equal(text?.text, `404 A resource could not be found\r\nType: Job\r\nID: ${id}\r\n`)
    })

  it('needs the role _job_read', async () =>
    assert.equal((await ask('GET /job/VX-1', { by: 'wim' })).status, 403))

  it('returns jobs of any user', async () =>
    assert.equal((await ask('GET /job/VX-2', { by: 'ann' })).status, 200))
})

const NULLS =
  '"internalServer":null,"forbidden":null,"notYetImplemented":null,"conflict":null,"invalidInput":null,' +
  '"licenseFault":null,"fileAlreadyExists":null,"notAuthorized":null'

async function keysOf(ask: Serving['ask'], path: string): Promise<readonly string[]> {
  const { body } = await ask(`GET ${path}`)
  return (body.data as { key: string }[]).map(({ key }) => key)
}

/** The job of the fixture: it transfers content, in the third of nine steps. */
const ESSENCE_VERSION = {
  id: 41,
  type: 'ESSENCE_VERSION',
  state: 'STARTED',
  started: '2024-05-06T07:08:09.010Z',
  metadata: { item: 'VX-93', sourceUri: 'file:///in/a%20b.mov' },
  steps: [
    { number: 50 },
    {
      number: 100,
      description: 'Setting up.',
      runs: [
        {
          id: 453,
          state: 'FINISHED',
          changed: '2024-05-06T07:08:10.512Z',
          lines: [
            { text: 'Attempt 0 of step 100' },
            { at: '2024-05-06T07:08:10.400Z', text: 'No thumbnail resource defined.' },
            { text: 'for who looks for bugs', level: 'debug' },
          ],
        },
      ],
    },
    {
      number: 200,
      description: 'Transferring content.',
      runs: [
        {
          id: 454,
          state: 'STARTED_ASYNCHRONOUS',
          changed: '2024-05-06T07:08:11.000Z',
          progress: { value: 12_345_678, total: 768_506_239, unit: 'bytes' },
        },
      ],
    },
    ...[300, 400, 500, 600, 700, 800].map((number) => ({ number })),
  ],
} as const

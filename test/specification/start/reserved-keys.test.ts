/** Reserved metadata keys and notification parameters of `POST /job` (wire.md §7.3, §10.1). */
import assert from 'node:assert/strict'
import { serving } from '../../serving.ts'

const TIME_CODE = 'an SMPTE time code such as 10:00:00:00'

// biome-ignore format: a table
const TAKEN: readonly (readonly [key: string, value: string])[] = [
  ['smpteTimeCode',     '10:00:00:00'],
  ['smpteTimeCode',     '00:00:00;02'],
  ['smpteTimeCode',     '23:59:59:119'],
  ['lastSmpteTimeCode', '01:02:03:24'],
  ['checksumMode',      'transfer'],
  ['cerifyPriority',    'LOW'],
  ['cerifyPriority',    'MEDIUM'],
  ['cerifyPriority',    'HIGH'],
]

// biome-ignore format: a table
const REFUSED: readonly (readonly [key: string, value: string, expected: string])[] = [
  ['smpteTimeCode',     '',              TIME_CODE],
  ['smpteTimeCode',     '24:00:00:00',   TIME_CODE],
  ['smpteTimeCode',     '10:60:00:00',   TIME_CODE],
  ['smpteTimeCode',     '10:00:60:00',   TIME_CODE],
  ['smpteTimeCode',     '10:00:00:120',  TIME_CODE],
  ['smpteTimeCode',     '10:00:00',      TIME_CODE],
  ['smpteTimeCode',     '10:00:00.00',   TIME_CODE],
  ['smpteTimeCode',     '10:00:00:00 ',  TIME_CODE],
  ['smpteTimeCode',     '10:00:00:00\n', TIME_CODE],
  ['smpteTimeCode',     '36000',         TIME_CODE],
  ['lastSmpteTimeCode', 'end',           TIME_CODE],
  ['checksumMode',      'copy',          'transfer'],
  ['checksumMode',      'TRANSFER',      'transfer'],
  ['cerifyPriority',    'HIGHEST',       'one of LOW, MEDIUM, HIGH'],
  ['cerifyPriority',    'low',           'one of LOW, MEDIUM, HIGH'],
]

describe('POST /job', () => {
  const { api, ask, rows } = serving()
  const path = () =>
    `/job?type=TRANSCODE&jobmetadata=sourceUri%3d${api().mediaRoot}/a.mov&jobmetadata=tags%3dlowres`

  for (const [key, value] of TAKEN)
    it(`accepts and stores ${key}=${value}`, async () => {
      const { body, text } = await ask(`POST ${path()}&jobmetadata=${key}%3d${encodeURIComponent(value)}`)
      const { body: kept } = await ask(`GET /job/${body.jobId}?field=${key}`)
      assert.deepEqual(kept.data, [{ key, value }], text)
    })

  for (const [key, value, expected] of REFUSED)
    it(`refuses ${key}=${JSON.stringify(value)} in the query and in the body`, async () => {
      const body = JSON.stringify({ field: [{ key, value }] })
      for (const answer of [
        await ask(`POST ${path()}&jobmetadata=${key}%3d${encodeURIComponent(value)}`),
        await ask(`POST ${path()}`, { type: 'application/json', body }),
      ]) {
        const explanation = `expected ${expected}, got “${value}”`
        assert.deepEqual(
          [answer.status, answer.body.invalidInput],
          [400, { context: key, id: null, explanation, value }],
        )
      }
    })

  it('refuses a time code for presets that copy their streams', async () => {
    const answer = await ask(
      `POST ${path().replace('lowres', 'original')}&jobmetadata=smpteTimeCode%3d10:00:00:00`,
    )
    const explanation = 'preset “original” copies its streams, which cannot be cut at any frame'
    const refused = { context: 'smpteTimeCode', id: null, explanation, value: '10:00:00:00' }
    assert.deepEqual([answer.status, answer.body.invalidInput], [400, refused])
  })

  it('refuses them in a re-run, too', async () => {
    const { body } = await ask(`POST ${path()}`)
    await rows("insert into callsheet.metadata (job_id, key, value) values (?, 'checksumMode', 'copy')", [
      Number(body.jobId.slice(3)),
    ])
    const answer = await ask(`POST /job/${body.jobId}/re-run`)
    assert.deepEqual([answer.status, answer.body.invalidInput.context], [400, 'checksumMode'])
  })

  for (const notification of ['VX-5', '5', 'none'])
    it(`is 404 for the unknown notification ${notification}`, async () => {
      const { status, body } = await ask(`POST ${path()}&notification=${notification}`)
      assert.deepEqual(
        [status, body.notFound],
        [404, { type: 'Notification', id: notification, context: null }],
      )
    })

  // biome-ignore format: a table
  for (const [sent, kept] of [
    ['',                                                         []],
    ['&notification=&notificationData=',                         []],
    ['&notificationData=a%3d1,2',                                ['a=1,2']],
    ['&notificationData=b%3d2&notificationData=a&notificationData=b%3d2', ['b=2', 'a', 'b=2']],
  ] as const)
    it(`stores the notification data of ${sent || 'no parameter'}`, async () => {
      const { body } = await ask(`POST ${path()}${sent}`)
      const found = await rows('select notification_data as data from callsheet.job where id = ?', [Number(body.jobId.slice(3))])
      assert.deepEqual(found, [{ data: kept }])
    })
})

/** The outputs of a job: listed, and served to credentials and tickets (Callsheet extensions). */
import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { siteId } from '../../../schema/ids.ts'
import { dispositionOf, mediaTypeOf } from '../../../server/job/output/media-type.ts'
import { rangeOf } from '../../../server/job/output/range.ts'
import { serving } from '../../serving.ts'

const MADE = '0123456789'

describe('The outputs of a job', () => {
  const { api, ask, job } = serving()
  const path = (name: string) => join(api().mediaRoot, name)
  const uri = (name: string) => pathToFileURL(path(name)).href

  /** A finished transcode with these files as the result of its check. */
  const transcode = async (...uris: readonly string[]) => {
    const result = uris.map((one) => ({
      tag: 'web',
      uri: one,
      size: 10,
      sha256: '',
      media: { durationS: 8.5 },
    }))
    const finished = (number: number, name: string, more: unknown) => ({
      ...{ number, name, result: more, runs: [{ state: 'FINISHED' as const }] },
    })
    const source = { path: path('in.mp4'), media: { durationS: 9 } }
    const steps = [finished(100, 'probe-file', source), finished(300, 'check-output', result)]
    // What a client claims is no output.
    const metadata = { outputUri: uri('secret.mp4'), result: '{}' }
    return siteId(await job({ state: 'FINISHED', metadata, steps }))
  }
  before(async () => {
    await mkdir(path('out'))
    await writeFile(path('out/ü 1.mp4'), MADE)
    await writeFile(path('secret.mp4'), 'secret')
    await writeFile(join(api().dataDir, 'outside.mp4'), 'outside')
    await symlink(path('secret.mp4'), path('out/link.mp4'))
    await symlink(api().dataDir, path('away'))
  })

  it('are listed with their size, duration, type and link', async () => {
    const id = await transcode(uri('out/ü 1.mp4'), uri('out/gone.mp4'))
    const { body } = await ask(`GET /API/job/${id}/output`)
    assert.deepEqual(body.source, { uri: uri('in.mp4'), duration: 9 })
    assert.match(body.output[0].link, new RegExp(`^http://[^/]+/API/job/${id}/output/1$`))
    const { link: _, ...first } = body.output[0]
    assert.deepEqual(first, {
      ...{ number: 1, uri: uri('out/ü 1.mp4'), name: 'ü 1.mp4', label: 'web', mediaType: 'video/mp4' },
      ...{ size: 10, duration: 8.5, partial: false, available: true },
    })
    assert.deepEqual([body.output[1].available, body.output[1].size], [false, undefined])
    const { text } = await ask(`GET /API/job/${id}/output`, { accept: 'text/plain' })
    assert.match(text, new RegExp(`^http://\\S+/API/job/${id}/output/1\r\nhttp://\\S+/2\r\n$`))
  })

  it('are none while no step has recorded any', async () => {
    const id = siteId(await job({ metadata: { outputUri: uri('secret.mp4') } }))
    assert.deepEqual((await ask(`GET /API/job/${id}/output`)).body, { output: [] })
    assert.equal((await ask(`GET /API/job/${id}/output/1`)).status, 404)
  })

  // biome-ignore format: a table
  for (const [range, status, text, contentRange] of [
    [undefined,     200, MADE,   undefined],
    ['bytes=2-4',   206, '234',  'bytes 2-4/10'],
    ['bytes=7-',    206, '789',  'bytes 7-9/10'],
    ['bytes=-2',    206, '89',   'bytes 8-9/10'],
    ['bytes=10-',   416, '',     'bytes */10'],
  ] as const)
    it(`answers ${status} to ${range ?? 'no range'}`, async () => {
      const id = await transcode(uri('out/ü 1.mp4'))
      const answer = await ask(`GET /API/job/${id}/output/1`, { headers: range === undefined ? {} : { range } })
      assert.deepEqual([answer.status, answer.headers['content-range']], [status, contentRange])
      assert.equal(Buffer.from(answer.body).toString() || answer.text || '', text)
    })

  it('are sent with headers that let a browser run nothing', async () => {
    const id = await transcode(uri('out/ü 1.mp4'))
    for (const method of ['GET', 'HEAD']) {
      const { headers, status } = await ask(`${method} /API/job/${id}/output/1`)
      assert.equal(status, 200)
      assert.equal(headers['content-length'], '10')
      assert.equal(headers['content-type'], 'video/mp4')
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.match(headers['content-security-policy'] ?? '', /^sandbox; default-src 'none';/)
      assert.equal(
        headers['content-disposition'],
        `inline; filename="_ 1.mp4"; filename*=UTF-8''%C3%BC%201.mp4`,
      )
    }
    const { headers } = await ask(`GET /API/job/${id}/output/1?download=true`)
    assert.match(headers['content-disposition'] ?? '', /^attachment/)
  })

  // biome-ignore format: a table
  for (const [what, name] of [
    ['a file outside the media roots',          () => pathToFileURL(join(api().dataDir, 'outside.mp4')).href],
    ['a file behind a link to a folder',        () => uri('away/outside.mp4')],
    ['a link to a file',                        () => uri('out/link.mp4')],
    ['a folder',                                () => uri('out')],
    ['a path with “..”',                        () => `${uri('out')}/../secret.mp4`],
    ['another scheme',                          () => 'http://example.com/a.mp4'],
    ['a file that does not exist',              () => uri('out/gone.mp4')],
  ] as const)
    it(`do not serve ${what}`, async () => {
      const id = await transcode(name())
      const { status, body } = await ask(`GET /API/job/${id}/output/1`)
      assert.deepEqual([status, body.notFound?.type, body.notFound?.id], [404, 'Output', `${id}/1`])
    })

  for (const number of ['0', '2', '01', 'one', '%2e%2e', '99999999999'])
    it(`have no number ${number}`, async () => {
      const id = await transcode(uri('out/ü 1.mp4'))
      assert.equal((await ask(`GET /API/job/${id}/output/${number}`)).status, 404)
    })

  // biome-ignore format: a table
  for (const [by, status] of [['ann', 200], ['wim', 403], ['zoe', 403], ['gone', 401], ['nobody', 401]] as const)
    it(`answer ${status} to ${by}, also for a job that does not exist`, async () => {
      const id = await transcode(uri('out/ü 1.mp4'))
      assert.equal((await ask(`GET /API/job/${id}/output/1`, { by })).status, status)
      assert.equal((await ask(`GET /API/job/${id}/output`, { by })).status, status)
      assert.equal((await ask('GET /API/job/VX-4711/output/1', { by })).status, status === 200 ? 404 : status)
    })

  it('are served to a ticket, for any number of requests, but only those of its job', async () => {
    const [id, other] = [await transcode(uri('out/ü 1.mp4')), await transcode(uri('out/ü 1.mp4'))]
    const { text: ticket } = await ask(`POST /API/job/${id}/output/ticket`, {
      by: 'ann',
      accept: 'text/plain',
    })
    const byTicket = (path: string) => ask(`GET /API${path}?ticket=${ticket}`, { by: 'nobody' })
    for (const _ of [1, 2]) assert.equal((await byTicket(`/job/${id}/output/1`)).status, 200)
    assert.equal((await byTicket(`/job/${other}/output/1`)).status, 401)
    assert.equal((await byTicket(`/job/${id}/output`)).status, 401, 'the list needs credentials')
    assert.equal(
      (await ask(`GET /API/stream?ticket=${ticket}`, { accept: 'text/event-stream', by: 'nobody' })).status,
      401,
    )
    const stream = await ask('POST /API/stream/ticket', { by: 'ann', accept: 'text/plain' })
    assert.equal(
      (await ask(`GET /API/job/${id}/output/1?ticket=${stream.text}`, { by: 'nobody' })).status,
      401,
    )
  })

  it('are no longer served to a ticket that has expired', async () => {
    const id = await transcode(uri('out/ü 1.mp4'))
    const { text: ticket } = await ask(`POST /API/job/${id}/output/ticket`, { accept: 'text/plain' })
    await api().test.database.em.fork().execute(`update callsheet.stream_ticket set expires = now()`)
    assert.equal((await ask(`GET /API/job/${id}/output/1?ticket=${ticket}`, { by: 'nobody' })).status, 401)
  })

  it('give no ticket to a caller without the role', async () => {
    const id = await transcode(uri('out/ü 1.mp4'))
    assert.equal((await ask(`POST /API/job/${id}/output/ticket`, { by: 'zoe' })).status, 403)
  })
})

// biome-ignore format: a table
const RANGES = [
  ['', 10, 'all'], ['bytes=0-0', 10, { from: 0, to: 0 }], ['bytes=3-99', 10, { from: 3, to: 9 }],
  ['bytes=-99', 10, { from: 0, to: 9 }], ['bytes=-0', 10, 'unsatisfiable'], ['bytes=0-', 0, 'unsatisfiable'],
  ['bytes=4-2', 10, 'all'], ['bytes=0-1,3-4', 10, 'all'], ['lines=0-1', 10, 'all'], ['bytes=-', 10, 'all'],
] as const

describe('A range', () => {
  for (const [header, size, range] of RANGES)
    it(`“${header}” of ${size} bytes is ${JSON.stringify(range)}`, () =>
      assert.deepEqual(rangeOf(header, size), range))
})

// biome-ignore format: a table
const TYPES = [
  ['a.MP4', 'video/mp4', 'inline'], ['a.jpg', 'image/jpeg', 'inline'], ['a.wav', 'audio/wav', 'inline'],
  ['a.svg', 'application/octet-stream', 'attachment'], ['a.html', 'application/octet-stream', 'attachment'],
  ['a.mxf', 'application/mxf', 'attachment'], ['a', 'application/octet-stream', 'attachment'],
] as const

describe('The name of an output', () => {
  for (const [name, type, how] of TYPES)
    it(`${name} makes it ${type}, ${how}`, () => {
      assert.equal(mediaTypeOf(name), type)
      assert.match(dispositionOf(name, false), new RegExp(`^${how};`))
    })
  it('cannot break out of its header', () => {
    assert.equal(
      dispositionOf('a"\r\n\\%(1)*.mp4', true),
      `attachment; filename="a_____(1)*.mp4"; filename*=UTF-8''a%22%0D%0A%5C%25%281%29%2a.mp4`,
    )
  })
})

/** Requests on storages and files at the same time: each is answered as if it came alone. */
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { serving } from '../../serving.ts'
import type { Body } from '../import/importing.ts'

const JSON_BODY = { type: 'application/json' }
const TEN = Array.from({ length: 10 }, (_, at) => at)

describe('Requests on storages at once:', () => {
  const { api, ask } = serving()
  let id = ''
  before(async () => {
    const made = await send('POST /storage', { method: [{ uri: root() }] })
    assert.equal(made.status, 200, made.text)
    id = made.body.id
  })
  const root = () => pathToFileURL(api().mediaRoot).href
  const send = (line: string, body?: object, how = JSON_BODY) =>
    ask(line.replace(' /', ' /API/'), {
      by: 'root',
      ...(body && { ...how, body: JSON.stringify(body) }),
    })
  const tenTimes = (line: string, body?: (at: number) => object) =>
    Promise.all(TEN.map(async (at) => send(line, body?.(at))))
  const statuses = (answers: readonly Body[]) => answers.map(({ status }) => status).toSorted()
  const oneOf = (least: number) => [least, ...TEN.slice(1).map(() => 409)]

  it('one of those that register a path registers it', async () => {
    assert.deepEqual(statuses(await tenTimes(`POST /storage/${id}/file?path=new.mov`)), oneOf(200))
  })

  it('without createOnly, all get the same file', async () => {
    const answers = await tenTimes(`POST /storage/${id}/file?path=same.mov&createOnly=false`)
    assert.deepEqual([...new Set(answers.map((one: Body) => `${one.status} ${one.body.id}`))].length, 1)
  })

  it('one of those that write a file writes it', async () => {
    const upload = { type: 'application/octet-stream' }
    const line = `POST /storage/${id}/file/data?path=up.mov`
    const answers = await Promise.all(TEN.map(async (at) => send(line, { at }, upload)))
    assert.deepEqual(statuses(answers), oneOf(200))
  })

  it('one of the files that are given a path gets it', async () => {
    const files = await Promise.all(TEN.map(async (at) => send(`POST /storage/${id}/file?path=from${at}`)))
    const answers = await Promise.all(
      files.map(async ({ body }) => send(`POST /file/${body.id}/path?path=to.mov`)),
    )
    assert.deepEqual(statuses(answers), oneOf(200))
  })

  it('each of the values that are set at once is kept', async () => {
    await tenTimes(`PUT /storage/${id}/metadata`, (at) => ({ field: [{ key: `k${at}`, value: 'v' }] }))
    const { body } = await send(`GET /storage/${id}/metadata`)
    assert.deepEqual(
      body.field.map(({ key }: { key: string }) => key).toSorted(),
      TEN.map((at) => `k${at}`),
    )
  })

  it('a method that several add is one', async () => {
    const answers = await tenTimes(`PUT /storage/${id}`, () => ({ method: [{ uri: `${root()}/two/` }] }))
    assert.deepEqual(new Set(statuses(answers)), new Set([200]))
    assert.equal(answers[0]?.body.method.length, 2)
    const [first] = answers[0]?.body.method ?? []
    const taken = await send(
      `PUT /storage/${id}/method/${first.id}?url=${encodeURIComponent(`${root()}/two/`)}`,
    )
    assert.equal(taken.status, 409)
  })
})

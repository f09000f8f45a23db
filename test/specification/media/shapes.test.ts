/** Shapes and their components (wire-media.md §4.1). */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { readJson } from '../../../schema/codec/json/json.ts'
import { ShapeDocument } from '../../../schema/documents/shape.ts'
import { factsOfEssence } from '../../../schema/shapes/facts-of-essence.ts'
import { serving } from '../../serving.ts'
import { file, item, json, shape } from './registry.ts'

describe('Shapes', () => {
  const served = serving()
  const { ask } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })

  it('are created empty', async () => {
    const id = await item(served)
    const { body } = await root(`POST /item/${id}/shape/create`, json({ id: 'VX' }))
    assert.deepEqual({ ...body, id: '' }, { id: '', essenceVersion: 0, tag: [] })
  })

  it('are listed by tag, version, and whether they are placeholders', async () => {
    const id = await item(served)
    const original = await shape(served, id)
    const lowres = await shape(served, id, { tags: ['lowres'] })
    const second = await shape(served, id, { essenceVersion: 1 })
    const made = await root(`POST /item/${id}/shape/placeholder?tag=x&container=1`, {
      ...json({ field: [{ key: 'a', value: 'b' }] }),
      accept: 'text/plain',
    })
    const placeholder = made.text
    assert.match(placeholder, /^VX-\d+$/)
    // biome-ignore format: a table
    for (const [query, expected] of [
      ['',                              [second]],
      ['version=all',                   [original, lowres, second]],
      ['version=0',                     [original, lowres]],
      ['version=latest-per-shapetag',   [lowres, second]],
      ['version=0&tag=lowres',          [lowres]],
      ['tag=none',                      undefined],
      ['placeholder=true',              [placeholder]],
      ['version=all&placeholder=all',   [original, lowres, second, placeholder]],
    ] as const)
      assert.deepEqual((await root(`GET /item/${id}/shape?${query}`)).body, expected ? { uri: expected } : {}, query)
    const text = await root(`GET /item/${id}/shape;version=0`, { accept: 'text/plain' })
    assert.equal(text.text, `${original}\r\n${lowres}\r\n`)
    const { uri } = (await root(`GET /item/${id}/shape?url=true`)).body
    assert.match(uri[0], new RegExp(`^http://.+/API/item/${id}/shape/${second}$`))
    const { version } = (await root(`GET /item/${id}/shape/version`)).body
    assert.deepEqual(
      version.map((one: { id: number }) => one.id),
      [0, 1],
    )
    const moved = await root(`POST /item/${id}/shape/${original}/version`)
    assert.equal(moved.body.essenceVersion, 2)
  })

  it('are 404 shape, also under another item', async () => {
    const [one, other] = [await item(served), await item(served)]
    const sid = await shape(served, one)
    for (const path of [`${one}/shape/VX-1000000`, `${one}/shape/x`, `${other}/shape/${sid}`])
      assert.equal((await root(`GET /item/${path}`)).body.notFound.type, 'shape')
    assert.equal((await root(`GET /item/VX-1000000/shape/${sid}`)).body.notFound.type, 'Item')
  })

  it('are deleted, and the last one leaves nothing', async () => {
    const id = await item(served)
    const [one, two] = [await shape(served, id), await shape(served, id)]
    assert.deepEqual((await root(`DELETE /item/${id}/shape/${one}`)).body, { uri: [two] })
    assert.deepEqual((await root(`DELETE /item/${id}/shape/${two}`)).body, {})
    const all = await root(`DELETE /item/${id}/shape/`)
    assert.deepEqual([all.status, all.text], [204, ''])
  })

  it('have tags, which the item has, too', async () => {
    const id = await item(served)
    const path = `/item/${id}/shape/${await shape(served, id, { tags: ['lowres'] })}`
    await root(`PUT ${path}/tag/web`)
    await root(`PUT ${path}/tag/web`)
    assert.deepEqual((await root(`GET ${path}/tag`)).body, { uri: ['lowres', 'web'] })
    const { metadata: shown } = (await root(`GET /item/${id}?content=metadata&field=shapeTag`)).body
    assert.deepEqual(shown.timespan[0].field[0].value, [{ value: 'lowres' }, { value: 'web' }])
    assert.deepEqual((await root(`GET /item/${id}?content=shape&tag=web`)).body.shape[0].tag, [
      'web',
      'lowres',
    ])
    await root(`DELETE ${path}/tag/web`)
    assert.deepEqual((await root(`GET ${path}/tag`)).body, { uri: ['lowres'] })
    await root(`PUT ${path}/mime/video%2Fmp4`)
    assert.deepEqual((await root(`GET ${path}/mime`)).body, { uri: ['video/mp4'] })
    assert.equal((await root(`PUT ${path}/metadata`, json({ field: [{ key: 'a', value: 'b' }] }))).text, '')
    assert.equal((await root(`GET ${path}/metadata/a`, { accept: 'text/plain' })).text, 'b')
  })

  it('have components with the same file in each', async () => {
    const id = await item(served)
    const at = await file(served, { uri: `file:///srv/${id}.mp4` })
    const example = readFileSync('schema/documents/examples/ShapeDocument.json', 'utf8')
    const create = (body: string) =>
      root(`POST /item/${id}/shape/create?tag=web`, { type: 'application/json', body })
    const unknown = (await create(example.replaceAll('"VX-31"', '"VX-1000000"'))).body
    assert.deepEqual([unknown.notFound.type, unknown.notFound.id], ['File', 'VX-1000000'])
    const made = await create(example.replaceAll('"VX-31"', `"VX-${at}"`))
    assert.deepEqual(made.body.tag, ['lowres', 'web'])
    const path = `/item/${id}/shape/${made.body.id}`
    const again = (await create(example.replaceAll('"VX-31"', `"VX-${at}"`))).body
    assert.match(again.invalidInput.explanation, /belongs to an item \[VX-\d+\]$/)
    assert.deepEqual((await root(`GET /item/${id}/shape`)).body, { uri: [made.body.id] })
    const { body } = await root(`GET ${path}`)
    for (const part of [body.containerComponent, ...body.audioComponent, ...body.videoComponent]) {
      assert.deepEqual(
        part.file.map((one: { id: string }) => one.id),
        [`VX-${at}`],
      )
      assert.match(part.id, /^VX-\d+$/)
    }
    const sent = JSON.parse(example)
    assert.deepEqual(body.videoComponent[0].resolution, sent.videoComponent[0].resolution)
    assert.equal((await root(`GET ${path}/file`)).body.file[0].uri[0], `file:///srv/${id}.mp4`)
    const other = await root(`POST /item/${id}/shape/create`, json({ tag: ['x'] }))
    const { videoComponent } = body
    const moved = await root(
      `POST ${path}/component/${videoComponent[0].id}/move/item/${id}/shape/${other.body.id}`,
    )
    assert.equal(moved.body.videoComponent.length, 1, moved.text)
    assert.equal((await root(`GET ${path}`)).body.videoComponent, undefined)
    const taken = await root(
      `PUT /item/${id}/shape/${other.body.id}/component/${moved.body.videoComponent[0].id}/file/VX-${at}`,
    )
    assert.equal(taken.status, 400)
  })

  it('tell the facts of their item', () => {
    const example = readJson(
      ShapeDocument,
      readFileSync('schema/documents/examples/ShapeDocument.json', 'utf8'),
    )
    const facts = factsOfEssence(example, { uri: 'https://host/a.mov?sig=secret', filename: 'a.mov' })
    assert.deepEqual(
      [facts['mediaType'], facts['originalUri'], facts['originalFilename']],
      ['video', 'https://host/a.mov', 'a.mov'],
    )
    assert.match(String(facts['durationSeconds']), /^\d+\.\d+$/)
    const start = { startTimecode: 982500, timeCodeTimeBase: { numerator: 1, denominator: 25 } }
    const timed = factsOfEssence({ mimeType: [], containerComponent: { metadata: [], ...start } })
    assert.deepEqual([timed['startTimeCode'], timed['startSeconds']], ['982500@PAL', '39300.0'])
    assert.equal(
      factsOfEssence({ mimeType: ['text/plain'], binaryComponent: [{ metadata: [] }] })['mediaType'],
      'data',
    )
  })
})

/** Items and their files: the requests of wire-media.md §10 and the parameters of §2.2. */
import assert from 'node:assert/strict'
import { pathToFileURL } from 'node:url'
import { serving } from '../../serving.ts'
import { file, item, json, metadata, shape, valuesIn } from './registry.ts'

describe('Items', () => {
  const served = serving()
  const { ask, rows } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })
  const stateOf = async (id: number) => {
    const [row] = await rows<{ state: string }>('select state from callsheet.file where id = ?', [id])
    return row?.state
  }

  it('are only their id without content', async () => {
    const id = await item(served)
    assert.equal((await root(`GET /item/${id}`)).text, `{"id":"${id}"}`)
  })

  it('are 404 item when they are deleted, and Item everywhere else', async () => {
    const id = await item(served)
    const gone = await root(`DELETE /item/${id}`)
    assert.deepEqual([gone.status, gone.headers['content-length']], [200, '0'])
    assert.equal((await root(`GET /item/${id}`)).body.notFound.type, 'item')
    for (const line of ['GET /metadata', 'DELETE ', 'GET /shape', 'GET /relation', 'PUT /re-index'])
      assert.deepEqual((await root(line.replace(' ', ` /item/${id}`))).body.notFound, {
        type: 'Item',
        id,
        context: null,
      })
  })

  it('have the metadata of a placeholder while nothing is imported', async () => {
    const id = await item(served, { metadata: metadata({ title: 'x' }) })
    await shape(served, id, { expected: { container: 1 } })
    const { metadata: shown } = (await root(`GET /item/${id}?content=metadata`)).body
    const values = valuesIn(shown)
    assert.deepEqual([values['mediaType'], values['shapeTag']], [['none'], ['original']])
    assert.deepEqual([values['__shape_size'], values['__placeholder_shape_size']], [['0'], ['1']])
    const user = shown.timespan[0].field.find((one: { name: string }) => one.name === 'user')
    assert.deepEqual(user, { name: 'user', value: [{ value: 'root' }] })
  })

  it('have external ids, which stand for their own in every path', async () => {
    const id = await item(served)
    const ext = `mam:clip ${id}`
    const path = `/item/${id}/external-id/${encodeURIComponent(ext)}`
    assert.equal((await root(`PUT ${path}?namespace=mam`)).status, 200)
    const entry = { entityId: id, entityType: 'Item', namespace: 'mam', externalId: ext }
    assert.deepEqual((await root(`GET /item/${id}?content=external`)).body.externalId, [entry])
    assert.equal((await root(`GET /item/${encodeURIComponent(ext)}`)).body.id, id)
    const other = await item(served)
    assert.equal((await root(`PUT ${path.replace(id, other)}`)).status, 409)
    assert.equal((await root(`PUT /item/${id}/external-id/VX-1`)).status, 400)
    assert.equal((await root(`DELETE ${path}`)).status, 200)
    assert.equal((await root(`DELETE ${path}`)).status, 404)
  })

  describe('with files', () => {
    const withFile = async (tag: string, on?: { storage: number; path: string }) => {
      const id = await item(served)
      const at = await file(served, { uri: `file:///srv/${id}/a%20b.mov`, ...on })
      await shape(served, id, {
        ...{ tags: [tag], files: [at] },
        components: [{ kind: 'container', position: 0, facts: { format: 'mov,mp4' }, metadata: {} }],
      })
      return { id, file: at }
    }

    it('show their URIs and shapes', async () => {
      const root_ = `${pathToFileURL(served.api().mediaRoot).href}/`
      const made = await root('POST /storage', json({ method: [{ uri: root_ }] }))
      const storage = Number(made.body.id.slice(3))
      const { id } = await withFile('original', { storage, path: 'in/a b.mov' })
      const { files, shape: shapes } = (await root(`GET /item/${id}?content=uri,shape`)).body
      assert.deepEqual(files.uri, [`${root_}in/a%20b.mov`])
      assert.deepEqual(shapes[0].containerComponent.file[0].uri, files.uri)
      assert.equal(shapes[0].containerComponent.file[0].storage, made.body.id)
      for (const [query, count] of [
        ['type=mp4', 1],
        ['uriType=avi', 0],
        ['scheme=http,file', 1],
        ['scheme=http', 0],
        ['tag=lowres', 0],
        [`storage=${made.body.id}`, 1],
        ['methodType=AUTO', 1],
      ] as const)
        assert.equal(((await root(`GET /item/${id}/uri?${query}`)).body.uri ?? []).length, count, query)
      const { metadata: shown } = (await root(`GET /item/${id}?content=metadata&field=__storage*`)).body
      assert.deepEqual(valuesIn(shown)['__storage_original'], [made.body.id])
    })

    // biome-ignore format: a table
    for (const [query, state] of [
      ['',                                               'TO_BE_DELETED'],
      ['keepShapeTagMedia=*',                            'CLOSED'],
      ['keepShapeTagStorage=*',                          'CLOSED'],
      ['keepShapeTagMedia=original',                     'CLOSED'],
      ['keepShapeTagMedia=lowres',                       'TO_BE_DELETED'],
      ['keepShapeTagStorage=VX-999',                     'TO_BE_DELETED'],
      ['keepShapeTagMedia=original&keepShapeTagStorage=VX-999', 'TO_BE_DELETED'],
    ] as const)
      it(`leave them ${state} when they are deleted with ${query || 'nothing to keep'}`, async () => {
        const { id, file: at } = await withFile('original')
        assert.equal((await root(`DELETE /item?id=${id},VX-999999&${query}`)).status, 200)
        assert.equal(await stateOf(at), state)
        assert.equal((await root(`GET /item/${id}`)).status, 404)
      })

    it('keep a file that another item has', async () => {
      const { id, file: at } = await withFile('original')
      const other = await item(served)
      await shape(served, other, {
        files: [at],
        components: [{ kind: 'binary', position: 0, facts: {}, metadata: {} }],
      })
      await root(`DELETE /item/${id}`)
      assert.equal(await stateOf(at), 'CLOSED')
      await root(`DELETE /item/${other}/shape`)
      assert.equal(await stateOf(at), 'TO_BE_DELETED')
    })
  })

  it('show only what the roles of the caller permit', async () => {
    const id = await item(served)
    assert.equal((await ask(`GET /item/${id}`, { by: 'ann' })).status, 403)
  })
})

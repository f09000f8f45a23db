/** Collections and fields, and what this server does not have (wire-media.md §§2.7, 7.1). */
import assert from 'node:assert/strict'
import type { EntityManager } from '@mikro-orm/postgresql'
import { addEntry } from '../../../schema/queries/media/collections.ts'
import { transaction } from '../../../schema/sql/transaction.ts'
import { LACKING } from '../../../server/not-implemented/resources.ts'
import { OPERATIONS } from '../../../server/operations.ts'
import { serving } from '../../serving.ts'
import { item, json, metadata, shape } from './registry.ts'

describe('Collections', () => {
  const served = serving()
  const { ask } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })

  it('have a name, items and other collections', async () => {
    const [outer, inner] = [
      (await root('POST /collection?name=c')).body,
      (await root('POST /collection')).body,
    ]
    assert.deepEqual(Object.keys(outer), ['loc', 'id', 'name'])
    assert.match(outer.loc, /^http:.+\/API\/collection\/VX-\d+$/)
    const [one, two] = [await item(served, { metadata: metadata({ title: 'x' }) }), await item(served)]
    await root(`PUT /collection/${outer.id}/${one}?type=item`)
    await root(`PUT /collection/${outer.id}/${inner.id}?type=collection`)
    await root(`PUT /collection/${inner.id}/${two}`)
    assert.equal((await root(`PUT /collection/${inner.id}/${outer.id}?type=collection`)).status, 409)
    const { body } = await root(`GET /collection/${outer.id}`)
    assert.match(body.loc, new RegExp(`/API/collection/${outer.id}/$`))
    assert.deepEqual(
      body.content.map(({ id, type }: { id: string; type: string }) => [id, type]),
      [
        [one, 'item'],
        [inner.id, 'collection'],
      ],
    )
    assert.deepEqual((await root(`GET /collection/${outer.id}/item`)).body, { hits: 1, item: [{ id: one }] })
    assert.deepEqual((await root(`GET /collection/${outer.id}/item?children=true&number=1&first=2`)).body, {
      hits: 2,
      item: [{ id: two }],
    })
    assert.deepEqual((await root(`GET /item/${two}/collections`)).body, { uri: [inner.id] })
    const { terse } = (await root(`GET /item/${two}?content=metadata&terse=true&field=__*collection*`)).body
    assert.deepEqual(
      [terse.__collection_size[0].value, terse.__ancestor_collection[0].value],
      ['1', outer.id],
    )
    assert.deepEqual(
      (await root(`PUT /item`, json({ field: [{ name: '__collection', value: outer.id }] }))).body.item.map(
        ({ id }: { id: string }) => id,
      ),
      [one],
    )
    await root(`DELETE /item/${one}`)
    assert.equal((await root(`GET /collection/${outer.id}/item`)).body.hits, 0)
  })

  it('are not in each other, however many are added at once', async () => {
    const ids = [0, 1, 2, 3].map(async () => (await root('POST /collection')).body.id as string)
    const [a = '', b = '', c = '', d = ''] = await Promise.all(ids)
    await root(`PUT /collection/${b}/${c}?type=collection`)
    await root(`PUT /collection/${d}/${a}?type=collection`)
    const add = (tx: EntityManager, outer: string, inner: string) =>
      addEntry(tx, { collection: Number(outer.slice(3)), kind: 'collection', id: Number(inner.slice(3)) })
    const fork = () => served.api().test.database.em.fork()
    const second = await transaction(fork(), async (tx) => {
      assert.equal(await add(tx, a, b), 'added')
      const waiting = transaction(fork(), (other) => add(other, c, d))
      await new Promise((resolve) => setTimeout(resolve, 100))
      return { waiting }
    })
    assert.equal(await second.waiting, 'circle')
  })

  it('are listed, the newest first, renamed and deleted', async () => {
    const made = (await root('POST /collection?name=a')).body.id
    await root(`PUT /collection/${made}/rename?name=b`)
    const { hits, collection } = (await root('GET /collection?number=1')).body
    assert.deepEqual([collection.length, collection[0].id, collection[0].name], [1, made, 'b'])
    assert.ok(hits > 1)
    const put = await root(
      `PUT /collection/${made}/metadata`,
      json({ timespan: [{ field: [{ name: 'title', value: 'x' }] }] }),
    )
    assert.deepEqual(Object.keys(put.body), ['revision', 'timespan'])
    const many = await root(`DELETE /collection?id=${made},VX-999999`)
    assert.deepEqual([many.status, many.text], [200, ''])
    assert.equal((await root(`GET /collection/${made}`)).body.notFound.type, 'Collection')
  })

  it('of fields are groups, which forms are made of', async () => {
    await root(
      'PUT /metadata-field/tint',
      json({ type: 'integer', defaultValue: '3', data: [{ key: 'label', value: 'Tint' }] }),
    )
    await root('PUT /metadata-field/field-group/Film/tint')
    assert.equal((await root('GET /metadata-field/field-group/Film')).status, 404)
    await root('PUT /metadata-field/field-group/Film')
    await root('PUT /metadata-field/field-group/Film/tint')
    assert.deepEqual((await root('GET /metadata-field/field-group/Film')).body, {
      name: 'Film',
      field: [{ name: 'tint' }],
      origin: 'VX',
    })
    const { field } = (await root('GET /metadata-field')).body
    assert.deepEqual(field.find(({ name }: { name: string }) => name === 'tint').data, [
      { key: 'label', value: 'Tint' },
    ])
    assert.equal((await root('PUT /metadata-field/itemId')).status, 400)
    assert.equal((await root('DELETE /metadata-field/none')).body.notFound.type, 'metadata-field')
  })
})

describe('What this server does not have', () => {
  const served = serving()
  const { ask } = served
  const root = (line: string, how = {}) => ask(line, { by: 'root', ...how })

  it('is an empty list, and a change of it is 501 with its name', async () => {
    const id = await item(served)
    const { id: collection } = (await root('POST /collection')).body
    const sid = await shape(served, id)
    const at = (path: string) =>
      path
        .replace(':itemId', id)
        .replace(':collectionId', collection)
        .replace(':shapeId', sid)
        .replaceAll(/:\w+/g, 'x')
    for (const { path, list, changes } of LACKING) {
      if (list !== undefined) {
        const { status, text } = await root(`GET ${at(path)}`, {
          accept: list === 'text' ? 'text/plain' : 'application/json',
        })
        assert.equal(status, 200, path)
        assert.match(text, /^$|^\{("(hits|count)":0,?)?("(vxa|entry)":\[\])?\}$/, path)
      }
      for (const change of changes) {
        const [method = '', below = ''] = change.split(' ')
        const { status, body, headers } = await root(`${method} ${at(path + below)}`)
        assert.equal(status, 501, `${method} ${path}${below}`)
        assert.deepEqual(body.notYetImplemented, {})
        assert.match(String(headers['x-callsheet-warning']), new RegExp(`^${method} `))
      }
    }
  })

  it('is nothing that works', () => {
    const working = new Set(
      OPERATIONS.map(({ declaration: { method, path } }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`),
    )
    for (const { path, changes } of LACKING)
      for (const change of changes) {
        const [method = '', below = ''] = change.split(' ')
        assert.ok(
          !working.has(`${method} ${path}${below}`.replaceAll(/:\w+/g, ':')),
          `${method} ${path}${below}`,
        )
      }
  })

  it('is index of items aside, which can be written again', async () => {
    const { body } = await root('PUT /reindex/item')
    assert.deepEqual(body, { index: 'item', priority: 500, status: 'IN_QUEUE' })
    assert.equal((await root('PUT /reindex/acl')).status, 404)
  })
})

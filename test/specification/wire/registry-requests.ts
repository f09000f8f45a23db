/** A path for each operation of the registry at which it returns 200, with what it needs to exist. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Serving } from '../../serving.ts'
import { file, item, metadata, shape } from '../media/registry.ts'

type PathFor = (serving: Serving) => Promise<string>

const anItem = async (served: Serving) =>
  `/item/${await item(served, { metadata: metadata({ title: 'é <&> 🎬' }), externalIds: [`ext${Math.random()}`] })}`

const aShape = async (served: Serving) => {
  const id = await item(served)
  const at = await file(served, { uri: `file:///srv/${id}.mov` })
  const sid = await shape(served, id, {
    ...{ tags: ['tag'], mimeTypes: ['mimeType'], metadata: { key: 'é <&> 🎬' }, files: [at] },
    components: [{ kind: 'audio', position: 0, facts: { codec: 'aac' }, metadata: { key: 'é <&> 🎬' } }],
  })
  await served.rows(
    `update callsheet.shape set bulky = '{"key":[{"key":"key"}]}' where id = ? returning id`,
    [Number(sid.slice(3))],
  )
  return { path: `/item/${id}/shape/${sid}`, file: at }
}

const aComponent = async (served: Serving) => {
  const { path, file: at } = await aShape(served)
  const { component } = (await served.ask(`GET ${path}/component`, { by: 'root' })).body
  return { path: `${path}/component/${component[0].id}`, file: `VX-${at}` }
}

/** A shape whose manifest is a file in the media root. */
const aPackage = async (served: Serving) => {
  const id = await item(served)
  const at = join(served.api().mediaRoot, id, 'master.m3u8')
  await mkdir(dirname(at))
  await writeFile(at, '#EXTM3U\n')
  const files = [await file(served, { uri: pathToFileURL(at).href })]
  const container = { kind: 'container', position: 0, facts: { format: 'hls' }, metadata: {} } as const
  return `/item/${id}/shape/${await shape(served, id, { files, components: [container] })}/package`
}

const aCollection = async ({ ask }: Serving) =>
  `/collection/${(await ask('POST /collection?name=é', { by: 'root' })).body.id}`

const defined = async ({ ask }: Serving, path: string) => {
  await ask(`PUT ${path}`, { by: 'root' })
  return path
}

/** A picture at its time, or with `hash` at its URL without credentials. */
const aPicture =
  (kind: 'thumbnail' | 'poster', end: 'time' | 'list' | 'hash'): PathFor =>
  async (served) => {
    const list = `/${kind}/VX-1/${await item(served)}`
    const body = Buffer.from('ffd8ffe0', 'hex')
    await served.ask(`PUT ${list}/50@25`, { by: 'root', type: 'image/jpeg', body, accept: '*/*' })
    if (end === 'list') return list
    if (end === 'time') return `${list}/50@25`
    const open = await served.ask(`GET ${list}?noauth-url=true`, { by: 'root' })
    const { pathname, search } = new URL(open.body.uri[0])
    return pathname + search
  }

/** By the start of its path, longest first: what stands for the variables there. */
const PLACES: readonly (readonly [start: string, PathFor])[] = [
  ['/item/:itemId/shape/:shapeId/component/:componentId', async (served) => (await aComponent(served)).path],
  [
    '/item/:itemId/shape/version/:version',
    async (served) => (await aShape(served)).path.replace(/VX-\d+$/, 'version/0'),
  ],
  ['/item/:itemId/shape/:shapeId/package', aPackage],
  ['/item/:itemId/shape/:shapeId', async (served) => (await aShape(served)).path],
  ['/item/:itemId', anItem],
  ['/collection/:collectionId', aCollection],
  ['/export-location/:locationName', exportLocation],
  ['/metadata-field/field-group/:groupName', (served) => defined(served, '/metadata-field/field-group/Film')],
  ['/metadata-field/:fieldName', (served) => defined(served, '/metadata-field/tint')],
  ...(['thumbnail', 'poster'] as const).flatMap((kind) => [
    [`/APInoauth/${kind}/:resourceId/:itemId/:time`, aPicture(kind, 'hash')] as const,
    [`/${kind}/:resourceId/:itemId/:time`, aPicture(kind, 'time')] as const,
    [`/${kind}/:resourceId/:itemId`, aPicture(kind, 'list')] as const,
  ]),
  ['/reindex/:index', async () => '/reindex/item'],
]

async function exportLocation({ ask, api }: Serving): Promise<string> {
  const body = JSON.stringify({ uri: pathToFileURL(api().mediaRoot).href })
  await ask('PUT /export-location/playout', { by: 'root', type: 'application/json', body })
  return '/export-location/playout'
}

/** Requests that need more than what stands for their variables. */
const OTHERS: Readonly<Record<string, PathFor>> = {
  'POST /item/:itemId/thumbnail': async (served) => `${await anItem(served)}/thumbnail?createThumbnails=true`,
  'POST /item/list': async ({ api }) =>
    `/item/list?destinationUri=${encodeURIComponent(`${pathToFileURL(api().mediaRoot).href}/`)}`,
  'DELETE /item': async (served) => `/item?id=${(await anItem(served)).slice(6)}`,
  'DELETE /collection': async (served) => `/collection?id=${(await aCollection(served)).slice(12)}`,
  'PUT /collection/:collectionId/rename': async (served) => `${await aCollection(served)}/rename?name=x`,
  'PUT /collection/:collectionId/:entryId': inCollection,
  'DELETE /collection/:collectionId/:entryId': inCollection,
  'POST /item/:itemId/shape/:shapeId/component/placeholder': async (served) =>
    `${(await aShape(served)).path}/component/placeholder?audio=1`,
  'PUT /item/:itemId/shape/:shapeId/placeholder': async (served) => {
    const id = await item(served)
    return `/item/${id}/shape/${await shape(served, id, { expected: { audio: 1 } })}/placeholder`
  },
  'GET /item/:itemId/metadata/changes/:changeId': async (served) => {
    const path = await anItem(served)
    const { changeSet } = (await served.ask(`GET ${path}/metadata/changes`, { by: 'root' })).body
    return `${path}/metadata/changes/${changeSet[0].id}`
  },
  'GET /item/:itemId/shape/:shapeId/package/:fileName': async (served) =>
    `${await aPackage(served)}/master.m3u8`,
  'GET /APInoauth/item/:itemId/shape/:shapeId/package/:linkToken/:fileName': async (served) => {
    const { body } = await served.ask(`GET ${await aPackage(served)}?noauth-url=true`, { by: 'root' })
    return new URL(body.uri[0]).pathname
  },
  'PUT /item/:itemId/metadata/entry/:uuid': async (served) => `${await withValue(served)}/entry/${A_UUID}`,
  'PUT /item/:itemId/metadata/entry': async (served) => `${await withValue(served)}/entry`,
  'PUT /item/:itemId/external-id/:externalId': async (served) =>
    `${await anItem(served)}/external-id/new${Math.random()}`,
  'DELETE /item/:itemId/external-id/:externalId': async (served) => {
    const path = await anItem(served)
    const { id } = (await served.ask(`GET ${path}/external-id`, { by: 'root' })).body
    return `${path}/external-id/${id[0].externalId}`
  },
  'PUT /item/:itemId/shape/:shapeId/component/:componentId/file/:fileId': withFile,
  'DELETE /item/:itemId/shape/:shapeId/component/:componentId/file/:fileId': withFile,
  ...transfer('copy'),
  ...transfer('move'),
}

async function inCollection(served: Serving): Promise<string> {
  return `${await aCollection(served)}/${(await anItem(served)).slice(6)}`
}

async function withFile(served: Serving): Promise<string> {
  const { path, file: at } = await aComponent(served)
  return `${path}/file/${at}`
}

function transfer(how: 'copy' | 'move'): Readonly<Record<string, PathFor>> {
  const path = `/item/:itemId/shape/:shapeId/component/:componentId/${how}/item/:toItemId/shape/:toShapeId`
  return {
    [`POST ${path}`]: async (served) =>
      `${(await aComponent(served)).path}/${how}${(await aShape(served)).path}`,
  }
}

/** The uuid of the only value of the metadata of these items. */
export const A_UUID = '6b6c1025-19c7-47b7-ba91-1659e5db0919'

/** The path of the metadata of an item. */
async function withValue(served: Serving): Promise<string> {
  const path = `${await anItem(served)}/metadata`
  const { item: items } = (await served.ask(`GET ${path}?field=title`, { by: 'root' })).body
  const { uuid } = items[0].metadata.timespan[0].field[0].value[0]
  const replace = 'update callsheet.item set metadata = replace(metadata::text, ?, ?)::jsonb returning id'
  await served.rows(replace, [uuid, A_UUID])
  return path
}

/** Variables that any text may stand for, and one that exists. */
const NAMES = { tag: 'tag', mimeType: 'mimeType', key: 'key', version: '0', fieldName: 'tint' } as const

/** The path of an operation of the registry; undefined for others. */
export function registryPath(method: string, path: string): PathFor | undefined {
  const other = OTHERS[`${method} ${path}`]
  const place = PLACES.find(([start]) => path === start || path.startsWith(`${start}/`))
  if (other || !place) return other
  const [start, filled] = place
  return async (served) => {
    const rest = path
      .slice(start.length)
      .replaceAll(/:(\w+)/g, (_, name: string) => NAMES[name as 'tag'] ?? name)
    return (await filled(served)) + rest
  }
}

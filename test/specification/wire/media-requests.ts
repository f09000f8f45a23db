/** The paths at which the operations on storages and files return 200, with what they need to exist. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Serving } from '../../serving.ts'
import { file as fileAt, item, shape } from '../media/registry.ts'

type Paths = Readonly<Record<string, (serving: Serving) => Promise<string>>>

/** Each operation gets a storage of its own, with a method and a file. */
export const MEDIA_PATHS: Paths = {
  ...at('/storage/:storageId', storage, [
    ...['GET ', 'PUT ', 'DELETE ', 'PUT /type/:type', 'GET /status', 'GET /freespace', 'POST /rescan'],
    ...['GET /method', 'PUT /method', 'DELETE /method'],
    ...['GET /metadata', 'PUT /metadata', 'DELETE /metadata'],
    ...['GET /metadata/:key', 'PUT /metadata/:key', 'DELETE /metadata/:key'],
  ]),
  ...at('/storage/:storageId/method/:methodId', method, [
    ...['GET ', 'PUT ', 'DELETE ', 'GET /metadata', 'PUT /metadata', 'DELETE /metadata'],
    ...['GET /metadata/:key', 'PUT /metadata/:key', 'DELETE /metadata/:key'],
  ]),
  ...at('/storage/file/:fileId', file, [
    ...['GET ', 'PUT /state/:state', 'POST /path', 'PUT /hash/:hash', 'PUT /abandon'],
    ...['DELETE /entity', 'PUT /re-index', 'GET /data', 'GET /metadata', 'PUT /metadata', 'DELETE /metadata'],
    ...['GET /metadata/:key', 'PUT /metadata/:key', 'DELETE /metadata/:key'],
  ]),
  'PUT /storage/:storageId/evacuate': async (served) => {
    await storage(served)
    return `${await storage(served)}/evacuate`
  },
  'DELETE /storage/:storageId/evacuate': async (served) => `${await storage(served)}/evacuate`,
  'POST /storage/file': async (served) => `${await storage(served)}/file?path=${next()}.mov`,
}

/** Each needs a storage to import to. */
export const IMPORT_PATHS: Paths = {
  'POST /import': async (served) => `/import?uri=${await source(served)}`,
  'POST /import/placeholder/:itemId/:component': async (served) =>
    `/import/placeholder/${await placeholder(served)}/container?uri=${await source(served)}`,
  'POST /import/placeholder/:itemId/:component/adopt/:fileId': async (served) =>
    `/import/placeholder/${await placeholder(served)}/container/adopt/${(await file(served)).split('/').at(-1)}`,
  'POST /item/:itemId/shape': async (served) =>
    `/item/${await placeholder(served)}/shape?uri=${await source(served)}`,
  'POST /item/:itemId/shape/essence': async (served) =>
    `/item/${await placeholder(served)}/shape/essence?uri=${await source(served)}`,
  'POST /import/raw': async (served) => {
    await storage(served)
    return '/import/raw'
  },
  'POST /import/raw-passkey': async (served) => {
    await storage(served)
    return '/import/raw-passkey?transferId=t'
  },
  'POST /import/placeholder/:itemId/:component/raw': async (served) => {
    await storage(served)
    return `/import/placeholder/${await placeholder(served)}/container/raw`
  },
  'POST /import/placeholder/:itemId/raw-passkey': async (served) =>
    `/import/placeholder/${await placeholder(served)}/raw-passkey`,
  'POST /item/:itemId/shape/raw': async (served) => {
    await storage(served)
    return `/item/${await placeholder(served)}/shape/raw`
  },
  'POST /import/sidecar/:itemId': async (served) =>
    `/import/sidecar/${await placeholder(served)}?sidecar=${await source(served)}`,
  'POST /import/sidecar/:itemId/raw': async (served) => {
    await storage(served)
    return `/import/sidecar/${await placeholder(served)}/raw`
  },
  'POST /item/:itemId/shape/essence/raw': async (served) => {
    await storage(served)
    return `/item/${await placeholder(served)}/shape/essence/raw`
  },
  'POST /APInoauth/import/raw': async (served) => {
    await storage(served)
    const { body } = await served.ask('POST /import/raw-passkey?transferId=t', { by: 'root' })
    return `/APInoauth/import/raw?transferId=t&passkey=${body.data[0].value}`
  },
  'POST /APInoauth/import/placeholder/:itemId/:component/raw': async (served) => {
    await storage(served)
    const item = await placeholder(served)
    const { body } = await served.ask(`POST /import/placeholder/${item}/raw-passkey`, { by: 'root' })
    return `/APInoauth/import/placeholder/${item}/container/raw?passkey=${body.uri[0]}`
  },
  'POST /storage/file/data': async (served) => `${await storage(served)}/file/data?path=${next()}/a.bin`,
  'POST /storage/file/:fileId/data': async (served) => `${await file(served)}/data`,
  'GET /transfer/:transferId': async (served) => {
    await storage(served)
    const id = `t${next()}`
    const headers = { size: '9', index: '0' }
    await served.ask(`POST /import/raw?transferId=${id}`, {
      by: 'root',
      type: 'text/plain',
      body: 'a',
      headers,
    })
    return `/transfer/${id}`
  },
  ...Object.fromEntries(
    ['GET', 'PUT', 'DELETE'].map((method) => [
      `${method} /import/settings/:settingsId`,
      async ({ ask }: Serving) =>
        `/import/settings/${(await ask('POST /import/settings', { by: 'root' })).body.id}`,
    ]),
  ),
  'POST /storage/file/:fileId/import': async (served) => `${await file(served)}/import`,
  'POST /storage/file/:fileId/storage/:targetId': async (served) =>
    `${await file(served)}${await storage(served)}`,
  'POST /storage/file/:fileId/uri': async (served) => `${await file(served)}/uri`,
  'GET /APInoauth/storage/file/data/:linkToken/:linkName': async (served) => {
    const { body } = await served.ask(`POST ${await file(served)}/uri`, { by: 'root' })
    return new URL(body.uri[0]).pathname
  },
  'DELETE /storage/file/:fileId': file,
  'POST /storage/file/:fileId/analyze': async (served) => `${await file(served)}/analyze`,
  'POST /storage/file/:fileId/analyze/imp': async (served) => `${await file(served)}/analyze/imp`,
  'GET /storage/:storageId/auto-import': rule,
  'PUT /storage/:storageId/auto-import': rule,
  'DELETE /storage/:storageId/auto-import': rule,
  'PUT /storage/:storageId/auto-import/enable': async (served) => `${await rule(served)}/enable`,
  'PUT /storage/:storageId/auto-import/disable': async (served) => `${await rule(served)}/disable`,
  'POST /item/:itemId/transcode': async (served) => {
    await storage(served)
    return `/item/${await placeholder(served)}/transcode?tag=lowres`
  },
  'POST /item/:itemId/range': async (served) => {
    await storage(served)
    return `${await anItem(served)}/range?tag=lowres&start=1`
  },
  'POST /item/:itemId/export': async (served) =>
    `${await anItem(served)}/export?uri=${encodeURIComponent(`${pathToFileURL(served.api().mediaRoot).href}/`)}`,
  'POST /collection/:collectionId/export': async (served) => {
    const { id } = (await served.ask('POST /collection?name=a', { by: 'root' })).body
    await served.ask(`PUT /collection/${id}${(await anItem(served)).slice(5)}`, { by: 'root' })
    return `/collection/${id}/export?uri=file://${served.api().mediaRoot}/`
  },
  'POST /item/:itemId/analyze': async (served) => `${await anItem(served)}/analyze`,
  'POST /item/:itemId/shape/:shapeId/update': async (served) => {
    const path = await anItem(served)
    const { uri } = (await served.ask(`GET ${path}/shape`, { by: 'root' })).body
    return `${path}/shape/${uri[0]}/update`
  },
}

/** An item with an original. */
export async function anItem(served: Serving): Promise<string> {
  const id = await item(served)
  const uri = `${pathToFileURL(served.api().mediaRoot).href}/${next()}.mov`
  await shape(served, id, {
    ...{ tags: ['original'], files: [await fileAt(served, { uri })] },
    components: [{ kind: 'container', position: 0, facts: {}, metadata: {} }],
  })
  return `/item/${id}`
}

async function placeholder({ ask }: Serving): Promise<string> {
  const { body } = await ask('POST /import/placeholder?container=1', { by: 'root' })
  return body.id
}

/** No file need exist, because no agent runs the jobs. */
async function source(served: Serving): Promise<string> {
  await storage(served)
  return encodeURIComponent(`${pathToFileURL(served.api().mediaRoot).href}/${next()}.mov`)
}

/** What follows the path of the entity. */
const BELOW: Readonly<Record<string, string>> = {
  '/type/:type': '/type/SHARED',
  '/state/:state': '/state/CLOSED',
  '/hash/:hash': `/hash/${'a'.repeat(40)}`,
  '/metadata/:key': '/metadata/name',
}

function at(path: string, make: (served: Serving) => Promise<string>, requests: readonly string[]): Paths {
  return Object.fromEntries(
    requests.map((request) => {
      const [method = '', below = ''] = request.split(' ')
      const of = async (served: Serving) => {
        const place = `${await make(served)}${BELOW[below] ?? below}`
        if (method === 'PUT' && /\/method(\/VX-\d+)?$/.test(place))
          return `${place}?url=file:///srv/${next()}/`
        if (method === 'DELETE' && place.endsWith('/method')) return `${place}?url=file:///srv/`
        return method === 'POST' && below === '/path' ? `${place}?path=${next()}.mov` : place
      }
      return [`${method} ${path}${below}`, of]
    }),
  )
}

let last = 0
function next(): number {
  last += 1
  return last
}

export async function storage(served: Serving): Promise<string> {
  const uri = `${pathToFileURL(served.api().mediaRoot).href}/`
  const body = JSON.stringify({ method: [{ uri }], metadata: { field: [{ key: 'name', value: 'media' }] } })
  const made = await served.ask('POST /storage', { by: 'root', type: 'application/json', body })
  return `/storage/${made.body.id}`
}

async function method(served: Serving): Promise<string> {
  const path = await storage(served)
  const { body } = await served.ask(`GET ${path}/method`, { by: 'root' })
  const one = `${path}/method/${body.method[0].id}`
  await served.ask(`PUT ${one}/metadata/name`, { by: 'root', type: 'text/plain', body: 'local' })
  return one
}

async function file(served: Serving): Promise<string> {
  const name = `${next()}.bin`
  await mkdir(served.api().mediaRoot, { recursive: true })
  await writeFile(join(served.api().mediaRoot, name), 'content')
  const { body } = await served.ask(`POST ${await storage(served)}/file?path=${name}`, { by: 'root' })
  const path = `/storage/file/${body.id}`
  await served.ask(`PUT ${path}/metadata/name`, { by: 'root', type: 'text/plain', body: 'local' })
  return path
}

async function rule(served: Serving): Promise<string> {
  const path = `${await storage(served)}/auto-import`
  const body = JSON.stringify({ tag: ['lowres'], enabled: false })
  await served.ask(`PUT ${path}`, { by: 'root', type: 'application/json', body })
  return path
}

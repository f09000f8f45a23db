/** The workflows of wire-media.md §9 that bring content in: 9.1 to 9.4, 9.9, 9.10 and 9.12. */
import assert from 'node:assert/strict'
import { appendFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Client, dataOf } from './client.ts'
import { type Ground, inQuery, placed, titled } from './ground.ts'
import { below, type Node, nodesOf, textAt, valuesOf } from './reading.ts'

/**
 * 9.1: the item is in the data of the job before it is over, and its file can be fetched without signing in.
 */
export async function importByUri(client: Client, ground: Ground): Promise<string> {
  const { ask, over, until, format } = client
  const uri = inQuery(await placed(ground, ground.inbox, `${word(client)} a.mp4`))
  const job = await ask(`POST /import?uri=${uri}&tag=__mp4`, titled(format, 'A clip'))
  const seen = await until(`GET /job/${job.one('jobId')}`, (reply) => dataOf(reply, 'item') !== '')
  await over(job)
  const item = dataOf(seen, 'item')
  const shown = await ask(`GET /item/${item}?content=metadata,shape,uri&methodType=AUTO`)
  assert.deepEqual(valuesOf(shown.nodes('metadata')[0], 'title'), ['A clip'])
  assert.deepEqual([...shown.all('shape/tag')].sort(), ['__mp4', 'original'])
  const files = shown.all('files/uri')
  assert.equal(files.length, 2)
  for (const file of files) {
    assert.match(file, /^https?:.*\/APInoauth\/.*\/VX-\d+\.mp4$/)
    await ask(`GET ${file}`, { ...BARE, headers: { Range: 'bytes=0-99' }, status: 206 })
  }
  return item
}

/** 9.2: as the body of a request without a type, and in chunks; the checksum appears. */
export async function rawUpload(client: Client, ground: Ground): Promise<void> {
  const { ask, until, over } = client
  const bytes = await readFile(ground.clip)
  const job = await ask('POST /import/raw', { body: bytes, accept: 'application/json', status: 200 })
  const seen = await until(`GET /job/${job.one('jobId')}`, (reply) => dataOf(reply, 'item') !== '')
  const described = `GET /item/${dataOf(seen, 'item')}?content=shape`
  const isHashed = (text: string) => text.includes('<hash>')
  await until(described, ({ text }) => isHashed(text), { accept: 'application/xml' })

  const query = `transferId=${word(client)}chunks&transferPriority=500&throttle=false&filename=a.mp4`
  const third = Math.ceil(bytes.length / 3)
  const chunk = (index: number) =>
    ask(`POST /import/raw?${query}`, {
      body: bytes.subarray(index, index + third),
      headers: { size: String(bytes.length), index: String(index) },
    })
  await chunk(0)
  await chunk(third)
  await over(await chunk(2 * third))
}

/** 9.2, in a browser: a passkey instead of credentials. */
export async function passkeyUpload(client: Client, ground: Ground): Promise<void> {
  const { ask, over, format } = client
  const query = `transferId=${word(client)}pass`
  const asked = await ask(`POST /import/raw-passkey?${query}`, titled(format, 'By a page'))
  const line = `POST /APInoauth/import/raw?passkey=${dataOf(asked, 'passkey')}&${query}`
  const job = await ask(line, { body: await readFile(ground.clip), signedIn: false })
  const item = dataOf(await over(job), 'item')
  assert.deepEqual(valuesOf((await ask(`GET /item/${item}/metadata`)).nodes('item/metadata')[0], 'title'), [
    'By a page',
  ])
}

/** 9.3: a file is registered, a placeholder made, and filled with it. */
export async function placeholderAndFile(client: Client, ground: Ground): Promise<void> {
  const { ask, over } = client
  const path = `${word(client)} placed.mp4`
  const methods = await ask(`GET /storage/${ground.storage}/method`)
  const [root] = methods.all('method/uri').filter((uri) => uri.startsWith('file://'))
  assert.ok(root?.endsWith('/'), root)
  await placed(ground, ground.folder, path)
  const at = `path=${encodeURIComponent(path)}&createOnly=false&state=CLOSED`
  const file = await ask(`POST /storage/${ground.storage}/file?${at}`)
  const item = (
    await ask('POST /import/placeholder?container=1&settings=VX-76', {
      ...titled('application/xml', 'Placed'),
      accept: 'application/json',
    })
  ).one('id')
  const fill = `fileId=${file.one('id')}&tag=lowres&growing=false`
  const job = await ask(`POST /import/placeholder/${item}/container?${fill}`)
  await over(job)
  const shown = await ask(`GET /item/${item}?content=shape`)
  assert.deepEqual([...new Set(shown.all('shape/tag'))].sort(), ['lowres', 'original'])
  assert.ok(shown.all('shape/containerComponent/file/path').includes(path))
}

/** 9.3, growing: the job goes on until the file is closed. */
export async function growingFile(client: Client, ground: Ground): Promise<void> {
  const { ask, over, until } = client
  const path = `${word(client)}growing.mp4`
  const bytes = await readFile(ground.clip)
  await writeFile(join(ground.folder, path), bytes.subarray(0, 5_000))
  const file = (
    await ask(`POST /storage/${ground.storage}/file?path=${path}&createOnly=false&state=OPEN`)
  ).one('id')
  const item = (await ask('POST /import/placeholder?container=1&settings=VX-76')).one('id')
  const job = await ask(`POST /import/placeholder/${item}/container?fileId=${file}&growing=true`)
  await until(`GET /job/${job.one('jobId')}`, (reply) => reply.one('status') !== 'READY')
  await appendFile(join(ground.folder, path), bytes.subarray(5_000))
  assert.equal((await ask(`PUT /file/${file}/state/CLOSED`)).one('state'), 'CLOSED')
  await over(job)
}

/** 9.4: finds a file or creates it, and imports it unless it has an item. */
export async function findOrCreate(client: Client, ground: Ground): Promise<void> {
  const { ask, over } = client
  const path = `${word(client)}found.mp4`
  await placed(ground, ground.folder, path)
  const [collection, files] = [
    (await ask('POST /collection?name=found')).one('id'),
    `/storage/${ground.storage}/file`,
  ]
  assert.deepEqual((await ask(`GET ${files};includeItem=true?path=${path}`)).nodes('file'), [])
  const document = { type: 'application/json', body: JSON.stringify({ path, state: 'CLOSED' }) }
  const id = (await ask(`POST ${files}`, document)).one('id')
  const again = await ask(`POST ${files}`, { ...document, status: 409 })
  assert.equal(again.one('fileAlreadyExists/fileId'), id)
  const found = `GET ${files}/${id};includeItem=true`
  assert.deepEqual((await ask(found)).nodes('item'), [])
  const item = (await ask('POST /import/placeholder?container=1', titled(client.format, path))).one('id')
  await ask(`PUT /collection/${collection}/${item}`)
  const fill = (rest: string) => `POST /import/placeholder/${item}/container?fileId=${id}${rest}`
  const job = await ask(fill(''))
  const other = (await ask('POST /import/placeholder?container=1')).one('id')
  const refused = await ask(`POST /import/placeholder/${other}/container?fileId=${id}`, { status: 400 })
  assert.match(refused.one('invalidInput/explanation'), /\[VX-\d+\]$/)
  await over(job)
  assert.equal((await ask(found)).one('item/id'), item)
}

/** 9.9: captions become a shape; so does a text beside it, as a binary component. */
export async function sidecar(client: Client, ground: Ground, item: string): Promise<void> {
  const { ask, over } = client
  const captions = join(ground.inbox, `${word(client)}.srt`)
  await writeFile(captions, '1\n00:00:00,000 --> 00:00:01,000\nHei\n')
  const query = `sidecar=${inQuery(captions)}&jobmetadata=subtitleLanguage%3Dnor`
  await over(await ask(`POST /import/sidecar/${item}?${query}`))
  assert.equal((await ask(`GET /item/${item}/shape?tag=sub_nor_vtt`)).all('uri').length, 1)
  const tag = `sub_${word(client)}_srt`
  await ask(`PUT /shape-tag/${tag}`, { type: 'application/json', body: '{}' })
  await writeFile(join(ground.folder, `${tag}.srt`), 'Hei')
  const file = (await ask(`POST /storage/${ground.storage}/file?path=${tag}.srt`)).one('id')
  const added = `storageId=${ground.storage}&fileId=${file}&tag=${tag}`
  await over(await ask(`POST /item/${item}/shape?${added}`))
  const shape = (await ask(`GET /item/${item}/shape?tag=${tag}`)).one('uri')
  const shown = await ask(`GET /item/${item}/shape/${shape}`)
  assert.deepEqual([shown.one('binaryComponent/file/id'), shown.one('binaryComponent/length')], [file, '3'])
}

/** 9.10: the callback says what was imported; a broken proxy is made again. */
export async function newVersion(client: Client, ground: Ground, item: string): Promise<void> {
  const { ask, over } = client
  await ask('POST /job/notification', callback(client, ground))
  const uri = inQuery(await placed(ground, ground.inbox, `${word(client)}new.mp4`))
  const query = `uri=${uri}&tag=lowres&priority=HIGH&jobmetadata=app_x%3D1`
  const job = await ask(`POST /item/${item}/shape/essence?${query}`)
  assert.deepEqual([job.one('type'), job.one('priority')], ['ESSENCE_VERSION', 'HIGH'])
  await over(job)
  const data = await called(client, ground)
  const file = data('sourceFileIds')
  assert.deepEqual([data('itemId'), data('essenceVersion'), data('app_x')], [item, '1', '1'])
  const [source, proxy] = data('filePathMap').split(',')
  assert.equal(source, `${file}=${file}.mp4`)
  assert.equal(proxy?.split('=')[0], data('fileIds'))
  assert.equal(data('shapeId'), data('originalShapeId'))
  const [broken] = (await ask(`GET /item/${item}/shape?tag=lowres`)).all('uri')
  const left = await ask(`DELETE /item/${item}/shape/${broken}`)
  assert.ok(!left.all('uri').includes(broken ?? ''))
  await over(await ask(`POST /item/${item}/transcode?tag=lowres`))
}

/** A notification of versions that are imported, in the format of the client. */
function callback(client: Client, { receiver }: Ground): { readonly type: string; readonly body: string } {
  const { format: type } = client
  const url = receiver.url(`/${word(client)}`)
  const body =
    type === 'application/json'
      ? `{"action":{"http":{"retry":5,"contentType":"${type}","url":"${url}","method":"POST","timeout":"10","synchronous":false}},"trigger":{"job":{"filter":{"type":"ESSENCE_VERSION"},"stop":""}}}`
      : `<NotificationDocument xmlns="http://xml.vidispine.com/schema/vidispine"><action><http synchronous="false"><retry>5</retry><contentType>${type}</contentType><url>${url}</url><method>POST</method><timeout>10</timeout></http></action><trigger><job><stop/><filter><type>ESSENCE_VERSION</type></filter></job></trigger></NotificationDocument>`
  return { type, body }
}

/** Waits for what the notification delivers; its values by key. */
async function called(client: Client, { receiver }: Ground): Promise<(key: string) => string> {
  const [message] = await receiver.at(`/${word(client)}`, 1)
  const fields = nodesOf(client.format, message?.body ?? '', 'field')
  const textOf = (field: Node, name: string) => below(field, name).map(textAt)[0] ?? ''
  return (wanted) => {
    const field = fields.find((one) => textOf(one, 'key') === wanted)
    return field === undefined ? '' : textOf(field, 'value')
  }
}

/** 9.12: the shape is described by the client; nothing is read. */
export async function attached(client: Client, ground: Ground): Promise<void> {
  const { ask } = client
  const item = (await ask('POST /import/placeholder?container=1')).one('id')
  const path = `${word(client)}-not-there.mxf`
  const file = (await ask(`POST /storage/${ground.storage}/file?path=${path}`)).one('id')
  const body = JSON.stringify({
    tag: ['original'],
    containerComponent: {
      duration: { samples: 250, timeBase: { numerator: 1, denominator: 25 } },
      ...{ startTimecode: 90, roundedTimeBase: 30, file: [{ id: file }] },
      metadata: [{ key: 'componentOriginalFilename', value: 'camera.mxf' }],
    },
  })
  const create = `POST /item/${item}/shape/create?updateItemMetadata=true`
  const shape = (await ask(create, { type: 'application/json', body })).one('id')
  const shown = await ask(`GET /item/${item}/shape/${shape}`)
  assert.equal(shown.one('containerComponent/file/path'), path)
  const metadata = (await ask(`GET /item/${item}?content=metadata`)).nodes('metadata')[0]
  assert.deepEqual(valuesOf(metadata, 'durationTimeCode'), ['250@PAL'])
  assert.deepEqual(valuesOf(metadata, 'startTimeCode'), ['90@30'])
}

/** As a player asks: for bytes, without credentials. */
const BARE = { accept: 'none', signedIn: false } as const

/** A word that tells the files of a client from those of another one. */
function word({ format }: Client): string {
  return format === 'application/json' ? 'json' : 'xml'
}

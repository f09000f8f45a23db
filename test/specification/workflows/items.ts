/** The workflows of wire-media.md §9 that use items: 9.5 to 9.8 and 9.11. */
import assert from 'node:assert/strict'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, dataOf } from './client.ts'
import { type Ground, placed } from './ground.ts'

/** 9.5: the proxy is made once, and its bytes are fetched. */
export async function proxy({ ask, over }: Client, _ground: Ground, item: string): Promise<void> {
  const listed = await ask(`GET /item/${item}/shape?tag=lowres`)
  assert.deepEqual(listed.all('uri'), [])
  const job = await ask(`POST /item/${item}/transcode?tag=lowres`)
  const shape = dataOf(await over(job), 'shapeIds')
  assert.equal((await ask(`GET /item/${item}/shape?tag=lowres`)).all('uri').at(-1), shape)
  const uri = (await ask(`GET /item/${item}/shape/${shape}/file`)).one('file/uri')
  const local = await readFile(fileURLToPath(uri))

  // Another client looks at each shape for its first tag, and downloads the file.
  for (const id of (await ask(`GET /item/${item}/shape`)).all('uri')) {
    const shown = await ask(`GET /item/${item}/shape/${id}`, { accept: 'application/xml' })
    if (shown.one('tag') !== 'lowres') continue
    assert.equal(shown.one('containerComponent/file/uri'), uri)
    assert.match(shown.one('containerComponent/file/storage'), /^VX-\d+$/)
    const file = shown.one('containerComponent/file/id')
    const { bytes } = await ask(`GET /storage/file/${file}/data`, { accept: '*' })
    assert.ok(bytes.equals(local))
    return
  }
  assert.fail('no shape with lowres as its first tag')
}

/** 9.6: from the resource to a time code to the picture; a poster is streamed from its list. */
export async function thumbnails({ ask, over }: Client, _ground: Ground, item: string): Promise<void> {
  const size = 'thumbnailWidth=320&thumbnailHeight=180'
  await over(await ask(`POST /item/${item}/thumbnail?createThumbnails=true&${size}`))
  const resource = (await ask(`GET /item/${item}/thumbnailresource`)).one('uri')
  assert.match(resource, new RegExp(`^http://[^/]+/API/thumbnail/VX-\\d+/${item};version=\\d+$`))
  const [time, ...more] = (await ask(`GET ${resource}`)).all('uri')
  assert.match(time ?? '', /^\d+@\d+$/)
  assert.ok(more.every((one) => !one.includes('/')))
  const picture = await ask(`GET ${resource}/${time}`, { accept: 'none' })
  assert.deepEqual([picture.type, isJpeg(picture.bytes)], ['image/jpeg', true])
  await over(
    await ask(`POST /item/${item}/thumbnail?createPosters=25%40PAL&sourceTag=original&priority=MEDIUM`),
  )
  const posters = (await ask(`GET /item/${item}/posterresource`)).one('uri')
  for (const accept of ['none', 'image/*'])
    assert.ok(isJpeg((await ask(`GET ${posters}`, { accept })).bytes), accept)
}

/** 9.7: by a URI with one slash, with a projection that does not exist and the metadata beside the file. */
export async function exported({ ask, over, format }: Client, ground: Ground, item: string): Promise<void> {
  const name = `${format === 'application/json' ? 'json' : 'xml'} name`
  const uri = encodeURIComponent(`file:${encodeURI(join(ground.inbox, name))}`)
  const job = await ask(`POST /item/${item}/export?tag=original&uri=${uri}&projection=p&metadata=true`)
  assert.match(job.headers.get('X-Callsheet-Warning') ?? '', /^projection=p: /)
  await over(job)
  assert.equal((await stat(join(ground.inbox, name))).size, (await stat(ground.clip)).size)
  assert.match(await readFile(join(ground.inbox, `${name}.xml`), 'utf8'), /<MetadataListDocument/)
}

/** 9.8: each component points to the new file afterwards. */
export async function moved(client: Client, ground: Ground, item: string): Promise<void> {
  const { ask, over, format } = client
  const { storage, other } = ground
  const original = (await ask(`GET /item/${item}/shape?tag=original`)).one('uri')
  const files = (await ask(`GET /item/${item}/shape/${original}/file`)).all('file/id')
  const name = `sub/${format === 'application/json' ? 'json' : 'xml'} name.mp4`
  const to = `filename=${encodeURIComponent(name)}`
  for (const file of files)
    await over(await ask(`POST /storage/${storage}/file/${file}/storage/${other}?move=true&${to}`))
  const away = await places(client, item)
  assert.deepEqual(away, [`${other} ${name}`])
  const [file] = (await ask(`GET /item/${item}/shape/${original}/file`)).all('file/id')
  assert.ok(!files.includes(file ?? ''))
  await ask(`GET /storage/file/${files[0]}`, { status: 404 })
  const back = `useOriginalFilename=false&move=true&${to}`
  await over(await ask(`POST /file/${file}/storage/${storage}?${back}`))
  assert.deepEqual(await places(client, item), [`${storage} ${name}`])
}

/** Where the files of all components of the original are. */
async function places({ ask }: Client, item: string): Promise<readonly string[]> {
  const shown = await ask(`GET /item/${item}?content=shape&tag=original`)
  const found = ['container', 'audio', 'video'].flatMap((kind) => {
    const [storages, paths] = ['storage', 'path'].map((name) =>
      shown.all(`shape/${kind}Component/file/${name}`),
    )
    return (storages ?? []).map((one, at) => `${one} ${paths?.[at]}`)
  })
  assert.equal(found.length, 3)
  return [...new Set(found)]
}

/** 9.11: a file, a shape, an item, several items. */
export async function deleted(client: Client, ground: Ground, item: string): Promise<void> {
  const { ask, over, format } = client
  const name = `${format === 'application/json' ? 'json' : 'xml'}-deleted.mp4`
  const path = await placed(ground, ground.folder, name)
  const file = (await ask(`POST /storage/${ground.storage}/file?path=${name}`)).one('id')
  const job = await ask(`DELETE /storage/${ground.storage}/file/${file}`)
  assert.equal(job.one('type'), 'DELETE_FILE')
  await over(job)
  await assert.rejects(stat(path))
  const [lowres] = (await ask(`GET /item/${item}/shape?tag=lowres`)).all('uri')
  const [kept] = (await ask(`GET /item/${item}/shape/${lowres}/file`)).all('file/id')
  await ask(`DELETE /item/${item}/shape/${lowres}?keepFiles=true`)
  assert.equal((await ask(`GET /storage/file/${kept}`)).one('state'), 'CLOSED')
  const gone = await ask(`DELETE /item/${item}`, { status: 200 })
  assert.equal(gone.text, '')
  await ask(`GET /item/${item}`, { status: 404 })
  const ids = await Promise.all(
    [1, 2].map(async () => (await ask('POST /import/placeholder?container=1')).one('id')),
  )
  await ask(`DELETE /item?id=${ids.join(',')}&keepShapeTagMedia=*`)
  for (const id of ids) await ask(`GET /item/${id}`, { status: 404 })
}

function isJpeg(bytes: Buffer): boolean {
  return bytes.subarray(0, 3).toString('hex') === 'ffd8ff'
}

/** An item as a package for streaming: made by a tag, served file by file, deleted as a whole. */
import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deleteFiles } from '../../../steps/storage/storage-watch.ts'
import { H264, make, TONE } from '../../tasks/machine.ts'
import { type Body, datum, importing } from '../import/importing.ts'
import { refusedBy } from './refused-by.ts'

describe('A package of an item', function () {
  this.timeout(60_000)
  const here = importing()
  const { get, over, ask } = here
  let item = ''
  let at = ''
  let job: Body

  before(async function () {
    this.timeout(60_000)
    const picture = ['-f', 'lavfi', '-i', 'testsrc2=size=640x480:rate=25:duration=5']
    await make(`${here.inbox()}/wide.mp4`, [...picture, ...TONE(5), ...H264, '-c:a', 'aac', '-shortest'])
    const made = await get(`POST /import?uri=${here.inboxUri('wide.mp4')}&createThumbnails=false`)
    item = datum(await over(made), 'itemId') ?? ''
    job = await over(await get(`POST /item/${item}/transcode?tag=hls`))
    at = `/item/${item}/shape/${datum(job, 'shapeIds')}`
  })

  const file = (name: string, headers: Readonly<Record<string, string>> = {}) =>
    ask(`GET ${at}/package/${name}`, { by: 'root', accept: '*/*', headers })

  it('is a shape with the tag, and its files are those of its components', async () => {
    assert.equal(job.type, 'PACKAGE')
    const shape = await get(`GET ${at}`)
    assert.deepEqual(shape.tag, ['hls'])
    assert.deepEqual(shape.mimeType, ['application/vnd.apple.mpegurl', 'application/dash+xml'])
    assert.deepEqual(
      shape.videoComponent.map(({ resolution }: Body) => resolution.height),
      [480, 360],
    )
    const names = ({ file: files }: Body) => files.map(({ path }: Body) => path.replace(/^VX-\d+\//, ''))
    assert.deepEqual(names(shape.containerComponent).slice(0, 2), ['master.m3u8', 'manifest.mpd'])
    // A header, and segments of four seconds and one.
    for (const one of [...shape.videoComponent, ...shape.audioComponent]) assert.equal(one.file.length, 3)
    const { file: files } = await get(`GET ${at}/file`)
    const folder = dirname(fileURLToPath(files[0].uri[0]))
    assert.deepEqual(
      (await readdir(folder)).toSorted(),
      files.map(({ path }: Body) => path.split('/').at(-1)).toSorted(),
    )
    assert.equal(datum(job, 'fileIds'), folder.split('/').at(-1))
  })

  it('is served by the URI of its item: what each playlist names is there, with its type', async () => {
    const { uri } = await get(`GET ${at}/package`)
    assert.deepEqual(
      uri.map((one: string) => one.replace(/^.*\/API/, '')),
      [`${at}/package/master.m3u8`, `${at}/package/manifest.mpd`],
    )
    const master = await file('master.m3u8')
    assert.equal(master.headers['content-type'], 'application/vnd.apple.mpegurl')
    const playlists = master.text.match(/media_\d+\.m3u8/g) ?? []
    assert.deepEqual(new Set(playlists).size, 3)
    const { text } = await file('media_0.m3u8')
    const [segment = ''] = text.match(/[^\s"]+\.m4s/g) ?? []
    const part = await file(segment, { range: 'bytes=4-7' })
    assert.deepEqual(
      [part.status, part.headers['content-type'], part.headers['content-length']],
      [206, 'video/iso.segment', '4'],
    )
    assert.equal((await file('manifest.mpd')).headers['content-type'], 'application/dash+xml')
  })

  it('is served without credentials below a token, whose playlists need no other', async () => {
    const { uri } = await get(`GET ${at}/package?noauth-url=true&duration=5`)
    const { pathname } = new URL(uri[0])
    const open = (path: string) => ask(`GET ${path}`, { by: 'nobody', accept: '*/*' })
    for (const name of ['master.m3u8', 'media_2.m3u8'])
      assert.equal((await open(pathname.replace('master.m3u8', name))).status, 200)
    assert.equal((await open(pathname.replace(/VX-\d+\/package/, 'VX-1/package'))).status, 404)
    assert.equal((await open(pathname.replace('/APInoauth/', '/API/'))).status, 404)
  })

  for (const name of ['..%2F..%2Finbox%2Fclip.mp4', '%2e%2e', '.made-by', 'none.m4s', 'media_0.m3u8%00'])
    it(`serves nothing else: ${name}`, async () => {
      assert.ok([400, 404].includes((await file(name)).status))
    })

  const to = `export?uri=${encodeURIComponent('file:///tmp/')}`
  for (const [line, expected] of [
    [`POST SHAPE/${to}`, '400 invalidInput shape'],
    [`POST ITEM/${to}&tag=hls`, '400 invalidInput shape'],
    ['POST SHAPE/transcode?tag=lowres', '400 invalidInput shape'],
    ['POST ITEM/transcode?tag=hls,lowres', '400 invalidInput tag'],
    ['POST ITEM/range?tag=hls&start=0&end=1', '400 invalidInput tags'],
    ['GET ITEM/shape/VX-1000000/package', '404 notFound shape'],
  ] as const)
    it(`${line} is ${expected}`, async () => {
      const there = line.replace('SHAPE', at).replace('ITEM', `/item/${item}`)
      assert.equal(await refusedBy(here, there), expected)
    })

  it('is deleted with its folder', async () => {
    const { file: files } = await get(`GET ${at}/file`)
    const folder = dirname(fileURLToPath(files[0].uri[0]))
    await get(`DELETE ${at}`)
    const { mediaRoot, test } = here.api()
    const fork = () => test.database.em.fork()
    await deleteFiles({
      fork,
      tools: { mediaRoots: [mediaRoot], tasks: undefined as never },
      onError: () => undefined,
    })
    await assert.rejects(readdir(folder), { code: 'ENOENT' })
    assert.ok((await readdir(here.folder())).length > 0)
  })
})

/** Outputs that are folders, such as packages for streaming: listed, and served file by file. */
import assert from 'node:assert/strict'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { siteId } from '../../../schema/ids.ts'
import { serving } from '../../serving.ts'

const MADE = '0123456789'

describe('The outputs of a job that are a folder', () => {
  const { api, ask, job } = serving()
  const path = (name: string) => join(api().mediaRoot, name)
  const uri = (name: string) => pathToFileURL(path(name)).href

  const MASTER =
    '#EXTM3U\n#EXT-X-MEDIA:TYPE=AUDIO,URI="media_1.m3u8"\n#EXT-X-STREAM-INF:BANDWIDTH=1\nmedia_0.m3u8\n'
  const MANIFEST =
    '<S initialization="init-$RepresentationID$.mp4" media="s-$Number%05d$.m4s"/><BaseURL>a.vtt</BaseURL>'
  const packaged = async () => {
    const result = {
      uri: uri('out/pack age'),
      entry: 'master.m3u8',
      durationS: 5,
      size: 99,
      files: [],
      heights: [],
    }
    const step = { number: 700, name: 'check-package', result, runs: [{ state: 'FINISHED' as const }] }
    return siteId(await job({ state: 'FINISHED', steps: [step] }))
  }
  before(async () => {
    await writeFile(path('secret.mp4'), 'secret')
    await mkdir(path('out/pack age'), { recursive: true })
    const files = {
      'master.m3u8': MASTER,
      'manifest.mpd': MANIFEST,
      'init-0.mp4': MADE,
      's-00001.m4s': MADE,
      'a.vtt': 'WEBVTT',
    }
    for (const [name, content] of Object.entries({ ...files, '.made-by': 'x' }))
      await writeFile(path(`out/pack age/${name}`), content)
    await symlink(path('secret.mp4'), path('out/pack age/link.mp4'))
  })

  it('are listed with the link of the file that a player opens, to which that of the folder leads', async () => {
    const id = await packaged()
    const { body } = await ask(`GET /API/job/${id}/output`)
    const { link, ...rest } = body.output[0]
    assert.match(link, new RegExp(`/API/job/${id}/output/1/master\\.m3u8$`))
    assert.deepEqual(rest, {
      ...{ number: 1, uri: uri('out/pack age'), name: 'pack age', label: 'package', size: 99, duration: 5 },
      ...{ mediaType: 'application/vnd.apple.mpegurl', partial: false, available: true },
    })
    const { status, headers } = await ask(`GET /API/job/${id}/output/1?download=true`)
    assert.deepEqual([status, headers['location']], [302, '1/master.m3u8?download=true'])
  })

  // biome-ignore format: a table
  for (const [file, type] of [
    ['master.m3u8', 'application/vnd.apple.mpegurl'], ['manifest.mpd', 'application/dash+xml'], ['init-0.mp4', 'video/mp4'],
    ['s-00001.m4s', 'video/iso.segment'], ['a.vtt', 'text/vtt;charset=UTF-8'],
  ] as const)
    it(`have ${file} as ${type}, with ranges`, async () => {
      const id = await packaged()
      const { status, headers } = await ask(`GET /API/job/${id}/output/1/${file}`, { headers: { range: 'bytes=1-3' } })
      assert.deepEqual([status, headers['content-type'], headers['content-length']], [206, type, '3'])
    })

  it('have playlists and manifests whose links carry the ticket', async () => {
    const id = await packaged()
    const { text: ticket } = await ask(`POST /API/job/${id}/output/ticket`, { accept: 'text/plain' })
    const by = async (file: string) => {
      const { body, text } = await ask(`GET /API/job/${id}/output/1/${file}?ticket=${ticket}`, {
        by: 'nobody',
      })
      return text ?? Buffer.from(body).toString()
    }
    const query = `?ticket=${ticket}`
    assert.equal(
      await by('master.m3u8'),
      MASTER.replace('media_1.m3u8', `media_1.m3u8${query}`).replace('media_0.m3u8', `media_0.m3u8${query}`),
    )
    assert.equal(
      await by('manifest.mpd'),
      `<S initialization="init-$RepresentationID$.mp4${query}" media="s-$Number%05d$.m4s${query}"/><BaseURL>a.vtt${query}</BaseURL>`,
    )
    assert.equal(await by('s-00001.m4s'), MADE)
  })

  for (const file of [
    '..%2Fsecret.mp4',
    '%2e%2e%2fsecret.mp4',
    '.made-by',
    'link.mp4',
    'none.m4s',
    'a/b',
    '..',
  ])
    it(`have no file ${file}`, async () => {
      const id = await packaged()
      assert.equal((await ask(`GET /API/job/${id}/output/1/${file}`)).status, 404)
    })

  it('have files only if they are folders', async () => {
    const result = [{ tag: 'web', uri: uri('secret.mp4'), size: 6, sha256: '', media: {} }]
    const step = { number: 300, name: 'check-output', result, runs: [{ state: 'FINISHED' as const }] }
    const id = siteId(await job({ state: 'FINISHED', steps: [step] }))
    assert.equal((await ask(`GET /API/job/${id}/output/1`)).status, 200)
    assert.equal((await ask(`GET /API/job/${id}/output/1/master.m3u8`)).status, 404)
  })
})

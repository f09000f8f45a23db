import assert from 'node:assert/strict'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { PRESETS } from '../../../server/shape-tag/preset-files.ts'
import { destinationOf, presetsOf, renditionsOf } from '../../../steps/transcode/renditions.ts'
import type { Media } from '../../../tasks/ffmpeg/media.ts'
import { folder } from '../../tasks/machine.ts'

const SOUND = {
  type: 'audio',
  index: 1,
  codec: 'aac',
  channels: 2,
  sampleRate: 48_000,
  durationS: 10,
} as const
const FLAC = { ...SOUND, codec: 'flac' } as const
const OPUS = { ...SOUND, codec: 'opus' } as const
const media = (format: string, streams: Media['streams']): Media => ({
  ...{ format, durationS: 10, sizeBytes: 1, bitRate: 1, streams },
})

describe('the presets of a job', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [tags: string | undefined, found: readonly string[] | string])[] = [
    [undefined,            ['original']],
    ['',                   ['original']],
    [' , ',                ['original']],
    ['lowres',             ['lowres']],
    ['web,lowres',         ['web', 'lowres']],
    [' web , lowres ,web', ['web', 'lowres']],
    ['web,none',           'none'],
    ['Web',                'Web'],
  ]
  for (const [tags, found] of rows) {
    it(`with tags ${JSON.stringify(tags)} are ${found}`, () => {
      const presets = presetsOf(tags === undefined ? {} : { tags }, PRESETS)
      assert.deepEqual('unknown' in presets ? presets.unknown : presets.map(({ tag }) => tag), found)
    })
  }
})

const NAMES = { jobId: 7, run: 9 } as const

describe('the rendition', () => {
  // biome-ignore format: a table
  const rows: readonly (readonly [source: string, tag: string, format: string, streams: Media['streams'], final: string, partial: string])[] = [
    ['/in/clip.mov',    'lowres',   'mov',      [SOUND], '/out/clip-lowres.mp4',    '/out/.clip-lowres.VX-7.200.9.partial.mp4'],
    ['/in/a.b.clip.MXF', 'audio',   'mxf',      [SOUND], '/out/a.b.clip-audio.m4a', '/out/.a.b.clip-audio.VX-7.200.9.partial.m4a'],
    ['/in/clip',        'prores',   'mov',      [SOUND], '/out/clip-prores.mov',    '/out/.clip-prores.VX-7.200.9.partial.mov'],
    ['/in/clip.mp4',    'original', 'mov',      [SOUND], '/out/clip-original.mp4',  '/out/.clip-original.VX-7.200.9.partial.mp4'],
    ['/in/clip.opus',   'original', 'ogg',      [OPUS],  '/out/clip-original.opus', '/out/.clip-original.VX-7.200.9.partial.opus'],
    ['/in/clip.mkv',    'original', 'matroska', [FLAC],   '/out/clip-original.mkv',  '/out/.clip-original.VX-7.200.9.partial.mkv'],
  ]
  for (const [path, tag, format, streams, final, partial] of rows) {
    it(`of ${path} as ${tag} is ${final}`, () => {
      const presets = PRESETS.filter((preset) => preset.tag === tag)
      const made = renditionsOf({ path, media: media(format, streams) }, presets, '/out', NAMES)
      assert.ok(!('refused' in made))
      assert.deepEqual([made[0]?.final, made[0]?.partial], [final, partial])
    })
  }
})

describe('the folder of the outputs', () => {
  it('is by default a folder of the job in the first media root', async () => {
    assert.deepEqual(await destinationOf({}, 7, ['/one', '/two']), { folder: '/one/VX-7' })
  })

  it('is destinationUri, even if it does not exist, but never outside the media roots', async () => {
    await using root = await folder()
    await mkdir(join(root.path, 'media', 'there'), { recursive: true })
    await symlink('/tmp', join(root.path, 'media', 'out'))
    const roots = [join(root.path, 'media')]
    const to = (name: string) =>
      destinationOf({ destinationUri: `file://${root.path}/media/${name}` }, 7, roots)
    assert.deepEqual(await to('there'), { folder: join(root.path, 'media', 'there') })
    assert.deepEqual(await to('new/deep'), { folder: join(root.path, 'media', 'new', 'deep') })
    for (const name of ['../elsewhere', 'out', 'out/x']) assert.ok('refused' in (await to(name)), name)
  })
})

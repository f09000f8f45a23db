/** Shape tags: the table of operations (wire-media.md §6.1, vectors 66 and 67), names, and refusals. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { serving } from '../../serving.ts'

const PRESET = {
  format: 'mp4',
  audio: { codec: 'aac', bitrate: 128_000 },
  video: {
    scaling: { width: 320, height: 180 },
    codec: 'h264',
    bitrate: 250_000,
    framerate: { numerator: 1, denominator: 25 },
    gopSize: 50,
    setting: [{ key: 'codecTagString', value: 'avc1' }],
  },
} as const

const SHIPPED =
  '__jpeg __mov __mp3 __mp4 __png __wav __webm audio dnxhr hevc hevc-hdr hls lowres original prores web'.split(
    ' ',
  )

describe('shape tags', function () {
  this.timeout(60_000)
  const { ask, api } = serving()
  const by = 'root'
  const put = (tag: string, preset: object) =>
    ask(`PUT /shape-tag/${tag}`, { by, body: JSON.stringify(preset), type: 'application/json' })

  it('are there from the start, sorted, as a document and as text', async () => {
    assert.deepEqual((await ask('GET /shape-tag', { by })).body, { uri: SHIPPED })
    const text = await ask('GET /shape-tag', { by, accept: 'text/plain' })
    assert.equal(text.text, SHIPPED.map((tag) => `${tag}\r\n`).join(''))
    const { uri } = (await ask('GET /shape-tag?url=true', { by })).body
    assert.equal(uri[0], '/API/shape-tag/__jpeg')
  })

  it('are written and read back the same, and replaced as a whole', async () => {
    const written = await put('test', PRESET)
    assert.deepEqual([written.status, written.headers['content-length']], [200, '0'])
    assert.deepEqual((await ask('GET /shape-tag/test', { by })).body, PRESET)
    await put('test', { format: 'mxf', video: { codec: 'mpeg2video' } })
    const { body } = await ask('GET /shape-tag/test', { by })
    assert.deepEqual(body, { format: 'mxf', video: { codec: 'mpeg2video' } })
    const { uri } = (await ask('GET /shape-tag', { by })).body
    assert.deepEqual(uri, [...SHIPPED, 'test'].toSorted())
    assert.equal((await ask('DELETE /shape-tag/test', { by })).status, 200)
    const gone = await ask('DELETE /shape-tag/test', { by })
    assert.deepEqual(
      [gone.status, gone.body.notFound.type, gone.body.notFound.id],
      [404, 'shape-tag', 'test'],
    )
  })

  it('may have names with blanks, which some clients encode twice', async () => {
    await put('my%20tag', { description: 'a label' })
    assert.equal((await ask('GET /shape-tag/my%2520tag', { by })).body.description, 'a label')
    await put('my%2520tag', { description: 'the same' })
    assert.equal((await ask('GET /shape-tag/my%20tag', { by })).body.description, 'the same')
    await ask('DELETE /shape-tag/my%20tag', { by })
  })

  const names: readonly (readonly [name: string, why: string])[] = [
    ['__x', 'built-in'],
    ['original', 'built-in'],
    ['__mp4', 'built-in'],
    ['a%2Cb', 'without “/” and “,”'],
    ['a%2Fb', 'without “/” and “,”'],
  ]
  for (const [name, why] of names)
    it(`refuse the name ${name}`, async () => {
      const { status, body } = await put(name, PRESET)
      assert.deepEqual([status, body.invalidInput.context], [400, 'tag'])
      assert.ok(body.invalidInput.explanation.includes(why), body.invalidInput.explanation)
    })

  it('of files can be replaced and deleted, and are there again when asked for', async () => {
    const { body: before } = await ask('GET /shape-tag/lowres', { by })
    await put('lowres', { format: 'wav', audio: { codec: 'pcm_s16le' } })
    assert.equal((await ask('GET /shape-tag/lowres', { by })).body.format, 'wav')
    await ask('DELETE /shape-tag/lowres', { by })
    assert.equal((await ask('GET /shape-tag/lowres', { by })).status, 404)
    const job = await ask('POST /job?type=TRANSCODE&jobmetadata=sourceUri%3Dx&jobmetadata=tags%3Dlowres', {
      by,
    })
    assert.deepEqual([job.status, job.body.notFound.type], [404, 'shape-tag'])
    assert.equal((await ask('PUT /APIinit/preset-templates', { by })).status, 200)
    assert.deepEqual((await ask('GET /shape-tag/lowres', { by })).body, before)
  })

  it('have a script, which is part of the preset', async () => {
    await put('scripted', PRESET)
    assert.equal((await ask('GET /shape-tag/scripted/script', { by, accept: 'text/plain' })).status, 404)
    const body = 'preset.getVideo().setBitrate(1000000)\n'
    const type = 'application/javascript'
    assert.equal((await ask('PUT /shape-tag/scripted/script', { by, body, type })).status, 200)
    assert.equal((await ask('GET /shape-tag/scripted/script', { by, accept: 'text/plain' })).text, body)
    assert.equal((await ask('GET /shape-tag/scripted', { by })).body.script, body)
    const broken = await ask('PUT /shape-tag/scripted/script', { by, body: 'a b', type })
    assert.match(broken.headers['x-callsheet-warning'] ?? '', /does not parse: line 1, column 3/)
    assert.equal((await ask('DELETE /shape-tag/scripted/script', { by })).status, 200)
    assert.equal((await ask('DELETE /shape-tag/scripted/script', { by })).status, 404)
  })

  it('have metadata', async () => {
    const body = JSON.stringify({
      field: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
    })
    await ask('PUT /shape-tag/original/metadata', { by, body, type: 'application/json' })
    await ask('PUT /shape-tag/original/metadata/b', { by, body: '3', type: 'text/plain' })
    const { text } = await ask('GET /shape-tag/original/metadata', { by, accept: 'text/plain' })
    assert.equal(text, 'a\t1\r\nb\t3\r\n')
    assert.equal((await ask('GET /shape-tag/original/metadata/b', { by, accept: 'text/plain' })).text, '3')
    assert.equal((await ask('DELETE /shape-tag/original/metadata/b', { by })).status, 200)
    assert.equal((await ask('DELETE /shape-tag/original/metadata/b', { by })).status, 404)
    await ask('DELETE /shape-tag/original/metadata', { by })
    assert.deepEqual((await ask('GET /shape-tag/original/metadata', { by })).body, { field: [] })
    const keys = [...'abcdefghij']
    await Promise.all(
      keys.map((key) =>
        ask(`PUT /shape-tag/original/metadata/${key}`, { by, body: '1', type: 'text/plain' }),
      ),
    )
    const { field } = (await ask('GET /shape-tag/original/metadata', { by })).body
    assert.deepEqual(field.map(({ key }: { key: string }) => key).toSorted(), keys)
  })

  it('need roles', async () => {
    const [read, write] = [
      await ask('GET /shape-tag', { by: 'ann' }),
      await ask('DELETE /shape-tag/web', { by: 'ann' }),
    ]
    assert.deepEqual([read.status, read.body.forbidden.context], [403, '_shape_tag_read'])
    assert.deepEqual([write.status, write.body.forbidden.context], [403, '_shape_tag_write'])
  })

  const video = { codec: 'h264' }
  // biome-ignore format: a table
  const refused: readonly (readonly [element: string, value: string | null, preset: object])[] = [
    ['format', 'mkvv', { format: 'mkvv', video }],
    ['format', null, { video }],
    ['format', null, { format: 'webm', video }],
    ['video.codec', 'x266', { format: 'mp4', video: { codec: 'x266' } }],
    ['audio.codec', null, { format: 'mp4', audio: {} }],
    ['video.pixelFormat', 'yuv999', { format: 'mp4', video: { ...video, pixelFormat: 'yuv999' } }],
    ['video.pixelFormat', 'yuv444p', { format: 'mxf', video: { codec: 'mpeg2video', pixelFormat: 'yuv444p' } }],
    ['video.setting.crf', 'good', { format: 'mp4', video: { ...video, setting: [{ key: 'crf', value: 'good' }] } }],
    ['video.setting.tune', 'x', { format: 'mp4', video: { ...video, setting: [{ key: 'tune', value: 'x' }] } }],
    ['video.setting.tag', 'ai15', { format: 'mp4', video: { ...video, setting: [{ key: 'codecTagString', value: 'ai15' }] } }],
    ['video.setting', 'stats=/tmp/a', { format: 'mp4', video: { ...video, setting: [{ key: 'x264-params', value: 'stats=/tmp/a' }] } }],
    ['video.scaling.padColor', 'nocolor', { format: 'mp4', video: { ...video, scaling: { width: 64, height: 64, padColor: 'nocolor' } } }],
    ['video.scaling.rotate', '45', { format: 'mp4', video: { ...video, scaling: { rotate: '45' } } }],
    ['video.framerate', '0/25', { format: 'mp4', video: { ...video, framerate: { numerator: 0, denominator: 25 } } }],
    ['video.imageQuality', '50', { format: 'mp4', video: { ...video, imageQuality: 50 } }],
    ['video.containerSAR', null, { format: 'mp4', video: { ...video, containerSAR: { horizontal: 1, vertical: 1 } } }],
    ['audio.framerate', '96000', { format: 'mp3', audio: { codec: 'mp3', framerate: { numerator: 1, denominator: 96_000 } } }],
    ['audio.mix[0].input', null, { format: 'wav', audio: { codec: 'pcm_s16le', mix: [{}] } }],
    ['callsheet.passes', '2', { format: 'mp4', video: { codec: 'hevc' }, callsheet: { passes: 2 } }],
    ['callsheet.loudness', '3', { format: 'wav', audio: { codec: 'pcm_s16le' }, callsheet: { loudness: 3 } }],
    ['callsheet.subtitleTracks', 'all', { format: 'wav', audio: { codec: 'pcm_s16le' }, callsheet: { subtitleTracks: 'all' } }],
    ['callsheet.argument', '-i', { format: 'mp4', video, callsheet: { argument: ['-i', '/etc/passwd'] } }],
    ['callsheet.argument', '-filter_complex', { format: 'mp4', video, callsheet: { argument: ['-filter_complex', 'movie=x'] } }],
    ['callsheet.argument', '-tune', { format: 'mp4', video, callsheet: { argument: ['-tune'] } }],
    ['overlay.uri', '/etc/logo.png', { format: 'mp4', video, overlay: [{ uri: ['file:///etc/logo.png'], x: 0, y: 0 }] }],
    ['faceDetect', 'true', { faceDetect: true }],
    ['muxerSetting', 'x', { format: 'mp4', video, muxerSetting: [{ key: 'x', value: '1' }] }],
    ['demuxerSetting', null, { format: 'mp4', video, demuxerSetting: [{ key: 'x', value: '1' }] }],
    ['startTimecode', '1:2', { format: 'mov', video, startTimecode: '1:2' }],
  ]
  for (const [element, value, preset] of refused)
    it(`refuse ${element} ${value ?? ''} of ${JSON.stringify(preset)}`, async () => {
      const { status, body } = await put('refused', preset)
      assert.equal(status, 400, JSON.stringify(body))
      assert.deepEqual(
        [body.invalidInput.context, body.invalidInput.value],
        [element, value],
        JSON.stringify(body),
      )
      assert.equal((await ask('GET /shape-tag/refused', { by })).status, 404)
    })

  it('keep what only other transcoders know, with a warning', async () => {
    const preset = {
      format: 'mp4',
      video: { ...video, preset: ['intra100i'], profile: ['CBR'], setting: [{ key: 'foo', value: 'x' }] },
    }
    const { status, headers } = await put('kept', preset)
    assert.equal(status, 200)
    assert.match(
      headers['x-callsheet-warning'] ?? '',
      /video.preset "intra100i".*video.profile "CBR".*video.setting "foo"/,
    )
    assert.deepEqual((await ask('GET /shape-tag/kept', { by })).body, preset)
  })

  it('take arguments for ffmpeg from administrators only', async () => {
    const preset = { format: 'mp4', video, callsheet: { argument: ['-tune:v', 'film'] } }
    assert.equal((await put('tuned', preset)).status, 200)
    await ask('PUT /user/bob', {
      by,
      body: JSON.stringify({ userName: 'bob', roleList: { role: ['_shape_tag_write'] } }),
      type: 'application/json',
    })
    const other = await ask('PUT /shape-tag/tuned', {
      by: 'bob',
      body: JSON.stringify(preset),
      type: 'application/json',
    })
    assert.equal(other.status, 403, other.text)
  })

  it('show the command and the preset after its script (vector 68)', async () => {
    const sourceUri = await clip(api().mediaRoot)
    await put('shown', { ...PRESET, script: 'preset.getVideo().setBitrate(1000000)' })
    const { body } = await ask(`GET /shape-tag/shown/command?sourceUri=${encodeURIComponent(sourceUri)}`, {
      by,
    })
    assert.equal(body.preset.video.bitrate, 1_000_000)
    assert.match(body.argument.join(' '), / -c:v libx264 -tag:v avc1 -b:v 1000000 -g:v 50 /)
    assert.match(body.explanation.join('\n'), /shown \(mp4\): video: 320×180/)
    const outside = await ask('GET /shape-tag/shown/command?sourceUri=file:///etc/passwd', { by })
    assert.deepEqual([outside.status, outside.body.invalidInput.context], [400, 'sourceUri'])
    await put('shown', { ...PRESET, script: '\npreset.getFoo().bar()' })
    const broken = await ask(`GET /shape-tag/shown/command?sourceUri=${encodeURIComponent(sourceUri)}`, {
      by,
    })
    assert.match(broken.body.noCommand, /^script of “shown”: line 2, column \d+: TypeError/)
  })

  async function clip(folder: string): Promise<string> {
    const { make, PICTURE, TONE, H264 } = await import('../../tasks/machine.ts')
    return `file://${await make(join(folder, 'clip.mp4'), [...PICTURE(1), ...TONE(1), ...H264, '-c:a', 'aac'])}`
  }
})

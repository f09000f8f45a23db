/** RAW_TRANSCODE: every element of its document has its effect, or is refused by its name. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import rawTranscode from '../../steps/job-types/raw-transcode.ts'
import type { Output } from '../../steps/transcode/check-output.ts'
import { make, PICTURE, TONE } from '../tasks/machine.ts'
import { type Bench, bench } from './context.ts'
import { runJob } from './files.ts'

describe('RAW_TRANSCODE', function () {
  this.timeout(60_000)
  let here: Bench
  const at = (name: string) => join(here.media, name)
  const uri = (name: string) => `file://${at(name)}`
  before(async () => {
    here = await bench()
    await make(at('picture.mov'), [
      ...PICTURE(2),
      ...TONE(2),
      '-c:v',
      'libx264',
      '-preset',
      'ultrafast',
      '-c:a',
      'pcm_s16le',
      '-ac',
      '2',
    ])
    await make(at('sound.wav'), [...TONE(2), '-c:a', 'pcm_s16le'])
  })
  after(() => here[Symbol.asyncDispose]())

  const inputs = () => [
    { id: 7, uri: [uri('picture.mov')] },
    { id: 9, uri: [uri('sound.wav')] },
  ]
  const to = (name: string) => ({ id: 1, containerFormat: 'mp4', uri: uri(name) })
  const VIDEO = { id: [1], codec: 'h264' }

  it('takes streams of several files into several files, each with an encoding of its own', async () => {
    const jobDocument = JSON.stringify({
      input: inputs(),
      output: [
        { ...to('a.mp4'), requireFaststart: 'true' },
        { id: 2, containerFormat: 'mov', uri: uri('b.mov') },
      ],
      connection: [
        {
          input: [{ id: 7, stream: 0 }],
          videoOutput: {
            ...VIDEO,
            bitrate: 200_000,
            scaling: { width: 160, height: 90 },
            gopSize: 5,
            maxBFrames: 0,
            preset: ['fast'],
            pixelFormat: 'yuv420p',
            timeBase: { numerator: 1, denominator: 50 },
            maxBitrate: 400_000,
            rcBufferSize: 800_000,
          },
        },
        {
          input: [{ id: 9, stream: 0 }],
          audioOutput: {
            id: [1, 2],
            codec: 'aac',
            bitrate: 64_000,
            timeBase: { numerator: 1, denominator: 44_100 },
          },
        },
        {
          input: [{ id: 7, stream: 1 }],
          audioOutput: { id: [2], codec: 'pcm_s16le', channelLayoutName: 'mono' },
        },
      ],
    })
    const refused = await rawTranscode.check?.({ jobDocument }, here.tools)
    assert.equal(refused, undefined)
    const { last, results } = await runJob(here, rawTranscode, { metadata: { jobDocument } })
    assert.deepEqual(last, { ended: 'finished' })
    const outputs = results['check-output'] as readonly Output[]
    const said = outputs.map(({ tag, uri, media, flaws = [] }) => [
      tag,
      uri,
      ...flaws,
      ...media.streams.map((stream) =>
        stream.type === 'video'
          ? `${stream.codec} ${stream.width}×${stream.height} ${stream.frames}`
          : stream.type === 'audio'
            ? `${stream.codec} ${stream.channels} ${stream.sampleRate}`
            : '',
      ),
    ])
    assert.deepEqual(said, [
      ['output 1', uri('a.mp4'), 'h264 120×90 100', 'aac 1 44100'],
      ['output 2', uri('b.mov'), 'aac 1 44100', 'pcm_s16le 1 48000'],
    ])
  })

  // biome-ignore format: a table
  for (const [what, change, reason] of [
    ['an element without effect',       { output: [{ ...{ id: 1, containerFormat: 'mp4', uri: 'file:///x' }, muxrate: 5 }] }, 'output 1: muxrate is not supported'],
    ['a setting of the encoder',        { connection: [{ input: [{ id: 7, stream: 0 }], videoOutput: { ...VIDEO, setting: { key: 'a', value: 'b' } } }] }, 'connection 1: videoOutput: setting is not supported'],
    ['an unknown codec',                { connection: [{ input: [{ id: 7, stream: 0 }], videoOutput: { id: [1], codec: 'cinepak' } }] }, /^connection 1: codec: expected h264, .* got “cinepak”$/],
    ['an unknown container',            { output: [{ id: 1, containerFormat: 'exe', uri: 'file:///x' }] }, 'output 1: containerFormat “exe” is not supported'],
    ['an unknown input',                { connection: [{ input: [{ id: 8, stream: 0 }], videoOutput: VIDEO }] }, 'connection 1: there is no input 8'],
    ['an unknown output',               { connection: [{ input: [{ id: 7, stream: 0 }], videoOutput: { id: [3], codec: 'h264' } }] }, 'connection 1: there is no output 3'],
    ['an output without a connection',  { output: [{ id: 1, containerFormat: 'mp4', uri: 'file:///x' }, { id: 2, containerFormat: 'mp4', uri: 'file:///y' }] }, 'output 2: no connection leads to it'],
    ['several inputs of a connection',  { connection: [{ input: [{ id: 7, stream: 0 }, { id: 9, stream: 0 }], audioOutput: { id: [1], codec: 'aac' } }] }, 'connection 1: expected one input, got 2'],
    ['a channel mix',                   { connection: [{ input: [], audioMixInput: { mix: { input: 1 } }, audioOutput: { id: [1], codec: 'aac' } }] }, 'connection 1: audioMixInput is not supported'],
    ['a size of nothing',               { connection: [{ input: [{ id: 7, stream: 0 }], videoOutput: { ...VIDEO, scaling: { width: 0, height: 9 } } }] }, 'width: expected at least 1, got 0'],
    ['a URI outside the media roots',   { output: [{ id: 1, containerFormat: 'mp4', uri: 'file:///etc/x.mp4' }] }, /outside the media roots/],
    ['nothing',                         { input: [], output: [], connection: [] }, 'expected at least one input, one output and one connection'],
  ] as const)
    it(`refuses ${what}`, async () => {
      const connection = [{ input: [{ id: 7, stream: 0 }], videoOutput: VIDEO }]
      const jobDocument = JSON.stringify({ input: inputs(), output: [to('x.mp4')], connection, ...change })
      const refused = await rawTranscode.check?.({ jobDocument }, here.tools)
      assert.ok(refused?.refused === 'invalid')
      if (typeof reason === 'string') assert.ok(refused.explanation.endsWith(reason), refused.explanation)
      else assert.match(refused.explanation, reason)
    })

  it('says which stream is missing', async () => {
    const connection = [{ input: [{ id: 9, stream: 0 }], videoOutput: VIDEO }]
    const jobDocument = JSON.stringify({ input: inputs(), output: [to('x.mp4')], connection })
    const { last } = await runJob(here, rawTranscode, { metadata: { jobDocument } })
    assert.deepEqual(last, {
      ended: 'fatal',
      reason: 'connection 1 to output 1: stream 0 of sound.wav is audio, not video',
    })
  })
})

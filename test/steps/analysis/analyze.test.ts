import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { measureMedia } from '../../../steps/analysis/measure-media.ts'
import { registerMeasures } from '../../../steps/analysis/register-measures.ts'
import type { Metadata } from '../../../steps/engine/declare/step.ts'
import analyze from '../../../steps/job-types/analyze.ts'
import { probe } from '../../../tasks/ffmpeg/ffprobe.ts'
import type { MeasureRow } from '../../../tasks/ffmpeg/measure/rows.ts'
import { H264, make, PICTURE, programs, TONE } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { runJob } from '../files.ts'

const size = 'size=160x90:rate=25'
/** A second of black, two of a moving picture, one and a half of red, and as much of color bars. */
const PARTS = [
  `color=black:${size}:duration=1`,
  `testsrc2=${size}:duration=2`,
  `color=red:${size}:duration=1.5`,
  `smptehdbars=${size}:duration=1.5`,
].map((source, at) => `${source},format=yuv420p[p${at}]`)
const VIDEO = ['-f', 'lavfi', '-i', `${PARTS.join(';')};[p0][p1][p2][p3]concat=n=4`]
/** Left: 1 kHz, silent from 1 s to 2.5 s. Right: 440 Hz, half as loud. */
const SOUND = [
  ...['-f', 'lavfi', '-i'],
  "aevalsrc='if(between(t,1,2.5),0,sin(2*PI*1000*t)/4)|sin(2*PI*440*t)/8':d=6:s=48000:c=stereo",
]

describe('ANALYZE', function () {
  this.timeout(30_000)
  let here: Bench
  const at = (...names: readonly string[]) => join(here.media, ...names)
  before(async () => {
    here = await bench()
    await make(at('all.mkv'), [...VIDEO, ...SOUND, ...H264, '-c:a', 'pcm_s16le'])
    await make(at('letterbox.mp4'), [...PICTURE(0.4), '-vf', 'pad=320:320:0:40', ...H264])
    const gradient = ['-f', 'lavfi', '-i', 'gradients=size=320x240:rate=25:duration=0.6:speed=0.1:seed=1']
    await make(at('frames.mkv'), [...gradient, '-c:v', 'ffv1'])
    await make(at('fields.mkv'), [
      ...PICTURE(0.8),
      '-vf',
      'fps=50,tinterlace=interleave_top,setfield=tff',
      '-c:v',
      'ffv1',
    ])
  })
  after(() => here[Symbol.asyncDispose]())

  const analyzed = async (file: string, more: Metadata = {}) => {
    const metadata = { sourceUri: `file://${at(file)}`, ...more }
    const { last, results } = await runJob(here, analyze, { metadata })
    assert.deepEqual(last.ended, 'finished', JSON.stringify(last))
    const registered = await registerMeasures.run({ ...here.context({ results }), em: undefined as never })
    assert.ok(registered.ended === 'finished')
    return { computed: registered.metadata ?? {}, rows: registered.result as readonly MeasureRow[] }
  }
  const spans = (rows: readonly MeasureRow[], key: string) =>
    rows.filter((row) => row.key === key).map(({ start, end }) => [start, end])

  it('finds all of it in one pass, by default', async () => {
    const { computed, rows } = await analyzed('all.mkv')
    assert.deepEqual(spans(rows, 'black'), [['0@25', '25@25']])
    assert.deepEqual(spans(rows, 'bars'), [['115@25', '150@25']])
    assert.deepEqual(
      rows.filter(({ key }) => key === 'scene').map(({ start }) => start),
      ['25@25', '75@25', '113@25'],
    )
    const [silence, ...more] = rows.filter(({ key }) => key === 'silence')
    assert.deepEqual([silence?.channel, silence?.stream, silence?.itemTrack], [0, 1, 'A1'])
    assert.deepEqual(more, [])
    assert.ok(Number(computed['loudness']?.split(' ')[0]) < -10, computed['loudness'])
    assert.equal(computed['truePeak'], '-12 dBTP')
    assert.ok(rows.some(({ key, value }) => key === 'fingerprint' && /^[\w-]{20,}$/.test(value ?? '')))
    assert.ok(rows.some(({ key }) => key === 'signal.YAVG') && rows.some(({ key }) => key === 'signal.ti'))
    assert.equal(computed['crop'], '160:90:0:0')
    assert.equal(JSON.parse(computed['result'] ?? '').rows.length, rows.length)
  })

  it('measures what is asked for, by thresholds that have an effect', async () => {
    const { rows } = await analyzed('all.mkv', {
      analyze: 'freeze,black',
      freezeTime: '1.2',
      blackTime: '1.5',
    })
    assert.deepEqual(new Set(rows.map(({ key }) => key)), new Set(['freeze']))
    assert.deepEqual(spans(rows, 'freeze')[0], ['75@25', '113@25'])
    assert.equal(spans(rows, 'freeze').length, 2)
    const bright = await analyzed('all.mkv', {
      analyze: 'black',
      blackThreshold: '1',
      blackPercentage: '100',
    })
    assert.deepEqual(spans(bright.rows, 'black')[0], ['0@25', '113@25'])
    const loud = await analyzed('all.mkv', { analyze: 'silence', silenceThreshold: '-6', silenceTime: '0.5' })
    assert.deepEqual(new Set(loud.rows.map(({ channel }) => channel)), new Set([0, 1]))
    const cuts = await analyzed('all.mkv', { analyze: 'scenes', sceneThreshold: '30' })
    assert.equal(cuts.rows.length, 1)
  })

  it('finds a tone in a channel where nothing else is heard', async () => {
    const channels = JSON.stringify([{ tone: [1_000, 440] }, { channel: 1, tone: [440] }, { thresh: -50 }])
    const { rows } = await analyzed('all.mkv', { analyze: 'channels', channels })
    const found = rows.map(({ key, value, channel, start, end }) => {
      const seconds = [start, end].map((time) => Math.round(Number(time?.split('@')[0]) / 480) / 100)
      return [key, value, channel, ...seconds.map((second) => Math.round(second * 2) / 2)]
    })
    assert.deepEqual(found, [
      ['silence', undefined, 0, 1, 2.5],
      ['tone', '1000', 0, 0, 1],
      ['tone', '1000', 0, 2.5, 6],
      ['tone', '440', 1, 0, 6],
    ])
  })

  for (const [what, filter] of [
    ['5.1', 'pan=5.1|c0=c0|c1=c0|c2=c0'],
    ['six channels without a layout', 'pan=6C|c0=c0|c1=c0'],
  ] as const)
    it(`measures ${what}`, async () => {
      await make(at('many.mov'), [...TONE(4), '-af', filter, '-c:a', 'pcm_s16le'])
      const { rows } = await analyzed('many.mov', { analyze: 'fingerprint,speech,loudness' })
      assert.ok(rows.some(({ key }) => key === 'fingerprint'))
      assert.ok(rows.some(({ key, value }) => key === 'loudness.integrated' && Number(value) > -40))
    })

  it('finds black borders', async () => {
    const { computed } = await analyzed('letterbox.mp4', { analyze: 'crop' })
    assert.equal(computed['crop'], '320:240:0:40')
  })

  it('tells fields from frames', async () => {
    assert.equal(
      (await analyzed('fields.mkv', { analyze: 'interlace' })).computed['interlace'],
      'top field first',
    )
    const { computed } = await analyzed('frames.mkv', { analyze: 'interlace' })
    assert.equal(computed['interlace'], 'progressive')
  })

  describe('finds speech', () => {
    /** Spoken by a synthesizer (eSpeak NG): two sentences. */
    const SPEECH = ['-i', fileURLToPath(new URL('speech.opus', import.meta.url))]
    const noise = (kind: string, seconds: number) => [
      ...['-f', 'lavfi', '-i'],
      kind === 'tone' ? `sine=frequency=300:duration=${seconds}` : `anoisesrc=c=pink:a=0.3:d=${seconds}`,
    ]
    const seconds = (row: MeasureRow) =>
      [row.start, row.end].map((time = '') => Number(time.split('@')[0]) / Number(time.split('@')[1]))
    const isNear = (actual: readonly number[], expected: readonly number[]) =>
      assert.ok(
        actual.length === expected.length &&
          actual.every((one, n) => Math.abs(one - (expected[n] ?? 0)) < 0.3),
        `${actual} instead of ${expected}`,
      )

    it('in each stream by itself, and not in tones, noise and silence', async () => {
      const { ffprobe } = await programs()
      const clip = await probe(SPEECH[1] ?? '', { ffprobe, signal: new AbortController().signal })
      assert.ok(clip.ended === 'done')
      const length = clip.media.durationS ?? 0
      const graph =
        '[0]aresample=48000[t];[1]aresample=48000[s];[2]aresample=48000[n];[t][s][n]concat=n=3:v=0:a=1,asplit[a][b];[b]volume=0[c]'
      const parts = [...noise('tone', 1), ...SPEECH, ...noise('noise', 2)]
      const more = ['-map', '[a]', '-map', '[c]', ...['-map', '1:a', '-map', '2:a'], '-c:a', 'pcm_s16le']
      await make(at('spoken.mov'), [...parts, '-filter_complex', graph, ...more])
      const { rows, computed } = await analyzed('spoken.mov', { analyze: 'speech' })
      const [first, second, ...others] = rows
      assert.deepEqual([rows.map(({ key }) => key), others], [['speech', 'speech'], []])
      assert.deepEqual([first?.stream, first?.itemTrack, second?.stream], [0, 'A1', 2])
      isNear(seconds(first as MeasureRow), [1, 1 + length])
      isNear(seconds(second as MeasureRow), [0, length])
      assert.equal(computed['speechCount'], '2')
    })

    it('by its thresholds, and from the start of the file', async () => {
      await make(at('late.mkv'), [...PICTURE(4), '-itsoffset', '1', ...SPEECH, ...H264, '-c:a', 'libopus'])
      const { rows } = await analyzed('late.mkv', { analyze: 'speech' })
      assert.ok(Math.abs((seconds(rows[0] as MeasureRow)[0] ?? 0) - 1) < 0.2, JSON.stringify(rows))
      const long = await analyzed('late.mkv', { analyze: 'speech', speechTime: '60' })
      assert.deepEqual(long.rows, [])
      const words = await analyzed('late.mkv', {
        analyze: 'speech',
        speechPause: '0.05',
        speechThreshold: '0.9',
      })
      assert.ok(words.rows.length > rows.length, JSON.stringify(words.rows))
    })
  })

  it('shows its command in a dry run', async () => {
    const question = {
      ...here.context({ metadata: { sourceUri: `file://${at('all.mkv')}`, analyze: 'loudness' } }),
    }
    const line = await measureMedia.command?.(question)
    assert.ok(line && 'argument' in line && line.argument.join(' ').includes('ebur128'))
  })

  // biome-ignore format: a table
  for (const [metadata, expected] of [
    [{ analyze: 'black,blak' },                          'analyze: “blak” is none of'],
    [{ channels: '{}' },                                 'channels: expected a JSON array'],
    [{ channels: '[{"tone":[1]}]' },                     'channels: expected tones from 10 to 20000 Hz'],
    [{ channels: '[{"tine":[1000]}]' },                  'channels: “tine” is none of'],
    [{ channels: '[{"thresh":3}]' },                     'channels: expected a thresh from -200 to 0'],
  ] as const)
    it(`refuses ${JSON.stringify(metadata)}`, async () => {
      const refused = await analyze.check?.({ sourceUri: `file://${at('all.mkv')}`, ...metadata }, here.tools)
      assert.ok(refused?.refused === 'invalid')
      assert.ok(`${refused.key}: ${refused.explanation}`.startsWith(expected), refused.explanation)
    })

  it('fails for a channel that the file does not have', async () => {
    const metadata = { sourceUri: `file://${at('all.mkv')}`, channels: '[{"channel":2}]' }
    const { last } = await runJob(here, analyze, { metadata })
    assert.ok(last.ended === 'fatal' && last.reason.endsWith('it has no channel 2 in its first audio stream'))
  })

  it('fails for a file of which nothing can be decoded', async () => {
    const tone = await make(at('tone.wav'), [...TONE(1), '-bitexact'])
    await writeFile(at('header.wav'), (await readFile(tone)).subarray(0, 44))
    const { last } = await runJob(here, analyze, { metadata: { sourceUri: `file://${at('header.wav')}` } })
    assert.ok(
      last.ended === 'fatal' && last.reason.endsWith('header.wav: nothing in it could be decoded'),
      JSON.stringify(last),
    )
  })

  it('stops when it is aborted', async () => {
    const metadata = { sourceUri: `file://${at('all.mkv')}` }
    const { results } = await runJob(here, analyze, { metadata: { ...metadata, analyze: 'crop' } })
    const context = here.context({ metadata, results, signal: AbortSignal.timeout(100) })
    assert.ok(measureMedia.runsAs === 'STARTED_ASYNCHRONOUS')
    assert.deepEqual(await measureMedia.run(context), { ended: 'retry', reason: 'stopped' })
  })
})

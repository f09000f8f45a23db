/** TIMELINE: edit decision lists, rendered, whose frames are read again; and the whole command of one. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import timeline from '../../../steps/job-types/timeline.ts'
import { readEdl } from '../../../steps/sequence/edl/edl-draft.ts'
import { resolved } from '../../../steps/sequence/resolve.ts'
import type { Output } from '../../../steps/transcode/check-output.ts'
import { canvasOf, mediaOfCanvas } from '../../../tasks/ffmpeg/sequence/canvas.ts'
import { sequenceCommand } from '../../../tasks/ffmpeg/sequence/command.ts'
import { mediaWith, PICTURE, PROXY, planned, SOUND } from '../../tasks/ffmpeg/plan.ts'
import { eventually, make } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'
import { cleanUp, runJob } from '../files.ts'
import { brightnessOf, numbered, numbersIn, samplesIn } from '../numbered-frames.ts'

describe('TIMELINE', function () {
  this.timeout(60_000)
  let here: Bench
  const at = (name: string) => join(here.media, name)
  before(async () => {
    here = await bench()
    const pcm = ['-c:v', 'libx264', '-g', '40', '-bf', '3', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le']
    const tone = (level: number) => [
      '-f',
      'lavfi',
      '-i',
      `aevalsrc=exprs=${level}|${level}/2:sample_rate=48000:duration=4`,
    ]
    await make(at('a.mov'), [...numbered(4), ...tone(0.5), '-timecode', '01:00:00:00', ...pcm])
    const black = ['-f', 'lavfi', '-i', 'color=black:size=320x240:rate=25:duration=4']
    await make(at('b.mov'), [...black, ...tone(0.25), '-timecode', '02:00:00:00', ...pcm])
  })
  after(() => here[Symbol.asyncDispose]())

  async function render(lines: readonly string[]): Promise<Output> {
    const destinationUri = `file://${mkdtempSync(at('out-'))}`
    const sources = `A001=file://${at('a.mov')}\nB002=file://${at('b.mov')}`
    const metadata = { edl: lines.join('\r\n'), sources, destinationUri, tags: 'prores' }
    const { last, results } = await runJob(here, timeline, { metadata })
    assert.deepEqual(last, { ended: 'finished' })
    const [output] = results['check-output'] as readonly [Output]
    return output
  }
  const pathOf = ({ uri }: Output) => new URL(uri).pathname
  const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, n) => first + n)

  it('shows each frame that the list names', async () => {
    const output = await render([
      'TITLE: CUTS',
      '001  A001     AA/V  C        01:00:01:00 01:00:01:10 10:00:00:00 10:00:00:10',
      '002  A001     AA/V  C        01:00:03:05 01:00:03:08 10:00:00:10 10:00:00:13',
      '003  A001     AA/V  C        01:00:00:00 01:00:00:02 10:00:00:13 10:00:00:15',
    ])
    assert.match(pathOf(output), /\/CUTS-prores\.mov$/)
    assert.deepEqual(await numbersIn(pathOf(output), at('a.mov')), [
      ...range(25, 34),
      ...range(80, 82),
      ...range(0, 1),
    ])
  })

  it('dissolves from frame to frame, in picture and sound', async () => {
    const path = pathOf(
      await render([
        '001  A001     AA/V  C        01:00:02:00 01:00:02:10 00:00:00:00 00:00:00:10',
        '002  A001     AA/V  C        01:00:02:10 01:00:02:10 00:00:00:10 00:00:00:10',
        '002  B002     AA/V  D    010 02:00:00:00 02:00:01:00 00:00:00:10 00:00:01:10',
      ]),
    )
    const [shown, source] = [await brightnessOf(path), await brightnessOf(at('a.mov'))]
    assert.equal(shown.length, 35)
    for (const frame of [...range(10, 19)]) {
      const [faded = 0] = shown[frame] ?? []
      const [full = 0] = source[50 + frame] ?? []
      const expected = full * (1 - (frame - 10) / 10)
      assert.ok(Math.abs(faded - expected) <= 4, `frame ${frame}: ${faded} instead of ${expected}`)
    }
    assert.ok((shown[20]?.[0] ?? 99) <= 18)
    const heard = await samplesIn(path)
    assert.equal(heard.length, 35 * 1_920)
    const level = (frame: number) => Math.round(((heard[frame * 1_920] ?? 0) / 32_768) * 100) / 100
    assert.deepEqual([level(5), level(9), level(20), level(34)], [0.5, 0.5, 0.25, 0.25])
    // Equal power: half way, each side has 0.707 of its level.
    assert.ok(Math.abs(level(15) - Math.SQRT1_2 * 0.75) < 0.02, `${level(15)}`)
  })

  it('keeps two channels apart that have cuts of their own', async () => {
    const path = pathOf(
      await render([
        '001  A001     V     C        01:00:02:00 01:00:03:00 00:00:00:00 00:00:01:00',
        '002  A001     A     C        01:00:02:00 01:00:03:00 00:00:00:00 00:00:01:00',
        '003  B002     A2    C        02:00:02:00 02:00:02:10 00:00:00:00 00:00:00:10',
      ]),
    )
    const left = await samplesIn(path)
    const right = await samplesIn(path, 1)
    const level = (samples: Int16Array, frame: number) =>
      Math.round(((samples[frame * 1_920] ?? 0) / 32_768) * 1_000) / 1_000
    // The first channel of a, and the second of b until frame 10.
    assert.deepEqual(
      [level(left, 5), level(left, 20), level(right, 5), level(right, 20)],
      [0.5, 0.5, 0.125, 0],
    )
  })

  it('leaves nothing behind when it is aborted', async () => {
    const destinationUri = `file://${mkdtempSync(at('aborted-'))}`
    const metadata = {
      ...{
        edl: '001 A001 V C 01:00:00:00 01:00:03:00 00:00:00:00 00:00:03:00',
        destinationUri,
        tags: 'web,hevc',
      },
      sources: `A001=file://${at('a.mov')}`,
    }
    const abort = new AbortController()
    const names = () => readdir(new URL(destinationUri))
    const running = runJob(here, timeline, { metadata, signal: abort.signal })
    await eventually('a partial file', async () => (await names()).length === 2, 10_000)
    abort.abort()
    const { last, results } = await running
    assert.equal(last.ended, 'retry')
    await cleanUp(here, timeline, { metadata, results })
    assert.deepEqual(await names(), [])
  })

  it('needs a list or a document, and only one of them', async () => {
    const check = async (metadata: Record<string, string>) =>
      JSON.stringify(await timeline.check?.({ tags: 'web', ...metadata }, here.tools))
    assert.match(await check({}), /"key":"conformXML","explanation":"missing"/)
    assert.match(
      await check({ edl: 'x', conformXML: '<a/>' }),
      /"key":"edl".*cannot be combined with conformXML/,
    )
    assert.match(await check({ edl: '001 A V C' }), /"key":"edl".*event 001 \(line 1\)/)
    const one = '001 A V C 01:00:00:00 01:00:01:00 00:00:00:00 00:00:01:00'
    assert.match(
      await check({ edl: one, sources: 'A=file:///etc/passwd' }),
      /"key":"edl".*event 001: .*outside the media roots/,
    )
    assert.match(await check({ edl: one, sources: 'A' }), /"key":"sources".*expected lines name=URI/)
    const sources = `A=file://${at('a.mov')}`
    assert.match(await check({ edl: one, sources, tags: 'original' }), /preset “original” copies its streams/)
    assert.match(await check({ edl: one, sources, frameRate: 'fast' }), /"key":"frameRate"/)
    assert.equal(await check({ edl: one, sources }), undefined)
  })
})

describe('The command of an edit decision list', () => {
  it('reads each part once, joins the runs at the cuts, and encodes for the preset', () => {
    const list = [
      '001  A001     AA/V  C        00:00:20:00 00:00:21:00 00:00:00:00 00:00:01:00',
      '002  A001     AA/V  C        00:00:21:00 00:00:21:00 00:00:01:00 00:00:01:00',
      '002  B002     AA/V  D    010 00:00:00:00 00:00:01:00 00:00:01:00 00:00:02:00',
      '003  BL       AA/V  C        00:00:00:00 00:00:01:00 00:00:02:00 00:00:03:00',
    ]
    const names = new Map([
      ['A001', 'file:///a.mov'],
      ['B002', 'file:///b.mov'],
    ])
    const draft = readEdl(list.join('\n'), 'cut', names)
    assert.ok(!('refused' in draft))
    const media = { ...mediaWith({ ...PICTURE, durationS: 60 }, { ...SOUND, durationS: 60 }), durationS: 60 }
    const sequence = resolved(
      draft,
      ['a', 'b'].map((name) => ({ uri: `file:///${name}.mov`, path: `/${name}.mov`, media })),
    )
    assert.ok(!('refused' in sequence))
    const canvas = canvasOf(sequence, [PROXY])
    const plan = planned(PROXY, mediaOfCanvas(sequence, canvas))
    const { line, reads } = sequenceCommand({
      ffmpeg: { path: '/bin/ffmpeg' },
      sequence,
      canvas,
      outputs: [{ plan, path: '/out' }],
    })
    const uniform =
      'format=yuv420p,setsar=1,setparams=colorspace=bt709:color_primaries=bt709:color_trc=bt709:range=tv:field_mode=prog'
    const picture = (offset: number, frames: number) =>
      `settb=1/1000000,setpts=PTS-${offset},fps=fps=25:start_time=0,tpad=stop=2:stop_mode=clone,trim=end_frame=${frames},scale=w=320:h=240,format=yuv420p,${uniform}`
    const sound = (first: number, count: number) =>
      `aresample=48000:async=1:first_pts=0,atrim=start_sample=${first}:end_sample=${first + count},asetpts=N/SR/TB,apad=whole_len=${count},atrim=end_sample=${count},aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo`
    const graph = [
      `[0:0]${picture(10_000_000, 35)}[v0]`,
      `[1:0]${picture(0, 25)}[v1]`,
      `color=c=black:size=320x240:rate=25,trim=end_frame=25,${uniform}[v2]`,
      '[v0][v1]xfade=transition=fade:duration=0.4:offset=1[vx1]',
      '[vx1][v2]concat=n=2:v=1:a=0[vall]',
      `[0:1]${sound(480_000, 67_200)}[a0_0]`,
      `[1:1]${sound(0, 48_000)}[a0_1]`,
      'anullsrc=sample_rate=48000:channel_layout=stereo,apad=whole_len=48000,atrim=end_sample=48000,aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo[a0_2]',
      '[a0_0][a0_1]acrossfade=ns=19200:c1=qsin:c2=qsin[a0_x1]',
      '[a0_x1][a0_2]concat=n=2:v=0:a=1[a0_all]',
      '[vall]null[out0_0]',
      '[a0_all]anull[out0_1]',
    ]
    const input = (path: string) =>
      `-protocol_whitelist file -format_whitelist mov,mp4,m4a,3gp,3g2,mj2 -i file:${path}`
    const expected =
      `/bin/ffmpeg -hide_banner -y -loglevel level+warning -progress pipe:1 -nostats -stats_period 0.5 ` +
      `-ss 10 -t 14 ${input('/a.mov')} -t 3 ${input('/b.mov')} -filter_complex ${graph.join(';')} ` +
      `-map [out0_0] -c:v libx264 -preset:v ultrafast -crf:v 28 -pix_fmt:v yuv420p -map [out0_1] -c:a aac -b:a 96k -ar 48000 ` +
      `-map_metadata -1 -movflags +faststart -f mp4 file:/out`
    assert.deepEqual(line, expected.split(' '))
    assert.deepEqual(reads, ['/a.mov', '/b.mov'])
  })
})

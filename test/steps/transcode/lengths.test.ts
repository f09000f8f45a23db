/** Real sources whose container says less than the truth about the length of their streams. */
import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Outcome, Step } from '../../../steps/engine/declare/step.ts'
import { probeFile } from '../../../steps/source/probe-file.ts'
import type { Tools } from '../../../steps/tools.ts'
import { checkOutput } from '../../../steps/transcode/check-output.ts'
import { transcode } from '../../../steps/transcode/transcode.ts'
import { H264, make, PICTURE, TONE } from '../../tasks/machine.ts'
import { type Bench, bench } from '../context.ts'

const BOTH = ['-map', '0', '-map', '1', ...H264, '-c:a', 'aac'] as const
const SUBTITLES = '1\n00:00:01,000 --> 00:00:02,000\nHi\n\n2\n00:00:59,000 --> 00:01:00,000\nEnd\n'

describe('TRANSCODE', function () {
  this.timeout(60_000)
  let here: Bench
  const at = (name: string) => join(here.media, name)
  before(async () => {
    here = await bench()
    await make(at('base.mp4'), [...PICTURE(4), ...TONE(4), ...BOTH])
  })
  after(() => here[Symbol.asyncDispose]())

  // biome-ignore format: a table
  const kept: readonly (readonly [what: string, name: string, tags: string, made: () => Promise<unknown>])[] = [
    ['subtitles that end after the picture',        'subtitles.mkv', 'lowres', async () => {
      await writeFile(at('s.srt'), SUBTITLES)
      await make(at('subtitles.mkv'), ['-i', at('base.mp4'), '-i', at('s.srt'), '-map', '0', '-map', '1', '-c', 'copy', '-c:s', 'srt'])
    }],
    ['sound that is shorter than the picture',      'short.mp4',     'audio',  () => make(at('short.mp4'), [...PICTURE(8), ...TONE(3), ...BOTH])],
    ['sound whose length is only a guess',          'vbr.mp3',       'audio',  () => make(at('vbr.mp3'), [...TONE(2), '-af', 'apad=pad_dur=12', '-c:a', 'libmp3lame', '-q:a', '9', '-write_xing', '0'])],
    ['times that begin at one hour',                'hour.mkv',      'lowres', () => make(at('hour.mkv'), ['-i', at('base.mp4'), '-c', 'copy', '-output_ts_offset', '3600'])],
    ['two recordings in one transport stream',      'two.ts',        'lowres', async () => {
      const one = await readFile(await make(at('one.ts'), ['-i', at('base.mp4'), '-c', 'copy']))
      await writeFile(at('two.ts'), Buffer.concat([one, one]))
    }],
  ]
  for (const [what, name, tags, made] of kept)
    it(`keeps what it makes of ${what}`, async () => {
      await made()
      const outcome = await all(name, tags)
      assert.equal(outcome.ended, 'finished', JSON.stringify(outcome))
    })

  it('refuses a picture that ends with its first packets that can be decoded', async () => {
    const path = await make(at('zeros.mp4'), [
      ...PICTURE(8),
      ...TONE(8),
      ...BOTH,
      '-g',
      '25',
      '-bsf:v',
      ZEROS,
    ])
    const outcome = await all(basename(path), 'lowres')
    assert.ok(outcome.ended === 'fatal', JSON.stringify(outcome))
    assert.match(
      outcome.reason,
      /^lowres: the output has 2\.00 s of video, expected 8\.00 s.*: 75 % missing, and MAX_LOSS allows 5 %$/,
    )
  })

  /** The steps of the job, up to the first that does not finish. */
  async function all(name: string, tags: string): Promise<Outcome> {
    const metadata = { sourceUri: `file://${at(name)}`, tags, destinationUri: `file://${at(`of ${name}`)}` }
    const results: Record<string, unknown> = {}
    let outcome: Outcome | undefined
    for (const step of [probeFile, transcode, checkOutput] as readonly Step<Tools>[]) {
      outcome = await step.run({ ...here.context({ metadata, results }), em: undefined as never })
      if (outcome.ended !== 'finished') return outcome
      results[step.name] = outcome.result
    }
    assert.ok(outcome)
    return outcome
  }
})

/** Replaces all of each packet of the picture from the 51st on. */
const ZEROS = "noise=amount='if(gte(n,50),1,0)'"

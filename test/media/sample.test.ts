/** A sample of the corpus; all of it is in test/long. The table says what is expected of each clip. */
import assert from 'node:assert/strict'
import { type Bench, bench } from '../steps/context.ts'
import { CLIPS } from './catalogue.ts'
import { expectations, line } from './expectations.ts'
import { type Job, madeOf } from './outcomes.ts'

const SAMPLE: readonly (readonly [clip: string, ...jobs: Job[]])[] = [
  ['plain.mp4', 'original', 'lowres', 'audio', 'THUMBNAIL'],
  ['subtitle-outlasts-picture.mkv', 'original', 'lowres'],
  ['sound-shorter.mp4', 'audio'],
  ['no-xing.mp3', 'audio'],
  ['from-one-hour.mkv', 'lowres'],
  ['joined.ts', 'lowres'],
  ['zeros.mp4', 'lowres', 'original'],
  ['noise.mp4', 'lowres'],
  ['browser.webm', 'lowres', 'prores'],
  ['eight-monos.mxf', 'lowres', 'prores'],
  ['chapters.mkv', 'original'],
  ['cover.flac', 'original'],
  ['ambisonic.mkv', 'lowres'],
  ['dv-pal-wide.avi', 'lowres', 'prores', 'THUMBNAIL'],
  ['hdr10.mp4', 'lowres', 'hevc-hdr'],
  ['rgb-hd.mov', 'original', 'lowres'],
  ['very-small.mp4', 'dnxhr'],
  ['slides.mp4', 'THUMBNAIL'],
]

describe('A sample of media as it comes', function () {
  this.timeout(60_000)
  let here: Bench
  const kept = expectations()
  before(async () => {
    here = await bench()
  })
  after(() => here[Symbol.asyncDispose]())

  it('has names of its own, and a row for each clip and job in the table', () => {
    assert.equal(new Set(CLIPS.map(({ name }) => name)).size, CLIPS.length)
    assert.deepEqual(
      [...new Set(kept.map(({ clip }) => clip))],
      CLIPS.map(({ name }) => name),
    )
  })

  for (const [name, ...jobs] of SAMPLE) {
    const clip = CLIPS.find((one) => one.name === name)
    it(`${clip?.property} (${name}): ${jobs.join(', ')}`, async () => {
      assert.ok(clip)
      const expected = jobs.map((job) => kept.find((one) => one.clip === name && one.job === job))
      const made = await madeOf(here, clip, jobs)
      assert.deepEqual(
        made.map(line),
        expected.map((one) => one && line(one)),
      )
    })
  }
})

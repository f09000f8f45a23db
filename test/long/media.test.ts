/** Every preset and THUMBNAIL over every clip of the corpus, compared with the table that is kept. */
import assert from 'node:assert/strict'
import { CLIPS } from '../media/catalogue.ts'
import { expectations, line } from '../media/expectations.ts'
import { JOBS, madeOf } from '../media/outcomes.ts'
import { type Bench, bench } from '../steps/context.ts'

describe('What the jobs make of media as it comes', function () {
  this.timeout(120_000)
  let here: Bench
  const kept = expectations()
  before(async () => {
    here = await bench()
  })
  after(() => here[Symbol.asyncDispose]())

  it('is kept for each clip and job', () => {
    const rows = kept.map(({ clip, job }) => `${clip} ${job}`)
    assert.deepEqual(
      rows,
      CLIPS.flatMap(({ name }) => JOBS.map((job) => `${name} ${job}`)),
    )
  })

  for (const clip of CLIPS)
    it(`${clip.property} (${clip.name})`, async () => {
      const expected = kept.filter((one) => one.clip === clip.name).map(line)
      assert.deepEqual((await madeOf(here, clip)).map(line), expected)
    })
})

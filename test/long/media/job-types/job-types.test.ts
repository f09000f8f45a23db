/** Every job type that reads media, on media as it comes: what it makes, or why it fails. */
import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { checkCompleteness } from '../../../../steps/transcode/check-completeness.ts'
import { CACHE, madeClip } from '../../../media/corpus.ts'
import { type Bench, bench } from '../../../steps/context.ts'
import { cleanUp, runJob } from '../../../steps/files.ts'
import { SUBJECTS, type Subject } from './clips.ts'
import { ASKED, type Asked } from './jobs.ts'

describe('Each job type that reads media', function () {
  this.timeout(60_000)
  let here: Bench
  before(async () => {
    here = await bench()
  })
  after(() => here[Symbol.asyncDispose]())

  for (const subject of SUBJECTS)
    describe(`of ${subject.property} (${subject.name})`, () => {
      for (const [name, asked] of Object.entries(ASKED))
        it(`${name} ${reasonOf(name, asked, subject)?.source ?? 'makes what is asked for'}`, () =>
          compare(name, asked, subject))
    })

  async function compare(name: string, asked: Asked, subject: Subject): Promise<void> {
    const { path } = await madeClip(subject)
    const folder = mkdtempSync(join(here.media, 'out-'))
    const metadata = asked.metadata({ uri: pathToFileURL(path).href, folder: pathToFileURL(folder).href })
    const tools = { mediaRoots: [here.media, CACHE] }
    const { last, results } = await runJob(here, asked.type, { metadata, tools })
    const reason = reasonOf(name, asked, subject)
    if (reason) {
      assert.ok(last.ended === 'fatal', JSON.stringify(last))
      assert.match(last.reason, reason)
      await cleanUp(here, asked.type, { metadata, tools, results })
      return assert.deepEqual(await readdir(folder), [])
    }
    assert.deepEqual(last, { ended: 'finished' })
    const complete = await checkCompleteness.run({ ...here.context({ results }), em: undefined as never })
    assert.deepEqual(complete, { ended: 'finished' })
    await asked.check({ subject, source: path, folder, results })
  }
})

/** Why the job fails; undefined if it does not. */
function reasonOf(name: string, { needs }: Asked, subject: Subject): RegExp | undefined {
  if (subject.broken) return subject.broken
  if (subject.but?.[name]) return subject.but[name]
  if (needs === 'picture' && !subject.video) return /no video/
  if (needs === 'sound' && subject.sound.length === 0) return /no audio/
  return undefined
}

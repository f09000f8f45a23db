/** Writes expectations.tsv anew with `node test/media/write-expectations.ts`. Read the difference. */
import { writeFile } from 'node:fs/promises'
import { bench } from '../steps/context.ts'
import { CLIPS } from './catalogue.ts'
import { line } from './expectations.ts'
import { madeOf } from './outcomes.ts'

await using here = await bench()
const lines: string[][] = []
const waiting = [...CLIPS.entries()]
async function work(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const [at, clip] = next
    lines[at] = (await madeOf(here, clip)).map(line)
    process.stdout.write('.')
  }
}
await Promise.all([work(), work()])
await writeFile(new URL('expectations.tsv', import.meta.url), `${lines.flat().join('\n')}\n`)
process.exit(0)

/**
 * Runs all benchmarks (`npm run bench`) or some (`npm run bench -- submit`), and prints each result when it
 * is ready.
 */

import { abort } from '../abort.ts'
import { admission } from '../admission.ts'
import { bulk } from '../bulk.ts'
import { codec } from '../codec.ts'
import { scrolling } from '../console.ts'
import { documents } from '../documents.ts'
import { ffmpegCost } from '../ffmpeg-cost.ts'
import { list } from '../list.ts'
import { imports } from '../media/import.ts'
import { search } from '../media/search.ts'
import { transfer } from '../media/transfer.ts'
import { queue } from '../queue.ts'
import { retention } from '../retention.ts'
import { script } from '../script.ts'
import { submit } from '../submit.ts'
import { type Measured, table } from './table.ts'

const BENCHMARKS: Readonly<Record<string, () => Promise<Measured>>> = {
  codec,
  submit,
  list,
  documents,
  queue,
  admission,
  abort,
  bulk,
  script,
  retention,
  search,
  transfer,
  import: imports,
  'ffmpeg-cost': ffmpegCost,
  console: scrolling,
}

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !Object.hasOwn(BENCHMARKS, name))
if (unknown.length > 0) {
  process.stderr.write(
    `Unknown benchmark: ${unknown.join(', ')}. Available: ${Object.keys(BENCHMARKS).join(', ')}.\n`,
  )
  process.exitCode = 1
} else {
  for (const [name, measure] of Object.entries(BENCHMARKS)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    process.stdout.write(`${table(await measure())}\n`)
  }
}

/** Measures the time from the request to abort a job until its ffmpeg is gone. Linux only. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { clock } from '../steps/engine/runtime/clock.ts'
import { uriOf } from '../steps/transcode/renditions.ts'
import { makeClips, PRESET } from './run/clips.ts'
import { groupOf, isGroupGone } from './run/process-group.ts'
import { Server } from './run/server.ts'
import { type Measured, median, quantile } from './run/table.ts'
import { Watch } from './run/watch.ts'

const ABORTS = 100
const WARM_UP = 3
/** Length of the full encode, s; it is aborted in the middle. */
const ENCODE_S = 20
/** Encode time before the abort, so that there is partial output to discard. */
const ENCODES_MS = 200
const LOOK_EVERY_MS = 2

/** Times of one abort, ms since just before its request. */
interface Timed {
  readonly answered: number
  readonly gone: number
  readonly aborted: number
}

export async function abort(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'callsheet-clips-'))
  try {
    const { paths } = await makeClips(folder, 1, ENCODE_S)
    await using server = await Server.start(1, [folder])
    await using watch = await Watch.open(server.connection)
    const times: Timed[] = []
    for (let round = 0; round < WARM_UP + ABORTS; round++) {
      const timed = await abortOne(server, watch, paths[0] ?? '')
      if (round >= WARM_UP) times.push(timed)
    }
    return measured(times)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function abortOne(server: Server, watch: Watch, path: string): Promise<Timed> {
  const id = await server.submit({ sourceUri: uriOf(path), tags: PRESET.tag })
  const group = await encoding(path)
  await clock.sleep(ENCODES_MS)
  const begun = performance.now()
  const answered = server.abort(id).then(() => performance.now() - begun)
  while (!isGroupGone(group)) await clock.sleep(LOOK_EVERY_MS)
  const gone = performance.now() - begun
  const { at } = await watch.first(`job ${id} ABORTED`)
  return { answered: await answered, gone, aborted: at - begun }
}

/** Waits for the ffmpeg that encodes the file, and returns its process group. */
async function encoding(path: string): Promise<number> {
  for (;;) {
    const group = groupOf((words) => words.includes('-progress') && words.includes(`file:${path}`))
    if (group !== undefined) return group
    await clock.sleep(LOOK_EVERY_MS)
  }
}

function measured(times: readonly Timed[]): Measured {
  const row = (name: string, of: (timed: Timed) => number) => {
    const all = times.map(of)
    return [name, ...[median(all), quantile(all, 0.95), quantile(all, 0.99)].map((ms) => ms.toFixed(0))]
  }
  return {
    title: `abort: ${ABORTS} jobs, one at a time, each in the middle of its encode`,
    columns: ['', 'p50, ms', 'p95, ms', 'p99, ms'],
    rows: [
      row('DELETE /job/(job-id) → answered', ({ answered }) => answered),
      row('→ the process group of ffmpeg is gone', ({ gone }) => gone),
      row('→ ABORTED', ({ aborted }) => aborted),
    ],
    notes: ['Bar: the process group is gone within 2 s, p99.'],
  }
}

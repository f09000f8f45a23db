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
/** Where the agent is: beside the server, or reached through PostgreSQL alone, as on another host. */
const AGENTS = ['beside the server', 'apart'] as const
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
    const rows: (readonly string[])[] = []
    for (const agent of AGENTS) {
      const times = await abortEach(folder, paths[0] ?? '', agent)
      rows.push(...rowsOf(agent, times))
    }
    return measured(rows)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function abortEach(
  folder: string,
  path: string,
  agent: (typeof AGENTS)[number],
): Promise<readonly Timed[]> {
  await using server = await Server.start(1, [folder], agent === 'apart')
  await using watch = await Watch.open(server.connection)
  const times: Timed[] = []
  for (let round = 0; round < WARM_UP + ABORTS; round++) {
    const timed = await abortOne(server, watch, path)
    if (round >= WARM_UP) times.push(timed)
  }
  return times
}

async function abortOne(server: Server, watch: Watch, path: string): Promise<Timed> {
  const id = await server.submit({ sourceUri: uriOf(path), tags: PRESET.tag })
  const group = await encoding()
  await clock.sleep(ENCODES_MS)
  const begun = performance.now()
  const answered = server.abort(id).then(() => performance.now() - begun)
  while (!isGroupGone(group)) await clock.sleep(LOOK_EVERY_MS)
  const gone = performance.now() - begun
  const { at } = await watch.first(`job ${id} ABORTED`)
  return { answered: await answered, gone, aborted: at - begun }
}

/** Waits for the ffmpeg that encodes, and returns its process group. Its source is given as an open file. */
async function encoding(): Promise<number> {
  for (;;) {
    const group = groupOf(
      ([program = '', ...words]) => program.endsWith('/ffmpeg') && words.includes('-progress'),
    )
    if (group !== undefined) return group
    await clock.sleep(LOOK_EVERY_MS)
  }
}

function rowsOf(agent: string, times: readonly Timed[]): readonly (readonly string[])[] {
  const row = (name: string, of: (timed: Timed) => number) => {
    const all = times.map(of)
    const figures = [median(all), quantile(all, 0.95), quantile(all, 0.99)]
    return [`agent ${agent}: ${name}`, ...figures.map((ms) => ms.toFixed(0))]
  }
  return [
    row('DELETE /job/(job-id) → answered', ({ answered }) => answered),
    row('→ the process group of ffmpeg is gone', ({ gone }) => gone),
    row('→ ABORTED', ({ aborted }) => aborted),
  ]
}

function measured(rows: readonly (readonly string[])[]): Measured {
  return {
    title: `abort: ${ABORTS} jobs each, one at a time, each in the middle of its encode`,
    columns: ['', 'p50, ms', 'p95, ms', 'p99, ms'],
    rows,
    notes: ['Bar: the process group is gone within 200 ms, p99; with the agent apart within 500 ms.'],
  }
}

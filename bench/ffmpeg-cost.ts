/** Measures the overhead of the server: clips that it encodes, against the same encodes by a shell script. */

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { uriOf } from '../steps/transcode/renditions.ts'
import { type Clips, encodeBare, makeClips, PRESET, type Took } from './run/clips.ts'
import { type ProcessorTime, processorTime, since } from './run/processor-time.ts'
import { Server } from './run/server.ts'
import type { Measured } from './run/table.ts'
import { Watch } from './run/watch.ts'

const CLIPS = 12
const AT_ONCE = 2
/** Length of the bare encode of one clip while another one runs, s. */
const ENCODE_S = 5
/** Each round runs between two runs of the floor, so that a change in the speed of the machine shows. */
const ROUNDS = 3

interface Round {
  /** The mean of the runs before and after. */
  readonly bare: Took
  readonly server: {
    /** From before the first request until the last end was observed. */
    readonly wallMs: number
    /** From the first creation to the last end, by the clock of the database. */
    readonly insideMs: number
    readonly used: ProcessorTime
  }
}

export async function ffmpegCost(): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'callsheet-clips-'))
  try {
    const clips = await makeClips(folder, CLIPS, ENCODE_S)
    const rounds: Round[] = []
    let before = await encodeBare(clips, join(folder, 'bare'), AT_ONCE)
    for (let round = 0; round < ROUNDS; round++) {
      const server = await encodeByServer(clips)
      const after = await encodeBare(clips, join(folder, 'bare'), AT_ONCE)
      rounds.push({ server, bare: meanOf(before, after) })
      before = after
    }
    return measured(rounds, clips)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * Starts a server for one round, so that none runs while the floor is measured, and warms it up with a short
 * job.
 */
async function encodeByServer({ paths }: Clips): Promise<Round['server']> {
  await using server = await Server.start(AT_ONCE, [dirname(paths[0] ?? '')])
  await using watch = await Watch.open(server.connection)
  const [first = ''] = paths
  await watch.finished(await server.submit({ sourceUri: uriOf(first), tags: 'original' }))
  const usedBefore = processorTime(server.pid, server.dataDir)
  const begun = performance.now()
  const ids = await Promise.all(
    paths.map((path) => server.submit({ sourceUri: uriOf(path), tags: PRESET.tag })),
  )
  const ends = await Promise.all(ids.map((id) => watch.finished(id)))
  const used = since(usedBefore, processorTime(server.pid, server.dataDir))
  const { rows } = await watch.client.query<{ ms: number }>(INSIDE, [ids])
  return { wallMs: Math.max(...ends) - begun, insideMs: rows[0]?.ms ?? Number.NaN, used }
}

const INSIDE = /* sql */ `
select extract(epoch from max(finished) - min(started))::float8 * 1000 as ms from callsheet.job where id = any($1)`

function meanOf(one: Took, other: Took): Took {
  return { wallMs: (one.wallMs + other.wallMs) / 2, usedS: (one.usedS + other.usedS) / 2 }
}

function measured(rounds: readonly Round[], { media, paths }: Clips): Measured {
  const walls = rounds.map(({ bare, server }) => server.wallMs / bare.wallMs)
  const uses = rounds.map(({ bare, server }) => total(server.used) / bare.usedS)
  const row = ({ bare, server }: Round, at: number) => [
    ...[
      `round ${at + 1}`,
      ...[bare.wallMs, server.wallMs, server.insideMs].map((ms) => (ms / 1_000).toFixed(2)),
    ],
    ...[
      walls[at]?.toFixed(3) ?? '',
      bare.usedS.toFixed(2),
      total(server.used).toFixed(2),
      uses[at]?.toFixed(3) ?? '',
    ],
    ownOf(server.used)
      .map((s) => ((s * 1_000) / paths.length).toFixed(0))
      .join(' + '),
  ]
  return {
    title: `ffmpeg-cost: ${paths.length} clips of ${media.durationS?.toFixed(0)} s to ${PRESET.tag}, ${AT_ONCE} at a time`,
    columns: [
      '',
      'bare, s',
      'server, s',
      'its clock, s',
      'ratio',
      'CPU bare, s',
      'CPU server, s',
      'ratio',
      'own CPU per job, ms',
    ],
    rows: rounds.map(row),
    notes: [
      `Wall clock, server to bare: ${spread(walls)}. Bar: 1.08; aim: 1.03.`,
      `CPU time, server to bare: ${spread(uses)}. Less affected by other load on the machine.`,
      'bare: xargs -P2 over ffprobe, the same ffmpeg command, ffprobe, sha256sum, mv; mean of the runs before and after.',
      'own CPU: API + agent + PostgreSQL, without the programs they run.',
    ],
  }
}

function ownOf({ api, agent, postgres }: ProcessorTime): readonly number[] {
  return [api, agent, postgres]
}

function total(used: ProcessorTime): number {
  return [...ownOf(used), used.programs].reduce((sum, time) => sum + time, 0)
}

/** “mean 1.021 (1.014 … 1.030)”. */
function spread(ratios: readonly number[]): string {
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  return `mean ${mean.toFixed(3)} (${Math.min(...ratios).toFixed(3)} … ${Math.max(...ratios).toFixed(3)})`
}

/** What a server costs beside its work: clips encoded through it, against the same encodes by a shell script. */

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
/** How long the bare encode of one clip takes while another one runs, s. */
const ENCODE_S = 5
/** Each lies between two runs of the floor, so that a machine that gets slower or faster meanwhile shows. */
const ROUNDS = 3

interface Round {
  /** The mean of the run before and the one after. */
  readonly bare: Took
  readonly server: {
    /** From before the first request to when the last end was heard of. */
    readonly wallMs: number
    /** From the first creation time to the last end, on the database's clock. */
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

/** A server of its own, so that none is there while the floor is measured; one short job has warmed it up. */
async function encodeByServer({ paths }: Clips): Promise<Round['server']> {
  await using server = await Server.start(AT_ONCE, [dirname(paths[0] ?? '')])
  await using watch = await Watch.open(server.connection)
  await watch.finished(
    await server.submit({ sourceUri: uriOf(join(server.mediaRoot, 'sample.mp4')), tags: 'original' }),
  )
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
      'own CPU a job, ms',
    ],
    rows: rounds.map(row),
    notes: [
      `Wall clock, server to bare: ${spread(walls)}. Bar: 1.08; aim: 1.03.`,
      `Processor time, server to bare: ${spread(uses)}. Less disturbed by what else the machine does.`,
      'bare: xargs -P2 over ffprobe, the same ffmpeg command, ffprobe, sha256sum, mv; the mean of the runs before and after.',
      'own CPU: API + step agent + PostgreSQL, without the programs they run.',
    ],
  }
}

function ownOf({ api, agent, postgres }: ProcessorTime): readonly number[] {
  return [api, agent, postgres]
}

function total(used: ProcessorTime): number {
  return [...ownOf(used), used.programs].reduce((sum, time) => sum + time, 0)
}

/** “× 1.021 in the mean (1.014 … 1.030)”. */
function spread(ratios: readonly number[]): string {
  const mean = ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length
  return `× ${mean.toFixed(3)} in the mean (${Math.min(...ratios).toFixed(3)} … ${Math.max(...ratios).toFixed(3)})`
}

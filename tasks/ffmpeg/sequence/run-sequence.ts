/** Renders a sequence with ffmpeg, in chunks if it is long. */
import type { ProgramFile } from '../../program/program-file.ts'
import type { Media } from '../media.ts'
import type { PlannedStream, RenditionPlan } from '../plan/rendition.ts'
import { type FfmpegOutcome, type Follow, runFfmpeg } from '../run.ts'
import { type Canvas, mediaOfCanvas } from './canvas.ts'
import { sequenceCommand } from './command.ts'
import { lengthOf, type Sequence } from './sequence.ts'

export interface Rendering {
  readonly ffmpeg: ProgramFile
  readonly sequence: Sequence
  readonly canvas: Canvas
  /** One, or the parts that become files first. */
  readonly chunks: readonly Sequence[]
  readonly outputs: readonly { readonly plan: RenditionPlan; readonly path: string }[]
}

interface FollowChunks extends Follow {
  /** The path of the file of a chunk. The caller removes it. */
  readonly chunkPath: (at: number) => string
}

/** If the result is not `done`, the caller has to remove the output. */
export async function renderSequence(rendering: Rendering, follow: FollowChunks): Promise<FfmpegOutcome> {
  const { sequence, canvas, chunks, outputs } = rendering
  const runs = chunks.length === 1 ? 0 : chunks.length
  for (const [at, chunk] of chunks.entries()) {
    if (runs === 0) break
    const { finish: _last, ...before } = follow
    const output = { plan: losslessPlan(chunk, canvas), path: follow.chunkPath(at) }
    const result = await runOnce(
      { ...rendering, sequence: chunk, outputs: [output] },
      share(before, at, runs),
    )
    if (result.ended !== 'done') return result
    if (follow.finish?.aborted) return { ended: 'crashed', message: 'stopped before there was any output' }
  }
  const whole = runs === 0 ? sequence : ofChunks(rendering, follow.chunkPath)
  return runOnce({ ...rendering, sequence: whole, outputs }, share(follow, runs, runs))
}

function runOnce({ ffmpeg, sequence, canvas, outputs }: Rendering, follow: Follow): Promise<FfmpegOutcome> {
  const { line, reads } = sequenceCommand({ ffmpeg, sequence, canvas, outputs })
  const { durationS } = mediaOfCanvas(sequence, canvas)
  return runFfmpeg({ ffmpeg, line, reads, outputs, durationS, byType: true }, follow)
}

/** Its share of the progress: the chunks are the first half. */
function share<F extends Follow>(follow: F, at: number, runs: number): F {
  const { onProgress } = follow
  if (!onProgress || runs === 0) return follow
  const [from, part] = at < runs ? [at / runs / 2, 0.5 / runs] : [0.5, 0.5]
  return {
    ...follow,
    onProgress: ({ fraction, ...progress }) =>
      onProgress({ ...progress, fraction: fraction === undefined ? undefined : from + fraction * part }),
  }
}

/** Neither pixels nor samples change, nor do their times. */
function losslessPlan(chunk: Sequence, canvas: Canvas): RenditionPlan {
  const { streams } = mediaOfCanvas(chunk, canvas)
  return {
    ...{ tag: 'chunk', notTaken: [], options: [], container: { muxer: 'mov', extension: '.mov', holds: {} } },
    streams: streams.flatMap((stream): readonly PlannedStream[] => {
      const common = { name: stream.type, filters: [], changes: [], expected: {} }
      if (stream.type === 'video')
        return [
          {
            ...common,
            type: 'video',
            from: [stream],
            options: ['-c:v', 'ffv1', '-level', '3', '-slices', '4'],
          },
        ]
      return stream.type === 'audio'
        ? [{ ...common, type: 'audio', from: [stream], options: ['-c:a', 'pcm_f32le'] }]
        : []
    }),
  }
}

/** The chunks one after the other, below the overlays of the whole. */
function ofChunks({ sequence, canvas, chunks }: Rendering, pathOf: (at: number) => string): Sequence {
  const media = chunks.map(
    (chunk): Media => ({ ...mediaOfCanvas(chunk, canvas), format: 'mov,mp4,m4a,3gp,3g2,mj2' }),
  )
  const sources = [
    ...chunks.map((_, at) => ({ path: pathOf(at), media: media[at] as Media })),
    ...sequence.sources,
  ]
  const pieces = chunks.map((chunk, at) => ({
    ...{ name: `chunk ${at + 1}`, source: at, startS: 0 },
    frames: Math.max(lengthOf(chunk.video), ...chunk.audio.map((lane) => lengthOf(lane.pieces))),
  }))
  return {
    ...sequence,
    sources,
    video: sequence.video.length > 0 ? pieces : [],
    audio: sequence.audio.length > 0 ? [{ pieces }] : [],
    overlays: sequence.overlays.map((overlay) =>
      overlay.is === 'picture' ? { ...overlay, source: overlay.source + chunks.length } : overlay,
    ),
  }
}

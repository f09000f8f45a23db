/** Explains what becomes of a sequence. Pure. */
import { explained } from '../../tasks/ffmpeg/plan/explained.ts'
import { lengthOf, secondsOf } from '../../tasks/ffmpeg/sequence/sequence.ts'
import type { SequenceWork } from './sequence-work.ts'

/** In words. */
export function sequencePlan({ sequence, canvas, chunks, renditions }: SequenceWork): readonly string[] {
  const { video, audio, rate } = sequence
  const frames = Math.max(lengthOf(video), ...audio.map(({ pieces }) => lengthOf(pieces)))
  const { width, height } = canvas
  const picture = video.length > 0 ? `${video.length} pieces of video on ${width}×${height}` : 'no video'
  const sound = audio.map(({ pieces }) => pieces.length).join(' + ')
  return [
    `sequence: ${frames} frames at ${rate.frames}/${rate.seconds}, ${secondsOf(frames, rate).toFixed(3)} s; ${picture}; ` +
      `${audio.length > 0 ? `${sound} pieces of audio, ${canvas.layout}` : 'no audio'}`,
    ...(chunks.length > 1
      ? [`sequence: rendered in ${chunks.length} chunks, which are joined without loss`]
      : []),
    ...renditions.flatMap(({ plan }) => explained(plan)),
  ]
}

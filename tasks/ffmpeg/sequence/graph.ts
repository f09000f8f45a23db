/** The filter graph that makes one picture and one sound of a sequence. Pure. */
import { videoOf } from '../media.ts'
import { join as joinTrack } from '../plan/audio/audio.ts'
import { type Canvas, trackOf } from './canvas.ts'
import type { Inputs } from './inputs.ts'
import { overlayChains } from './overlay.ts'
import { blackFilters, pictureFilters } from './picture.ts'
import { type Lane, lengthOf, type Piece, type Sequence, secondsOf, startsOf } from './sequence.ts'
import { sampleAt, silenceFilters, soundFilters } from './sound.ts'

export interface Graph {
  /** Chains of filters, which semicolons separate. */
  readonly chains: readonly string[]
  /** The labels of what comes out. */
  readonly video?: string
  readonly audio?: string
}

export function graphOf(sequence: Sequence, canvas: Canvas, inputs: Inputs): Graph {
  const picture = lengthOf(sequence.video) > 0 ? pictureGraph(sequence, canvas, inputs) : undefined
  const sound = sequence.audio.length > 0 ? soundGraph(sequence, canvas, inputs) : undefined
  return {
    chains: [...(picture?.chains ?? []), ...(sound?.chains ?? [])],
    ...(picture && { video: picture.label }),
    ...(sound && { audio: sound.label }),
  }
}

interface Part {
  readonly chains: readonly string[]
  readonly label: string
}

function pictureGraph(sequence: Sequence, canvas: Canvas, inputs: Inputs): Part {
  const { video, sources, rate } = sequence
  const chains = video.map((piece, at) => {
    const input = inputs.of[0]?.[at]
    const source = piece.source === undefined ? undefined : sources[piece.source]
    const stream = source && videoOf(source.media)
    if (input === undefined || !source || !stream) return `${blackFilters(piece, canvas).join(',')}[v${at}]`
    const offsetS = piece.startS - (inputs.inputs[input]?.fromS ?? 0)
    return `[${input}:${stream.index}]${pictureFilters(piece, source, stream, canvas, offsetS).join(',')}[v${at}]`
  })
  const joined = joinedPieces(video, 'v', {
    concat: (count) => `concat=n=${count}:v=1:a=0`,
    dissolve: (length, frames) =>
      `xfade=transition=fade:duration=${decimal(secondsOf(frames, rate))}:offset=${decimal(secondsOf(length - frames, rate))}`,
  })
  const shown = overlayChains(sequence, canvas, inputs, joined.label)
  return { chains: [...chains, ...joined.chains, ...shown.chains], label: shown.label }
}

function soundGraph(sequence: Sequence, canvas: Canvas, inputs: Inputs): Part {
  const lanes = sequence.audio.map((lane, at) => laneGraph(lane, at, sequence, canvas, inputs))
  const [first, second] = lanes
  const chains = lanes.flatMap((lane) => lane.chains)
  if (!second) return { chains, label: first?.label ?? '' }
  const sides = lanes.map(({ label }) => `[${label}]`).join('')
  return {
    chains: [...chains, `${sides}join=inputs=2:channel_layout=stereo:map=0.0-FL|1.0-FR[a]`],
    label: 'a',
  }
}

function laneGraph(
  { pieces, channel }: Lane,
  at: number,
  { sources, rate }: Sequence,
  canvas: Canvas,
  inputs: Inputs,
): Part {
  const starts = startsOf(pieces)
  const countOf = (start: number, frames: number) => sampleAt(start + frames, rate) - sampleAt(start, rate)
  const chains = pieces.flatMap((piece, nth) => {
    const label = `[a${at}_${nth}]`
    const count = countOf(starts[nth] ?? 0, piece.frames)
    const input = inputs.of[at + 1]?.[nth]
    const track = piece.source === undefined ? undefined : trackOf(sources[piece.source]?.media)
    if (input === undefined || !track)
      return [`${silenceFilters(count, channel === undefined ? canvas.layout : 'mono').join(',')}${label}`]
    const offsetS = piece.startS - (inputs.inputs[input]?.fromS ?? 0)
    const from = track.streams.map(({ index }) => `[${input}:${index}]`).join('')
    const filters = soundFilters(track, canvas, { offsetS, count }, channel)
    return [`${from}${[...(track.layout ? [joinTrack(track)] : []), ...filters].join(',')}${label}`]
  })
  const joined = joinedPieces(pieces, `a${at}_`, {
    concat: (count) => `concat=n=${count}:v=0:a=1`,
    dissolve: (length, frames) => `acrossfade=ns=${countOf(length - frames, frames)}:c1=qsin:c2=qsin`,
  })
  return { chains: [...chains, ...joined.chains], label: joined.label }
}

interface Joints {
  concat(count: number): string
  /** `length`: of all before, in frames; `frames`: of the transition. */
  dissolve(length: number, frames: number): string
}

/** Dissolves pieces into runs first, two at a time, then joins the runs at the cuts. */
function joinedPieces(pieces: readonly Piece[], prefix: string, { concat, dissolve }: Joints): Part {
  const chains: string[] = []
  const runs: { label: string; frames: number }[] = []
  const starts = startsOf(pieces)
  for (const [at, { frames, dissolve: overlap = 0 }] of pieces.entries()) {
    const run = runs.at(-1)
    const label = `${prefix}${at}`
    if (!run || overlap === 0) {
      runs.push({ label, frames })
      continue
    }
    const whole = (starts[at] ?? 0) + overlap
    const before = prefix === 'v' ? run.frames : whole
    chains.push(`[${run.label}][${label}]${dissolve(before, overlap)}[${prefix}x${at}]`)
    runs[runs.length - 1] = { label: `${prefix}x${at}`, frames: run.frames + frames - overlap }
  }
  const [only, ...others] = runs
  if (only && others.length === 0) return { chains, label: only.label }
  const all = runs.map(({ label }) => `[${label}]`).join('')
  return { chains: [...chains, `${all}${concat(runs.length)}[${prefix}all]`], label: `${prefix}all` }
}

/** Six places: ffmpeg reads microseconds, and rounds them to frames. */
function decimal(seconds: number): string {
  return seconds.toFixed(6).replace(/\.?0+$/, '')
}

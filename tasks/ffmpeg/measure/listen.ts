/** Decodes the sound of a file with ffmpeg for the model that hears speech. */

import { emptyMemory, type Memory, RATE, WINDOW } from '../../speech/memory.ts'
import { type SpeechMeasure, SpeechSpans } from '../../speech/spans.ts'
import type { HeardPiece } from '../../speech.ts'
import { type Audio, audioOf } from '../media.ts'
import { said } from '../reason.ts'
import { type FfmpegOutcome, outcome, quoted } from '../run.ts'
import { inputOf } from '../source/formats.ts'
import { runOn } from '../surroundings.ts'
import type { MeasureFollow, MeasurePlan } from './measure.ts'
import type { Interval, Measured } from './measures.ts'

/** Takes samples to where they are heard; undefined once it has been stopped. */
export type Hear = (piece: {
  readonly bytes: Uint8Array
  readonly memory: Memory
}) => Promise<HeardPiece | undefined>

interface Heard {
  /** By the index of the stream. */
  readonly speech: ReadonlyMap<number, readonly Interval[]>
  readonly isCut: boolean
}

export type ListenOutcome =
  | ({ readonly ended: 'done' } & Heard)
  | Exclude<FfmpegOutcome, { readonly ended: 'done' }>

/** Reads the file once, for all audio streams. */
export async function listenTo(
  plan: MeasurePlan,
  measure: SpeechMeasure,
  { hear, ...follow }: MeasureFollow & { readonly hear: Hear },
): Promise<ListenOutcome> {
  const speech = new Map<number, readonly Interval[]>()
  let isCut = false
  for (const streams of runsOf(plan)) {
    const ear = new Ear(measure, streams.length, hear, follow.onTime)
    const result = await decode(plan, streams, (bytes) => ear.take(bytes), follow)
    if (result.ended !== 'done') return result
    if (ear.isStopped) return { ended: 'stopped' }
    for (const [at, spans] of ear.spans().entries()) speech.set(streams[at]?.index ?? 0, spans)
    isCut ||= ear.isCut
  }
  return { ended: 'done', speech, isCut }
}

/** Pure. */
export function withSpeech(measured: Measured, { speech, isCut }: Heard): Measured {
  const known = new Map(measured.audio.map((one) => [one.stream, one]))
  const audio = [...new Set([...known.keys(), ...speech.keys()])].toSorted((one, other) => one - other)
  return {
    ...measured,
    isCut: measured.isCut || isCut,
    audio: audio.map((stream) => ({
      ...{ stream, silence: [], tones: [], ...known.get(stream) },
      ...{ speech: speech.get(stream) ?? [] },
    })),
  }
}

/** All at once, if it is known how long they are: one that is shorter is filled with silence. */
function runsOf({ media }: MeasurePlan): readonly (readonly Audio[])[] {
  const streams = audioOf(media)
  if (media.durationS === undefined) return streams.map((stream) => [stream])
  const count = Math.ceil(streams.length / MOST_STREAMS)
  return Array.from({ length: count }, (_, at) => streams.slice(at * MOST_STREAMS, (at + 1) * MOST_STREAMS))
}

/** amerge takes at most 64 channels. */
const MOST_STREAMS = 32

/** Keeps the samples until they are a piece, and what was heard in them. */
class Ear {
  readonly #hear: Hear
  readonly #onTime: ((seconds: number) => void) | undefined
  readonly #spans: readonly SpeechSpans[]
  readonly #pieceBytes: number
  #memory: Memory
  #waiting: Buffer[] = []
  #bytes = 0
  #heardBytes = 0
  isStopped = false

  constructor(measure: SpeechMeasure, channels: number, hear: Hear, onTime?: (seconds: number) => void) {
    this.#hear = hear
    this.#onTime = onTime
    this.#spans = Array.from({ length: channels }, () => new SpeechSpans(measure, WINDOW / RATE))
    this.#memory = emptyMemory(channels)
    this.#pieceBytes = PIECE * 2 * channels
  }

  async take(chunks: AsyncIterable<Buffer>): Promise<void> {
    for await (const chunk of chunks) {
      this.#waiting.push(chunk)
      this.#bytes += chunk.length
      while (this.#bytes >= this.#pieceBytes && !this.isStopped) await this.#hearPiece(this.#pieceBytes)
    }
    if (this.#bytes > 0 && !this.isStopped) await this.#hearPiece(this.#bytes)
  }

  spans(): readonly (readonly Interval[])[] {
    return this.#spans.map((one) => one.spans(this.#secondsHeard()))
  }

  get isCut(): boolean {
    return this.#spans.some(({ isCut }) => isCut)
  }

  #secondsHeard(): number {
    return this.#heardBytes / (2 * this.#spans.length * RATE)
  }

  async #hearPiece(length: number): Promise<void> {
    const all = Buffer.concat(this.#waiting)
    this.#waiting = [all.subarray(length)]
    this.#bytes = all.length - length
    // A copy, as a thread would be sent the whole buffer.
    const bytes = new Uint8Array(all.subarray(0, length))
    const heard = await this.#hear({ bytes, memory: this.#memory })
    if (!heard) {
      this.isStopped = true
      return
    }
    this.#heardBytes += length
    this.#memory = heard.memory
    for (const [at, probabilities] of heard.probabilities.entries())
      for (const probability of probabilities) this.#spans[at]?.take(probability)
    this.#onTime?.(this.#secondsHeard())
  }
}

/** Samples of a channel that a thread is sent at once: four seconds. */
const PIECE = 128 * WINDOW

async function decode(
  plan: MeasurePlan,
  streams: readonly Audio[],
  take: (bytes: AsyncIterable<Buffer>) => Promise<void>,
  { signal, stallMs, onLog }: MeasureFollow,
): Promise<FfmpegOutcome> {
  const { ffmpeg, input } = plan
  const line = listenCommand(plan, streams)
  onLog?.('info', quoted(line))
  const onStderr = (text: string): void => onLog?.(said(text).level, said(text).text)
  const options = { signal, stallMs, graceMs: 500, takeStdout: take, onStderr }
  return outcome(await runOn({ read: input }, ffmpeg, line.slice(1), options), {
    input,
    outputs: [],
    stallMs,
  })
}

/** Each stream becomes a channel. Pure. */
export function listenCommand(
  { ffmpeg, input, media }: MeasurePlan,
  streams: readonly Audio[],
): readonly string[] {
  // Times are those of the file: what a stream lacks at its start and in between is silence.
  const timed = `aresample=${RATE}:async=1:first_pts=0,aformat=channel_layouts=mono`
  const filled = media.durationS === undefined ? '' : `,apad=whole_dur=${Math.ceil(media.durationS)}`
  const chains = streams.map((stream, at) => `[0:${stream.index}]${mixed(stream)}${timed}${filled}[c${at}]`)
  const pads = streams.map((_, at) => `[c${at}]`).join('')
  const graph =
    streams.length === 1 ? chains.join() : `${chains.join(';')};${pads}amerge=inputs=${streams.length}[all]`
  return [
    ...[ffmpeg.path, '-hide_banner', '-nostdin', '-nostats', '-loglevel', 'level+warning'],
    ...['-max_error_rate', '1', ...inputOf(input, media.format)],
    ...['-filter_complex', graph, '-map', streams.length === 1 ? '[c0]' : '[all]'],
    ...['-c:a', 'pcm_s16le', '-f', 's16le', 'pipe:1'],
  ]
}

/** Channels without a layout cannot be mixed otherwise. */
function mixed({ channels, layout }: Audio): string {
  if (layout !== undefined || channels <= 2) return ''
  const parts = Array.from({ length: channels }, (_, at) => `${(1 / channels).toFixed(4)}*c${at}`)
  return `pan=mono|c0=${parts.join('+')},`
}

/** Thread task: says how likely a piece of sound is speech. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { AT_ONCE, emptyMemory, listen, type Memory } from './speech/network.ts'
import { type Weights, weightsOf } from './speech/weights.ts'

/** What is known after a piece, and needed for the next one. */
export interface HeardPiece {
  /** Of each channel: of each window, 0 to 1. */
  readonly probabilities: readonly (readonly number[])[]
  readonly memories: readonly Memory[]
}

/**
 * `bytes`: samples of 16 bits at 16 kHz, the channels one after the other. Windows are filled with silence.
 */
export default async function speech({
  bytes,
  memories,
}: {
  readonly bytes: Uint8Array
  /** One for each channel. */
  readonly memories: readonly Memory[]
}): Promise<HeardPiece> {
  weights ??= readFile(MODEL).then(weightsOf)
  const known = await weights
  const samples = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const channels = memories.map((memory, at) =>
    heardIn(known, memory, channelOf(samples, at, memories.length)),
  )
  return {
    probabilities: channels.map(({ probabilities }) => probabilities),
    memories: channels.map(({ memory }) => memory),
  }
}

const MODEL = fileURLToPath(import.meta.resolve('@ricky0123/vad-web/dist/silero_vad_v5.onnx'))
/** Read once on each thread. */
let weights: Promise<Weights> | undefined

function channelOf(samples: DataView, channel: number, channels: number): Float64Array {
  const length = Math.floor(samples.byteLength / 2 / channels)
  const all = new Float64Array(Math.ceil(length / AT_ONCE) * AT_ONCE)
  for (let at = 0; at < length; at += 1)
    all[at] = samples.getInt16(2 * (at * channels + channel), true) / 32_768
  return all
}

function heardIn(weights: Weights, memory: Memory, samples: Float64Array) {
  const probabilities: number[] = []
  let last = memory
  for (let at = 0; at < samples.length; at += AT_ONCE) {
    const piece = samples.slice(at, at + AT_ONCE)
    // Tracks that nobody uses are silent all along.
    const heard = piece.some((sample) => sample !== 0) ? listen(weights, last, piece) : SILENT
    probabilities.push(...heard.probabilities)
    last = heard.memory
  }
  return { probabilities, memory: last }
}

const SILENT = { probabilities: [0, 0, 0, 0], memory: emptyMemory() }

/** Thread task: says how likely each window of sound is speech, by the Silero network. */
import { fileURLToPath } from 'node:url'
import { env, InferenceSession, Tensor } from 'onnxruntime-web'
import { CONTEXT, type Memory, RATE, STATE, WINDOW } from './speech/memory.ts'

/** What is known after a piece, and needed for the next one. */
export interface HeardPiece {
  /** Of each channel: of each window, 0 to 1. */
  readonly probabilities: readonly (readonly number[])[]
  readonly memory: Memory
}

/**
 * `bytes`: samples of 16 bits at 16 kHz, those of all channels side by side. The last window is filled with
 * silence.
 */
export default async function speech({
  bytes,
  memory,
}: {
  readonly bytes: Uint8Array
  readonly memory: Memory
}): Promise<HeardPiece> {
  session ??= load()
  const known = await session
  const samples = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { channels } = memory
  const probabilities: number[][] = Array.from({ length: channels }, () => [])
  let last = memory
  const windows = Math.ceil(samples.byteLength / (2 * channels * WINDOW))
  for (let at = 0; at < windows; at += 1) {
    const heard = await hear(known, windowOf(samples, at, last))
    for (const [channel, probability] of heard.probabilities.entries())
      probabilities[channel]?.push(probability)
    last = heard.memory
  }
  return { probabilities, memory: last }
}

/** Loaded once on each thread. */
let session: Promise<InferenceSession> | undefined

function load(): Promise<InferenceSession> {
  // The thread is one already, and can be terminated at any time.
  env.wasm.numThreads = 1
  return InferenceSession.create(fileURLToPath(MODEL), { executionProviders: ['wasm'], logSeverityLevel: 3 })
}

const MODEL = import.meta.resolve('@ricky0123/vad-web/dist/silero_vad_v5.onnx')

async function hear(network: InferenceSession, { input, memory: { channels, state } }: Window) {
  const results = await network.run({
    input: new Tensor('float32', input, [channels, CONTEXT + WINDOW]),
    state: new Tensor('float32', state, [2, channels, STATE]),
    sr: SAMPLE_RATE,
  })
  const [probabilities, next] = ['output', 'stateN'].map((name) => results[name]?.data as Float32Array)
  return {
    probabilities: probabilities ?? new Float32Array(channels),
    memory: { channels, state: next ?? state, context: endsOf(input, channels) },
  }
}

const SAMPLE_RATE = new Tensor('int64', BigInt64Array.of(BigInt(RATE)))

interface Window {
  /** Of each channel: the end of the window before, and this window, from -1 to 1. */
  readonly input: Float32Array
  readonly memory: Memory
}

function windowOf(samples: DataView, window: number, memory: Memory): Window {
  const { channels, context } = memory
  const input = new Float32Array(channels * (CONTEXT + WINDOW))
  for (let channel = 0; channel < channels; channel += 1) {
    const start = channel * (CONTEXT + WINDOW)
    input.set(context.subarray(channel * CONTEXT, (channel + 1) * CONTEXT), start)
    for (let one = 0; one < WINDOW; one += 1) {
      const at = 2 * ((window * WINDOW + one) * channels + channel)
      input[start + CONTEXT + one] = at < samples.byteLength ? samples.getInt16(at, true) / 32_768 : 0
    }
  }
  return { input, memory }
}

function endsOf(input: Float32Array, channels: number): Float32Array {
  const ends = new Float32Array(channels * CONTEXT)
  for (let channel = 0; channel < channels; channel += 1) {
    const end = (channel + 1) * (CONTEXT + WINDOW)
    ends.set(input.subarray(end - CONTEXT, end), channel * CONTEXT)
  }
  return ends
}

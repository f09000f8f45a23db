/** The Silero network: how likely each 32 ms of sound are speech. Pure. */
import { fourDots } from './dots.ts'
import { LAYERS, STATE, type Weights } from './weights.ts'

/** Samples that get one probability; four of these windows are heard at once. */
export const WINDOW = 512
export const AT_ONCE = 4 * WINDOW
export const RATE = 16_000

/** What the network remembers from one window to the next. */
export interface Memory {
  /** The last samples of the window before. */
  readonly before: Float64Array
  readonly hidden: Float64Array
  readonly cell: Float64Array
}

export function emptyMemory(): Memory {
  return { before: new Float64Array(CONTEXT), hidden: new Float64Array(STATE), cell: new Float64Array(STATE) }
}

/** `samples`: four windows at 16 kHz, from -1 to 1. */
export function listen(weights: Weights, { before, ...memory }: Memory, samples: Float64Array) {
  const heard = new Float64Array(CONTEXT + AT_ONCE)
  heard.set(before)
  heard.set(samples, CONTEXT)
  const frames = WINDOWS.map((at) => spectrumOf(weights, mirrored(heard, at * WINDOW)))
  const gates = inputGates(weights, encoded(weights, frames))
  const probabilities: number[] = []
  let last: Cells = memory
  for (const at of WINDOWS) {
    last = remember(weights, last, gates, at)
    probabilities.push(decide(weights, last.hidden))
  }
  return { probabilities, memory: { before: samples.slice(-CONTEXT), ...last } }
}

type Cells = Pick<Memory, 'hidden' | 'cell'>

const WINDOWS = [0, 1, 2, 3] as const
/** Samples of the window before that the network hears again. */
const CONTEXT = 64

/** A window after its context. The end is mirrored, by as much as there is context. */
function mirrored(heard: Float64Array, at: number): Float64Array {
  const all = new Float64Array(CONTEXT + WINDOW + CONTEXT)
  const end = CONTEXT + WINDOW
  all.set(heard.subarray(at, at + end))
  for (let one = 0; one < CONTEXT; one += 1) all[end + one] = all[end - 2 - one] ?? 0
  return all
}

/** Magnitudes of 129 frequencies at four times: frame after frame. */
function spectrumOf({ spectrum }: Weights, samples: Float64Array): Float64Array {
  const frames = new Float64Array(4 * BINS)
  const [real, imaginary] = [new Float64Array(4), new Float64Array(4)]
  for (let bin = 0; bin < BINS; bin += 1) {
    fourDots({ row: spectrum, at: bin * FRAME, length: FRAME }, samples, HOP, real)
    fourDots({ row: spectrum, at: (BINS + bin) * FRAME, length: FRAME }, samples, HOP, imaginary)
    for (let frame = 0; frame < 4; frame += 1)
      frames[frame * BINS + bin] = Math.sqrt((real[frame] ?? 0) ** 2 + (imaginary[frame] ?? 0) ** 2)
  }
  return frames
}

const [BINS, FRAME, HOP] = [129, 256, 128]

/** Four frames of each window become four, two, one, and one. All windows, frame after frame. */
function encoded({ encoder }: Weights, windows: readonly Float64Array[]): Float64Array {
  let frames = windows
  for (const [at, { weight, bias }] of encoder.entries()) {
    const [inputs, outputs] = LAYERS[at] ?? [0, 0]
    const seen = joined(frames.map((window) => withNeighbors(window, inputs, STRIDES[at] ?? 1)))
    const made = multiplied(weight, seen, inputs * 3)
    for (let one = 0; one < made.length; one += 1)
      made[one] = Math.max(0, (made[one] ?? 0) + (bias[one % outputs] ?? 0))
    const each = made.length / WINDOWS.length
    frames = WINDOWS.map((window) => made.subarray(window * each, (window + 1) * each))
  }
  return joined(frames)
}

const STRIDES = [1, 2, 2, 1] as const

/** Each frame with the one before and the one after, channel by channel; beyond the window is nothing. */
function withNeighbors(frames: Float64Array, inputs: number, stride: number): Float64Array {
  const count = Math.ceil(frames.length / inputs / stride)
  const seen = new Float64Array(count * inputs * 3)
  for (let frame = 0; frame < count; frame += 1)
    for (let step = 0; step < 3; step += 1) {
      const from = (frame * stride + step - 1) * inputs
      if (from < 0 || from >= frames.length) continue
      for (let channel = 0; channel < inputs; channel += 1)
        seen[(frame * inputs + channel) * 3 + step] = frames[from + channel] ?? 0
    }
  return seen
}

/** Each column, of which there are four or a multiple, times each row. */
function multiplied(matrix: Float64Array, columns: Float64Array, length: number): Float64Array {
  const [rows, count] = [matrix.length / length, columns.length / length]
  const made = new Float64Array(rows * count)
  const sums = new Float64Array(4)
  for (let column = 0; column < count; column += 4) {
    const four = columns.subarray(column * length, (column + 4) * length)
    for (let row = 0; row < rows; row += 1) {
      fourDots({ row: matrix, at: row * length, length }, four, length, sums)
      for (let one = 0; one < 4; one += 1) made[(column + one) * rows + row] = sums[one] ?? 0
    }
  }
  return made
}

function joined(arrays: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const one of arrays) {
    all.set(one, at)
    at += one.length
  }
  return all
}

/** What each window says to the gates of the memory. */
function inputGates({ memory: { input } }: Weights, features: Float64Array): Float64Array {
  return multiplied(input, features, STATE)
}

/** An LSTM, with its gates in the order input, forget, cell, output. */
function remember({ memory }: Weights, { hidden, cell }: Cells, inputs: Float64Array, window: number): Cells {
  const own = new Float64Array(4 * STATE)
  const sums = new Float64Array(4)
  for (let row = 0; row < 4 * STATE; row += 4) {
    // The four rows are the columns here: this product has one column only.
    fourDots({ row: hidden, at: 0, length: STATE }, memory.output.subarray(row * STATE), STATE, sums)
    own.set(sums, row)
  }
  const gate = (row: number) =>
    (own[row] ?? 0) + (inputs[window * 4 * STATE + row] ?? 0) + (memory.bias[row] ?? 0)
  const next = { hidden: new Float64Array(STATE), cell: new Float64Array(STATE) }
  for (let at = 0; at < STATE; at += 1) {
    const kept = sigmoid(gate(STATE + at)) * (cell[at] ?? 0)
    const value = kept + sigmoid(gate(at)) * Math.tanh(gate(2 * STATE + at))
    next.cell[at] = value
    next.hidden[at] = sigmoid(gate(3 * STATE + at)) * Math.tanh(value)
  }
  return next
}

function decide({ decision: { weight, bias } }: Weights, hidden: Float64Array): number {
  return sigmoid(hidden.reduce((sum, value, at) => sum + Math.max(0, value) * (weight[at] ?? 0), bias))
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value))
}

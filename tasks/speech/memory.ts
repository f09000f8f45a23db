/** The sizes of the Silero network, and what it remembers from one window to the next. */

/** Samples that get one probability. */
export const WINDOW = 512
/** Hz. */
export const RATE = 16_000
/** Samples of the window before that the network hears again. */
export const CONTEXT = 64
/** Numbers in each of its two states. */
export const STATE = 128

/** Of all channels that are heard side by side. */
export interface Memory {
  readonly channels: number
  readonly context: Float32Array
  readonly state: Float32Array
}

export function emptyMemory(channels: number): Memory {
  return {
    channels,
    context: new Float32Array(channels * CONTEXT),
    state: new Float32Array(2 * channels * STATE),
  }
}

/** Finds the spans of speech, by how likely each window is speech. Pure. */

/** What counts as speech. */
export interface SpeechMeasure {
  /** How likely it must be to begin, 0 to 1. */
  readonly threshold: number
  /** The shortest that counts, s. */
  readonly minS: number
  /** Longer pauses end it, s. */
  readonly pauseS: number
}

interface Span {
  readonly startS: number
  readonly endS: number
}

/** Takes the windows one after the other. */
export class SpeechSpans {
  readonly #measure: SpeechMeasure
  readonly #windowS: number
  readonly #spans: Span[] = []
  #atS = 0
  /** Of the speech that has begun: its start, and the end of its last word. */
  #open: Span | undefined
  isCut = false

  constructor(measure: SpeechMeasure, windowS: number) {
    this.#measure = measure
    this.#windowS = windowS
  }

  /** It goes on until it is clearly unlikely, so that it does not end within a word. */
  take(probability: number): void {
    const { threshold, pauseS } = this.#measure
    const endS = this.#atS + this.#windowS
    const open = this.#open
    if (probability >= (open ? Math.max(threshold - LENIENCY, threshold / 2) : threshold))
      this.#open = { startS: open?.startS ?? this.#atS, endS }
    else if (open && endS - open.endS > pauseS) this.#close(open)
    this.#atS = endS
  }

  /** Until the end of the sound, s. */
  spans(untilS: number): readonly Span[] {
    if (this.#open) this.#close(this.#open)
    return this.#spans.map(({ startS, endS }) => ({ startS, endS: Math.min(endS, Math.max(startS, untilS)) }))
  }

  #close(open: Span): void {
    this.#open = undefined
    if (open.endS - open.startS < this.#measure.minS - 1e-9) return
    if (this.#spans.length < MOST) this.#spans.push(open)
    else this.isCut = true
  }
}

/** As Silero has it. */
const LENIENCY = 0.15
/** A day has a few thousand. */
const MOST = 10_000

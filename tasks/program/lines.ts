/** Splits the output of a program into lines of text. */

import { StringDecoder } from 'node:string_decoder'

/** Maximum characters per line; the rest becomes “…”. Bounds the output that a hostile file can cause. */
const LONGEST_LINE = 4_000

/**
 * Takes a stream chunk by chunk and emits whole lines. A line ends with `\n`, `\r` (used to redraw progress)
 * or both. Skips empty lines. Reassembles characters that are split across chunks.
 */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #current = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  feed(chunk: Buffer): void {
    this.#split(this.#decoder.write(chunk))
  }

  /** Emits the last line if it has no line ending. */
  end(): void {
    this.#split(`${this.#decoder.end()}\n`)
  }

  #split(text: string): void {
    const pieces = text.split(/[\r\n]/)
    for (const [at, piece] of pieces.entries()) {
      this.#current = truncated(this.#current, piece)
      if (at < pieces.length - 1) this.#emit()
    }
  }

  #emit(): void {
    const line = this.#current
    this.#current = ''
    if (line !== '') this.#onLine(line)
  }
}

/** The last `max` lines of a stream: they usually contain the reason why a program failed. */
export class Tail {
  readonly #lines: string[] = []
  readonly #max: number

  constructor(max: number) {
    this.#max = max
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length > this.#max) this.#lines.shift()
  }

  lines(): readonly string[] {
    return [...this.#lines]
  }
}

function truncated(current: string, more: string): string {
  if (current.length > LONGEST_LINE) return current
  const line = current + more
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line
}

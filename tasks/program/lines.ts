/** Cuts what a program writes into lines of text. */

import { StringDecoder } from 'node:string_decoder'

/** Characters that are kept of one line; the rest of it is dropped and marked with “…”. Bounds what a hostile file can make a program say. */
const LONGEST_LINE = 4_000

/**
 * Takes a stream chunk by chunk and gives whole lines. A line ends at `\n`, `\r` (programs redraw their progress with it) or both;
 * empty lines are left out. Characters that lie across a chunk border are put together.
 */
export class Lines {
  readonly #decoder = new StringDecoder('utf8')
  readonly #onLine: (line: string) => void
  #begun = ''

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  feed(chunk: Buffer): void {
    this.#take(this.#decoder.write(chunk))
  }

  /** Gives the last line, which has no end of its own. */
  end(): void {
    this.#take(`${this.#decoder.end()}\n`)
  }

  #take(text: string): void {
    const pieces = text.split(/[\r\n]/)
    for (const [at, piece] of pieces.entries()) {
      this.#begun = cut(this.#begun, piece)
      if (at < pieces.length - 1) this.#give()
    }
  }

  #give(): void {
    const line = this.#begun
    this.#begun = ''
    if (line !== '') this.#onLine(line)
  }
}

/** The last `most` lines of a stream: what a program said before it ended is why it ended. */
export class Tail {
  readonly #lines: string[] = []
  readonly #most: number

  constructor(most: number) {
    this.#most = most
  }

  add(line: string): void {
    this.#lines.push(line)
    if (this.#lines.length > this.#most) this.#lines.shift()
  }

  lines(): readonly string[] {
    return [...this.#lines]
  }
}

function cut(begun: string, more: string): string {
  if (begun.length > LONGEST_LINE) return begun
  const line = begun + more
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line
}

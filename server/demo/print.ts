/** Formats the output of the demonstration: a progress bar and indented XML. */

/** `████████░░░░  67 %`. `width` is in characters. */
export function barOf(percent: number, width = 32): string {
  const done = Math.min(100, Math.max(0, percent))
  const full = Math.round((done / 100) * width)
  return `${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.floor(done)).padStart(3)} %`
}

/** One element a line, indented by two spaces a level. Expects XML without white space between elements. */
export function indented(xml: string): string {
  let depth = 0
  return xml
    .replaceAll('><', '>\n<')
    .split('\n')
    .map((line) => {
      if (line.startsWith('</')) depth -= 1
      const shown = `${'  '.repeat(Math.max(0, depth))}${line}`
      if (/^<[^/?!]/.test(line) && !line.includes('</') && !line.endsWith('/>')) depth += 1
      return shown
    })
    .join('\n')
}

/** A moving bar in a terminal; elsewhere a line for every 10 %. */
export class DemoProgress {
  readonly #write: (text: string) => void
  readonly #isTerminal: boolean
  #tenths = -1

  constructor(write: (text: string) => void, isTerminal: boolean) {
    this.#write = write
    this.#isTerminal = isTerminal
  }

  show(what: string, percent: number): void {
    const line = `  ${what.padEnd(24)} ${barOf(percent)}`
    const tenths = Math.floor(percent / 10)
    if (this.#isTerminal) this.#write(`\r\u001b[2K${line}`)
    else if (tenths > this.#tenths) this.#write(`${line}\n`)
    this.#tenths = Math.max(tenths, this.#tenths)
  }

  end(): void {
    if (this.#isTerminal && this.#tenths >= 0) this.#write('\n')
  }
}

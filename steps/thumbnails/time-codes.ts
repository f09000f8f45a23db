/** Parses time codes in the notation of Vidispine. */

/** `62@25` is frame 62 at 25 frames per second; `100@30000:1001` and `100@NTSC` are frame 100 at 29.97. */
export interface TimeCode {
  /** `2500@1000` for 2.5 s. */
  readonly text: string
  readonly seconds: number
}

/**
 * Parses time codes and seconds, separated by white space or commas. `wrong`: the first invalid one. Pure.
 */
export function timeCodesOf(text: string): readonly TimeCode[] | { readonly wrong: string } {
  const read = text
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map((word) => ({ word, code: timeCodeFrom(word) }))
  const wrong = read.find(({ code }) => code === undefined)
  return wrong ? { wrong: wrong.word } : read.flatMap(({ code }) => (code ? [code] : []))
}

/** The time code of a time in seconds, rounded down to milliseconds. Pure. */
export function atSeconds(seconds: number): TimeCode {
  const ms = Math.floor(seconds * 1_000 + ROUNDING)
  return { text: `${ms}@1000`, seconds: ms / 1_000 }
}

function timeCodeFrom(word: string): TimeCode | undefined {
  if (/^\d{1,7}(\.\d{1,6})?$/.test(word)) return atSeconds(Number(word))
  const [, samples, base = ''] = /^(\d{1,15})@(PAL|NTSC|NTSC30|\d{1,9}(?::\d{1,9})?)$/.exec(word) ?? []
  const [rate, per = '1'] = (NAMED[base] ?? base).split(':')
  if (samples === undefined || Number(rate) === 0 || Number(per) === 0) return undefined
  return { text: word, seconds: (Number(samples) * Number(per)) / Number(rate) }
}

const NAMED: Readonly<Record<string, string>> = { PAL: '25', NTSC: '30000:1001', NTSC30: '30' }

/** As a floating-point number, 2.3 s is 2299.9999999999995 ms. */
const ROUNDING = 1e-6

/** Which format goes out. Pure; the table is wire.md §3.2. */

export const FORMATS = ['xml', 'json', 'text'] as const
export type Format = (typeof FORMATS)[number]

/** JSON never carries a charset: real servers send it that way and some clients compare the whole header. */
export const CONTENT_TYPE = {
  xml: 'application/xml;charset=UTF-8',
  json: 'application/json',
  text: 'text/plain;charset=UTF-8',
} as const satisfies Record<Format, string>

/** What a format is called in `Accept`: without its charset. */
export function mediaTypeOf(format: Format): string {
  return CONTENT_TYPE[format].replace(/;.*/, '')
}

/**
 * The format of `offered` that the client likes best; at equal liking the one it names first, and within one range
 * the one offered first. No `Accept` is anything. Undefined when nothing offered is acceptable: 406.
 */
export function negotiate(accept: string | undefined, offered: readonly Format[]): Format | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0]
  const ranges = accept.split(',').map(readRange)
  let best: Liking | undefined
  let chosen: Format | undefined
  for (const format of offered) {
    const liking = likingOf(ranges, format)
    if (!liking || liking.quality === 0 || (best && !isBetter(liking, best))) continue
    best = liking
    chosen = format
  }
  return chosen
}

/** Errors follow `Accept` as far as they can, and are XML otherwise (wire.md §5.2). */
export function errorFormat(accept: string | undefined): Format {
  return negotiate(accept, FORMATS) ?? 'xml'
}

type Range = { readonly type: string; readonly quality: number }
type Liking = { readonly quality: number; readonly position: number }

/** What a range may be called to mean a format, the most specific first. `*` alone is what old Java clients send. */
const NAMES = {
  xml: [
    ['application/xml', 'text/xml'],
    ['application/*', 'text/*'],
    ['*/*', '*'],
  ],
  json: [['application/json'], ['application/*'], ['*/*', '*']],
  text: [['text/plain'], ['text/*'], ['*/*', '*']],
} as const satisfies Record<Format, readonly (readonly string[])[]>

/** The most specific range that covers a format decides how it is liked (RFC 9110 §12.5.1). */
function likingOf(ranges: readonly Range[], format: Format): Liking | undefined {
  for (const names of NAMES[format] as readonly (readonly string[])[]) {
    const position = ranges.findIndex((range) => names.includes(range.type))
    const range = ranges[position]
    if (range) return { quality: range.quality, position }
  }
  return undefined
}

function isBetter(one: Liking, other: Liking): boolean {
  if (one.quality !== other.quality) return one.quality > other.quality
  return one.position < other.position
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';')
  const q = parameters.map((parameter) => QUALITY.exec(parameter)?.[1]).find((value) => value !== undefined)
  return { type: type.trim().toLowerCase(), quality: q === undefined ? 1 : Math.min(1, Number(q)) }
}

/** `q=.2` is not what the RFC allows, but it is what java.net sends. */
const QUALITY = /^\s*q\s*=\s*(\d*\.?\d+|\d+\.)\s*$/i

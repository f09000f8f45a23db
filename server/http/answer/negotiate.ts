/** Chooses the format of an answer by `Accept` (wire.md §3.2). Pure. */

export const FORMATS = ['xml', 'json', 'text'] as const
export type DocumentFormat = (typeof FORMATS)[number]
/**
 * Only a drawing is answered as PNG, and only a script as JavaScript. A file has the type of its name,
 * whatever
 * the client accepts.
 */
export type Format = DocumentFormat | 'javascript' | 'png' | 'file'

/** JSON has no charset: Vidispine sends none, and some clients compare the whole header. */
export const CONTENT_TYPE = {
  xml: 'application/xml;charset=UTF-8',
  json: 'application/json',
  text: 'text/plain;charset=UTF-8',
  javascript: 'application/javascript;charset=UTF-8',
  png: 'image/png',
  file: 'application/octet-stream',
} as const satisfies Record<Format, string>

/** The name of a format in `Accept`, without charset. */
export function mediaTypeOf(format: Format): string {
  return CONTENT_TYPE[format].replace(/;.*/, '')
}

/**
 * The format of `offered` that the client prefers; undefined if it accepts none (406). Ties go to the range
 * that `Accept` names first, and within one range to the format offered first. Without `Accept` it
 * accepts all formats.
 */
export function negotiate<F extends Format>(
  accept: string | undefined,
  offered: readonly F[],
): F | undefined {
  if (accept === undefined || accept.trim() === '') return offered[0]
  const ranges = accept.split(',').map(readRange)
  let best: Preference | undefined
  let chosen: F | undefined
  for (const format of offered) {
    const preference = preferenceFor(ranges, format)
    if (!preference || preference.quality === 0 || (best && !isBetter(preference, best))) continue
    best = preference
    chosen = format
  }
  return chosen
}

/** The format of an error: by `Accept` if possible, otherwise XML (wire.md §5.2). */
export function errorFormat(accept: string | undefined): DocumentFormat {
  return negotiate(accept, FORMATS) ?? 'xml'
}

type Range = { readonly type: string; readonly quality: number }
type Preference = { readonly quality: number; readonly position: number }

/** The ranges that cover a format, the most specific first. Old Java clients send `*` alone. */
const NAMES = {
  xml: [
    ['application/xml', 'text/xml'],
    ['application/*', 'text/*'],
    ['*/*', '*'],
  ],
  json: [['application/json'], ['application/*'], ['*/*', '*']],
  text: [['text/plain'], ['text/*'], ['*/*', '*']],
  javascript: [
    ['application/javascript', 'text/javascript'],
    ['application/*', 'text/*'],
    ['*/*', '*'],
  ],
  png: [['image/png'], ['image/*'], ['*/*', '*']],
  file: [['*/*', '*']],
} as const satisfies Record<Format, readonly (readonly string[])[]>

/** Taken from the most specific range that covers the format (RFC 9110 §12.5.1). */
function preferenceFor(ranges: readonly Range[], format: Format): Preference | undefined {
  for (const names of NAMES[format] as readonly (readonly string[])[]) {
    const position = ranges.findIndex((range) => names.includes(range.type))
    const range = ranges[position]
    if (range) return { quality: range.quality, position }
  }
  return undefined
}

function isBetter(one: Preference, other: Preference): boolean {
  if (one.quality !== other.quality) return one.quality > other.quality
  return one.position < other.position
}

function readRange(text: string): Range {
  const [type = '', ...parameters] = text.split(';')
  const q = parameters.map((parameter) => QUALITY.exec(parameter)?.[1]).find((value) => value !== undefined)
  return { type: type.trim().toLowerCase(), quality: q === undefined ? 1 : Math.min(1, Number(q)) }
}

/** Accepts `q=.2`, which the RFC does not allow but java.net sends. */
const QUALITY = /^\s*q\s*=\s*(\d*\.?\d+|\d+\.)\s*$/i

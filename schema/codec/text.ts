/** Converts texts to values and numbers to texts, for XML and JSON alike (wire.md §4). */

import type { Text } from '../document.ts'
import { readDateTime } from './date-time.ts'
import { Malformed, quoted } from './malformed.ts'

/**
 * Converts a text to its value. White space around anything but a string is ignored. Throws Malformed, also
 * for strings that JSON can express but XML and PostgreSQL cannot store: those with NUL or an unpaired
 * surrogate.
 */
export function readText(text: Text, raw: string, path: string): unknown {
  if (raw.includes('\0')) throw new Malformed(path, 'NUL (U+0000) is not accepted', raw)
  if (!raw.isWellFormed()) throw new Malformed(path, 'unpaired surrogates are not accepted', raw)
  const value = text.kind === 'string' ? raw : parsed(text, raw.trim())
  if (value === undefined) throw new Malformed(path, `expected ${expected(text)}, got ${quoted(raw)}`, raw)
  return value
}

/** What a text must be, as an explanation says it: `an integer`, `one of LOW, HIGH`. */
export function expected(text: Text): string {
  switch (text.kind) {
    case 'string':
      return 'a string'
    case 'integer':
      return 'an integer'
    case 'float':
      return 'a number'
    case 'boolean':
      return 'true or false'
    case 'dateTime':
      return 'an ISO 8601 time'
    case 'empty':
      return 'an empty value'
    case 'oneOf':
      return `one of ${text.values.join(', ')}`
  }
}

/**
 * Formats a number as both encodings write it. Throws RangeError for NaN, infinities, and integers that are
 * fractional or too large to be exact.
 */
export function writeNumber(kind: 'integer' | 'float', value: number): string {
  if (kind === 'integer' ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
    throw new RangeError(`${value} cannot be written as ${kind === 'integer' ? 'an integer' : 'a number'}`)
  }
  return String(value)
}

function parsed(text: Text, raw: string): unknown {
  switch (text.kind) {
    case 'string':
      return raw
    case 'integer':
      return /^[+-]?\d+$/.test(raw) ? ifAllowed(Number(raw), Number.isSafeInteger) : undefined
    case 'float':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw)
        ? ifAllowed(Number(raw), Number.isFinite)
        : undefined
    case 'boolean':
      return BOOLEANS.get(raw.toLowerCase())
    case 'dateTime':
      return readDateTime(raw)
    case 'empty':
      return raw === '' ? '' : undefined
    case 'oneOf':
      return text.values.includes(raw) ? raw : undefined
  }
}

// XML Schema allows `1` and `0`; Python clients send `True` and `False`.
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

// `+ 0` turns −0 into 0, which is how it is written.
function ifAllowed(number: number, allowed: (number: number) => boolean): number | undefined {
  return allowed(number) ? number + 0 : undefined
}

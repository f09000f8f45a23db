/** Texts to values and back, the same for XML and JSON except where wire.md §4 says otherwise. */

import type { Text } from '../document.ts'
import { readDateTime } from './date-time.ts'
import { Malformed, quoted } from './malformed.ts'

/**
 * The value a text stands for. White space around anything but a string is ignored. Throws Malformed, also for a string that
 * JSON can write and XML and PostgreSQL cannot hold: one with NUL or half a surrogate pair in it.
 */
export function readText(text: Text, raw: string, path: string): unknown {
  if (raw.includes('\0')) throw new Malformed(path, 'NUL (U+0000) is not accepted', raw)
  if (!raw.isWellFormed()) throw new Malformed(path, 'half a surrogate pair is no character', raw)
  const value = text.kind === 'string' ? raw : meaning(text, raw.trim())
  if (value === undefined) throw new Malformed(path, `expected ${expected(text)}, got ${quoted(raw)}`, raw)
  return value
}

/** What a text has to be, in the words of an explanation: `an integer`, `one of LOW, HIGH`. */
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
      return 'nothing'
    case 'oneOf':
      return `one of ${text.values.join(', ')}`
  }
}

/**
 * A number as both encodings write it. Throws RangeError for what no document can hold: NaN, an infinity, an integer that is
 * none or too large to be exact.
 */
export function writeNumber(kind: 'integer' | 'float', value: number): string {
  if (kind === 'integer' ? !Number.isSafeInteger(value) : !Number.isFinite(value)) {
    throw new RangeError(`${value} cannot be written as ${kind === 'integer' ? 'an integer' : 'a number'}`)
  }
  return String(value)
}

function meaning(text: Text, raw: string): unknown {
  switch (text.kind) {
    case 'string':
      return raw
    case 'integer':
      return /^[+-]?\d+$/.test(raw) ? within(Number(raw), Number.isSafeInteger) : undefined
    case 'float':
      return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(raw)
        ? within(Number(raw), Number.isFinite)
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

// `1` and `0` are booleans of XML Schema; capitals are sent by Python clients.
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['false', false],
  ['0', false],
])

// `+ 0` because −0 is written as 0.
function within(number: number, allowed: (number: number) => boolean): number | undefined {
  return allowed(number) ? number + 0 : undefined
}

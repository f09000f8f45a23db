/** Reads what ffprobe prints of a stream as the parts of a shape: time bases, rates, tags, bytes. Pure. */
import type { TimeBase, TimeCode } from '../../../schema/time-code.ts'
import { number, type Printed, record, text } from '../source/printed.ts'

interface KeyValue {
  readonly key: string
  readonly value: string
}

/** `1/12800`. */
export function timeBaseOf(fields: Printed): TimeBase | undefined {
  return fractionOf(fields['time_base'], '/')
}

/** Two numbers above zero. */
export function fractionOf(value: unknown, between: '/' | ':'): TimeBase | undefined {
  const [numerator, denominator, ...more] = (text(value) ?? '').split(between).map(whole)
  if (!numerator || !denominator || more.length > 0) return undefined
  return { numerator, denominator }
}

/** A shape of pixels that the file does not say is `0:1`. */
export function aspectOf(value: unknown): { horizontal: number; vertical: number } | undefined {
  const read = fractionOf(value, ':')
  return read && { horizontal: read.numerator, vertical: read.denominator }
}

/** An integer that is printed as a number or a text; undefined below zero and beyond 2^53. */
export function whole(value: unknown): number | undefined {
  const read = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : value
  return typeof read === 'number' && Number.isSafeInteger(read) && read >= 0 ? read : undefined
}

/** A number of ticks of the time base of the stream. */
export function ticksOf(value: unknown, timeBase: TimeBase | undefined): TimeCode | undefined {
  const samples = number(value)
  return timeBase && samples !== undefined && Number.isSafeInteger(samples)
    ? { samples, timeBase }
    : undefined
}

/** Time in seconds, in microseconds. */
export function microsecondsOf(value: unknown): TimeCode | undefined {
  const seconds = number(value)
  const samples = seconds === undefined ? Number.NaN : Math.round(seconds * 1_000_000)
  const timeBase = { numerator: 1, denominator: 1_000_000 }
  return Number.isSafeInteger(samples) ? { samples, timeBase } : undefined
}

/** `0x1e1`, or a number. */
export function trackNumber(id: unknown, index: number): number {
  const hexadecimal = /^0x([\da-f]{1,8})$/i.exec(text(id) ?? '')?.[1]
  return hexadecimal === undefined ? (whole(id) ?? index + 1) : Number.parseInt(hexadecimal, 16)
}

/** The bytes of a dump: an offset, the bytes, and two spaces before the same as characters. */
export function bytesOf(dump: unknown): string | undefined {
  const lines = (text(dump) ?? '')
    .split('\n')
    .map((line) => /^[\da-f]{8}: ([\da-f ]{1,40}?)(?: {2}|$)/.exec(line)?.[1] ?? '')
  const bytes = lines.join('').replaceAll(' ', '').toUpperCase()
  return bytes === '' ? undefined : bytes
}

/** The tags of a file or a stream. A file can carry megabytes of them, and lyrics or scripts in one. */
export function tagsOf(fields: Printed): readonly KeyValue[] {
  return Object.entries(record(fields['tags']))
    .flatMap(([key, value]) => (typeof value === 'string' ? [{ key, value }] : []))
    .filter(({ key, value }) => key.length <= LONGEST_KEY && value.length <= LONGEST_VALUE)
    .slice(0, MOST_TAGS)
}

const MOST_TAGS = 100
const LONGEST_KEY = 100
const LONGEST_VALUE = 4_000

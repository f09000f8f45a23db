/** Limits how often sign-ins may fail (design.md §6). */
import { createHash, randomBytes } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { notAuthorized } from '../http/answer/fault.ts'

/** One sign-in with a password or a token. */
export interface Try {
  /** The IP address of the client. */
  readonly address: string
  /** The name given with a password; empty for a token, which does not count for the address. */
  readonly user: string
}

/**
 * Permits ten failed tries a minute for an address and a user, and a hundred for an address. A try is counted
 * when it begins and taken back if it succeeds, so concurrent guesses cannot exceed the limit.
 */
export class FailedTries {
  readonly #now: () => number
  readonly #counts = new Counts()

  /** `now` returns monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Seconds until a try is allowed; 0 if it is allowed now. */
  waitFor(one: Try): number {
    const now = this.#now()
    const waits = limitsOf(one).map(({ key, most }) => this.#counts.fullUntil(key, most, now) - now)
    return Math.max(0, ...waits.map((ms) => Math.ceil(ms / 1000)))
  }

  /** Throws 401 with the seconds to wait. */
  refuseTooMany(one: Try): void {
    const wait = this.waitFor(one)
    if (wait === 0) return
    const message = `Too many failed sign-ins; try again in ${wait} s`
    throw notAuthorized(message, { 'Retry-After': String(wait) })
  }

  begin(one: Try): void {
    for (const { key } of limitsOf(one)) this.#counts.add(key, this.#now())
  }

  takeBack(one: Try): void {
    for (const { key } of limitsOf(one)) this.#counts.subtract(key, this.#now())
  }
}

function limitsOf({ address, user }: Try): readonly { readonly key: string; readonly most: number }[] {
  const network = networkOf(address)
  const both = { key: `${network}\0${user}`, most: MOST_OF_BOTH }
  return user === '' ? [both] : [both, { key: network, most: MOST_OF_ADDRESS }]
}

/** The first 64 bits of an IPv6 address: a client usually has all addresses that begin with them. */
function networkOf(address: string): string {
  if (!isIPv6(address)) return address
  const [head = [], tail = []] = address
    .split('::')
    .map((part) => part.split(':').filter((group) => group !== ''))
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0')
  const groups = address.includes('::') ? [...head, ...zeros, ...tail] : head
  return groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
    .join(':')
}

/**
 * Counts in constant memory (a count-min sketch): each key has a cell in each of four rows, which it may
 * share with other keys, and its count is the smallest of them. So no key can displace the count of another.
 * A key is mistaken for a full one only if it shares all four cells with full keys: 1 in 10⁷ while 1 000 keys
 * are full. The cells of a key cannot be foreseen.
 */
class Counts {
  readonly #salt = randomBytes(16)
  readonly #counts = new Uint32Array(ROWS * CELLS)
  /** When the minute of each cell ends. */
  readonly #until = new Float64Array(ROWS * CELLS).fill(Number.NEGATIVE_INFINITY)

  /** When the key may count on; in the past if it is not full. */
  fullUntil(key: string, most: number, now: number): number {
    const cells = this.#cellsOf(key)
    const full = cells.every((cell) => this.#at(cell, now) >= most)
    return full ? Math.min(...cells.map((cell) => this.#until[cell] ?? now)) : now
  }

  add(key: string, now: number): void {
    for (const cell of this.#cellsOf(key)) {
      const count = this.#at(cell, now)
      if (count === 0) this.#until[cell] = now + WINDOW_MS
      this.#counts[cell] = count + 1
    }
  }

  subtract(key: string, now: number): void {
    for (const cell of this.#cellsOf(key)) this.#counts[cell] = Math.max(0, this.#at(cell, now) - 1)
  }

  #at(cell: number, now: number): number {
    return (this.#until[cell] ?? now) > now ? (this.#counts[cell] ?? 0) : 0
  }

  #cellsOf(key: string): readonly number[] {
    const digest = createHash('sha256').update(this.#salt).update(key).digest()
    return Array.from({ length: ROWS }, (_, row) => row * CELLS + (digest.readUInt32LE(row * 4) % CELLS))
  }
}

const MOST_OF_BOTH = 10
const MOST_OF_ADDRESS = 100
const WINDOW_MS = 60_000
const ROWS = 4
const CELLS = 65_536

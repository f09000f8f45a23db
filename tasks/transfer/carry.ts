/** Thread task: carries the content of a file from one storage to another, and hashes it on the way. */

import { createHash, type Hash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Algorithm } from '../checksum.ts'
import { type Location, uriAt } from './location.ts'
import { open, settled } from './open.ts'
import { atRate, type Rate } from './rate.ts'
import {
  type Access,
  type ContentFrom,
  Failed,
  type FoundFile,
  failureFrom,
  type StoredFile,
  type Unfinished,
} from './stored-file.ts'

interface CarryInput {
  readonly from: Location
  readonly to: Location
  readonly access: Access
  readonly found: FoundFile
  readonly unfinished: Unfinished
  readonly algorithms: readonly Algorithm[]
  /** The bandwidths that hold for it. */
  readonly rates: readonly Rate[]
  /** Shared memory: its first element is the number of bytes that have been carried, by any thread. */
  readonly done: BigInt64Array
}

export interface Carried {
  readonly size: number
  /** Lower-case hexadecimal. */
  readonly checksums: Readonly<Partial<Record<Algorithm, string>>>
}

/**
 * Connects again by itself after a break, and continues, as long as each connection brings it further. What
 * remains after a failure is for the next attempt.
 */
export default function carry(input: CarryInput) {
  return settled(carried(input))
}

async function carried(input: CarryInput): Promise<Carried> {
  for (let [vain, reached] = [0, -1n]; ; ) {
    try {
      return await carriedAtOnce(input)
    } catch (error) {
      const done = Atomics.load(input.done, 0)
      vain = done > reached ? 0 : vain + 1
      reached = done > reached ? done : reached
      if (failureFrom(error).ended !== 'broken' || vain >= PAUSES_MS.length) throw error
      await sleep(PAUSES_MS[vain])
    }
  }
}

async function carriedAtOnce(input: CarryInput): Promise<Carried> {
  const { from, to, access, found, unfinished, done } = input
  await using source = await open(from, access)
  await using target = await open(to, access)
  const known = unfinished.version === undefined ? 0 : await target.written(unfinished, found.size)
  const sure = Math.max(0, known - (target.rewinds ?? 0))
  const start = known <= (found.size ?? known) ? sure : 0
  Atomics.store(done, 0, BigInt(start))
  const hashes = new Hashes(input.algorithms)
  const content = await contentFrom(start, { source, target, hashes, input })
  await target.write(unfinished, content, found.size)
  const size = Number(Atomics.load(done, 0))
  await checkWhole(size, { source, target, input })
  return { size, checksums: hashes.digests() }
}

/** The checksums of one content. */
class Hashes {
  readonly #algorithms: readonly Algorithm[]
  #hashes: readonly Hash[] = []

  constructor(algorithms: readonly Algorithm[]) {
    this.#algorithms = algorithms
    this.restart()
  }

  restart(): void {
    this.#hashes = this.#algorithms.map((algorithm) => createHash(algorithm))
  }

  update(chunk: Buffer): void {
    for (const hash of this.#hashes) hash.update(chunk)
  }

  digests(): Carried['checksums'] {
    return Object.fromEntries(this.#algorithms.map((name, at) => [name, this.#hashes[at]?.digest('hex')]))
  }
}

interface Ends {
  readonly source: StoredFile
  readonly target: StoredFile
  readonly input: CarryInput
}

/** The content from an offset on. What comes before it is hashed, too: read back, or read once more. */
async function contentFrom(start: number, ends: Ends & { readonly hashes: Hashes }): Promise<ContentFrom> {
  const { source, target, hashes, input } = ends
  const { found, unfinished, done } = input
  if (!target.readBack) return { from: start, chunks: passing(await source.read(0, found), start, ends) }
  // Before the source is asked: it would not wait.
  for await (const chunk of target.readBack(unfinished, start)) hashes.update(chunk)
  // There is nothing to read at its end: servers answer that the range is wrong.
  if (start > 0 && start === found.size) return { from: start, chunks: nothing() }
  const content = await source.read(start, found)
  if (content.from === start) return { from: start, chunks: passing(content, start, ends) }
  hashes.restart()
  Atomics.store(done, 0, 0n)
  return { from: 0, chunks: passing(content, 0, ends) }
}

async function* nothing(): AsyncGenerator<Buffer> {}

/** Hashes all of the content, and passes on what follows the offset `start`. */
async function* passing(
  content: ContentFrom,
  start: number,
  { hashes, input }: { readonly hashes: Hashes; readonly input: CarryInput },
): AsyncGenerator<Buffer> {
  let at = content.from
  for await (const chunk of atRate(content.chunks, input.rates)) {
    hashes.update(chunk)
    const rest = chunk.subarray(Math.max(0, start - at))
    at += chunk.length
    if (rest.length === 0) continue
    yield rest
    Atomics.add(input.done, 0, BigInt(rest.length))
  }
}

/** A transfer that ended without an error must have its whole size at both ends, and an unchanged source. */
async function checkWhole(size: number, { source, target, input }: Ends): Promise<void> {
  const { from, to, found, unfinished } = input
  const now = await source.look()
  if (!now || now.version !== found.version || now.size !== found.size)
    throw new Failed('changed', `${uriAt(from)} has changed while it was read`)
  if (found.size !== undefined && found.size !== size)
    throw new Failed('broken', `${uriAt(from)} has ${found.size} bytes, of which ${size} arrived`)
  const written = KEEPS_SIZE.has(to.scheme) ? await target.written(unfinished, found.size) : size
  if (written !== size) throw new Failed('broken', `${uriAt(to)} has ${written} of ${size} bytes`)
}

/** Where the size of what was written can be asked for exactly. */
const KEEPS_SIZE: ReadonlySet<string> = new Set(['file', 'ftp', 'ftps', 'sftp'])
/** Before another connection, after connections that brought nothing. */
const PAUSES_MS = [500, 2_000, 5_000]

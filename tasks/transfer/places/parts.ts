/** Cuts content into the parts of a multipart upload, and holds none in memory where that can be avoided. */

import { Readable } from 'node:stream'

export interface PartToSend {
  readonly body: Readable | Buffer
  /** Bytes of a body that is a stream. */
  readonly length?: number
}

/** The size of all parts but the last, bytes: S3 allows 10 000 parts of 5 MiB to 5 GiB. Pure. */
export function partSizeFor(size: number | undefined): number {
  // What has no known size is held in memory, part by part, and has 160 GB at most.
  if (size === undefined) return 16 * MIB
  return Math.max(8 * MIB, Math.ceil(size / 9_000 / MIB) * MIB)
}

/** `left`: the bytes of the content, if known. Each part must be read before the next one. */
export async function* partsOf(
  chunks: AsyncIterable<Buffer>,
  { partSize, left }: { readonly partSize: number; readonly left: number | undefined },
): AsyncGenerator<PartToSend> {
  const source = new Chunks(chunks)
  if (left === undefined) {
    for (let part = await source.collect(partSize); part.length > 0; part = await source.collect(partSize))
      yield { body: part }
    return
  }
  for (let rest = left; rest > 0; rest -= partSize) {
    const length = Math.min(rest, partSize)
    yield { body: Readable.from(source.take(length)), length }
  }
  // What reads the content to its end, such as a hash, sees the end.
  for await (const more of source.take(1)) if (more.length > 0) throw new Error('the source has grown')
}

/** ContentFrom that is taken in pieces of other lengths than its chunks. */
class Chunks {
  readonly #iterator: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(chunks: AsyncIterable<Buffer>) {
    this.#iterator = chunks[Symbol.asyncIterator]()
  }

  /** Fewer bytes only at the end of the content. */
  async *take(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      if (this.#rest.length === 0) {
        const { done, value } = await this.#iterator.next()
        if (done) return
        this.#rest = value
      }
      const piece = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(piece.length)
      left -= piece.length
      if (piece.length > 0) yield piece
    }
  }

  async collect(bytes: number): Promise<Buffer> {
    const pieces: Buffer[] = []
    for await (const piece of this.take(bytes)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
}

const MIB = 1024 * 1024

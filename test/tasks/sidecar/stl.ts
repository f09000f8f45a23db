/** Builds EBU STL files, which nothing here can make. */

type Time = readonly [hours: number, minutes: number, seconds: number, frames: number]

interface Block {
  readonly start: Time
  readonly end: Time
  readonly text: Iterable<number>
  readonly justified?: number
  readonly row?: number
  readonly comment?: boolean
  /** The subtitle goes on in the next block. */
  readonly more?: boolean
}

/** Norwegian, at 25 frames per second, in a programme that starts at 10:00:00:00. */
export function stl(blocks: readonly Block[]): Uint8Array {
  const head = Buffer.alloc(1_024, ' ')
  head.write('850STL25.01100', 0, 'latin1')
  head.write('1E', 14, 'latin1')
  head.write('10000000', 256, 'latin1')
  return Buffer.concat([head, ...blocks.map(blockOf)])
}

function blockOf({
  start,
  end,
  text,
  justified = 2,
  row = 20,
  comment = false,
  more = false,
}: Block): Buffer {
  const block = Buffer.alloc(128, 0x8f)
  block.set([0, 0, 0, more ? 1 : 0xff, 0, ...start, ...end, row, justified, comment ? 1 : 0])
  block.set([...text], 16)
  return block
}

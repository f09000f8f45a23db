/** Reads the edit lists of an MP4 or QuickTime file, which ffprobe applies and does not print. */
import type { VideoComponent } from '../../../schema/documents/component.ts'
import { openFile } from '../../files/open-folder.ts'
import type { Technical } from './technical.ts'

type EditList = NonNullable<VideoComponent['edl']>

/** By the number of the track. Empty for other files, and for those that cannot be read that way. */
export async function editListsOf(path: string): Promise<ReadonlyMap<number, EditList>> {
  await using file = await openFile(path)
  const { size } = await file.stat()
  const head = Buffer.alloc(16)
  for (let at = 0, boxes = 0; at + 8 <= size && boxes < MOST_BOXES; boxes += 1) {
    await file.read(head, 0, 16, at)
    const [length, type] = [lengthOf(head), head.toString('latin1', 4, 8)]
    if (length < 8) return new Map()
    if (type === 'moov') {
      if (length > MOST_BYTES) return new Map()
      const moov = Buffer.alloc(Math.min(length, size - at))
      await file.read(moov, 0, moov.length, at)
      return editListsIn(moov.subarray(8))
    }
    at += length
  }
  return new Map()
}

/** The content of a `moov` box. Pure. */
export function editListsIn(moov: Buffer): ReadonlyMap<number, EditList> {
  const movie = timeScaleIn(boxIn(moov, 'mvhd'))
  const lists = boxesIn(moov, 'trak').flatMap((track) => {
    const [header, edits] = [boxIn(track, 'tkhd'), boxIn(boxIn(track, 'edts'), 'elst')]
    const media = timeScaleIn(boxIn(boxIn(track, 'mdia'), 'mdhd'))
    const id = header && wordAt(header, header[0] === 1 ? 20 : 12)
    const entry = edits ? entriesIn(edits) : []
    if (id === undefined || !media || !movie || entry.length === 0) return []
    const base = (denominator: number) => ({ numerator: 1, denominator })
    return [
      [id, { timeScale: base(media), ...(movie !== media && { timeBase: base(movie) }), entry }] as const,
    ]
  })
  return new Map(lists)
}

/** The shape with the edit list of each of its tracks. Pure. */
export function withEditLists(shape: Technical, lists: ReadonlyMap<number, EditList>): Technical {
  const edited = <Part extends { readonly pid?: number | undefined }>(
    parts: readonly Part[],
  ): readonly Part[] =>
    parts.map((part) => {
      const edl = part.pid === undefined ? undefined : lists.get(part.pid)
      return edl ? { ...part, edl } : part
    })
  return {
    ...shape,
    ...(shape.videoComponent && { videoComponent: edited(shape.videoComponent) }),
    ...(shape.audioComponent && { audioComponent: edited(shape.audioComponent) }),
    ...(shape.subtitleComponent && { subtitleComponent: edited(shape.subtitleComponent) }),
  }
}

/** ISO/IEC 14496-12, 8.6.6: a version, then entries of a length, a start, and a speed of 16.16 bits. */
function entriesIn(elst: Buffer): EditList['entry'] & object {
  const isLong = elst[0] === 1
  const [count, size] = [Math.min(wordAt(elst, 4) ?? 0, MOST_ENTRIES), isLong ? 20 : 12]
  return Array.from({ length: count }, (_, at) => 8 + at * size)
    .filter((at) => at + size <= elst.length)
    .map((at) => ({
      start: isLong ? Number(elst.readBigInt64BE(at + 8)) : elst.readInt32BE(at + 4),
      length: isLong ? Number(elst.readBigUInt64BE(at)) : elst.readUInt32BE(at),
      mediaRate: elst.readInt32BE(at + size - 4),
    }))
    .filter(({ start, length }) => Number.isSafeInteger(start) && Number.isSafeInteger(length))
}

/** Units per second, after the version and two times. */
function timeScaleIn(box: Buffer | undefined): number | undefined {
  return box && wordAt(box, box[0] === 1 ? 20 : 12)
}

function boxIn(content: Buffer | undefined, type: string): Buffer | undefined {
  return content && boxesIn(content, type)[0]
}

function boxesIn(content: Buffer, type: string): readonly Buffer[] {
  const boxes: Buffer[] = []
  for (let at = 0; at + 8 <= content.length && boxes.length < MOST_BOXES; ) {
    const length = lengthOf(content.subarray(at))
    if (length < 8) break
    if (content.toString('latin1', at + 4, at + 8) === type) boxes.push(content.subarray(at + 8, at + length))
    at += length
  }
  return boxes
}

/** With the header of the box; 1 says that 64 bits follow. */
function lengthOf(box: Buffer): number {
  const length = wordAt(box, 0) ?? 0
  return length === 1 && box.length >= 16 ? Number(box.readBigUInt64BE(8)) : length
}

function wordAt(bytes: Buffer, at: number): number | undefined {
  return at + 4 <= bytes.length ? bytes.readUInt32BE(at) : undefined
}

const MOST_BOXES = 1_000
const MOST_ENTRIES = 1_000
/** The index of a day of video has 30 MB. */
const MOST_BYTES = 64 * 1024 * 1024

/** Where each tile of a sprite sheet is, and what it stands for. Pure. */
import type { ThumbnailSpriteSheetDocument } from '../../../schema/documents/sprite-sheet.ts'
import { atSeconds, MILLISECONDS } from '../../../schema/time-code.ts'
import { LONGEST_SIDE, type Size } from '../picture/size.ts'

export interface SpriteLayout {
  readonly tile: Size
  readonly columns: number
  readonly rows: number
  /** Time between two tiles, s. */
  readonly periodS: number
  /** In the order of time. */
  readonly tiles: readonly {
    readonly x: number
    readonly y: number
    readonly startS: number
    readonly endS: number
  }[]
}

interface Asked {
  /** Length of the video, s. */
  readonly durationS: number
  readonly tile: Size
  readonly columns: number
  /** Default: as many tiles as fill ten rows, but at most one a second. */
  readonly periodS?: number | undefined
}

/** Rows from left to right, from the top. Refused if the sheet would be too large for its format. */
export function spriteLayout({
  durationS,
  columns,
  ...asked
}: Asked): SpriteLayout | { readonly refused: string } {
  const tile = { width: even(asked.tile.width), height: even(asked.tile.height) }
  const periodS = asked.periodS ?? Math.max(1, durationS / (columns * ROWS))
  const count = Math.max(1, Math.ceil(durationS / periodS - ROUNDING))
  if (count > MOST_TILES)
    return { refused: `a tile every ${periodS} s makes ${count} tiles; ${MOST_TILES} are allowed` }
  const rows = Math.ceil(count / columns)
  const [width, height] = [tile.width * Math.min(columns, count), tile.height * rows]
  if (width > LONGEST_SIDE || height > LONGEST_SIDE || width * height > MOST_PIXELS)
    return { refused: `its tiles make a picture of ${width}×${height} pixels, which is too large` }
  const tiles = Array.from({ length: count }, (_, at) => ({
    x: (at % columns) * tile.width,
    y: Math.floor(at / columns) * tile.height,
    startS: at * periodS,
    endS: Math.min(durationS, (at + 1) * periodS),
  }))
  return { tile, columns: Math.min(columns, count), rows, periodS, tiles }
}

/** Thumbnails of players, as they read them: `#xywh` of the sheet beside it. */
export function webVttOf({ tile: { width, height }, tiles }: SpriteLayout, sheet: string): string {
  const cues = tiles.map(
    ({ x, y, startS, endS }) =>
      `${clock(startS)} --> ${clock(endS)}\n${encodeURIComponent(sheet)}#xywh=${x},${y},${width},${height}\n`,
  )
  return ['WEBVTT\n', ...cues].join('\n')
}

/** `uri`: of the sheet. */
export function spriteDocument({ tile, tiles }: SpriteLayout, uri: string): ThumbnailSpriteSheetDocument {
  return {
    path: [uri],
    thumbnail: tiles.map(({ x, y, startS, endS }) => ({
      ...{ ...tile, x, y },
      timecode: atSeconds(startS, MILLISECONDS),
      endTimecode: atSeconds(endS, MILLISECONDS),
    })),
  }
}

/** Chroma has half the pixels. */
function even(pixels: number): number {
  return Math.max(2, 2 * Math.round(pixels / 2))
}

function clock(seconds: number): string {
  const ms = Math.round(seconds * 1_000)
  const parts = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, Math.floor(ms / 1_000) % 60]
  return `${parts.map((part) => String(part).padStart(2, '0')).join(':')}.${String(ms % 1_000).padStart(3, '0')}`
}

const ROWS = 10
const MOST_TILES = 1_000
/** Decoded by a player, they take four bytes each. */
const MOST_PIXELS = 64_000_000
/** Of the length, which is a sum of times. */
const ROUNDING = 1e-3

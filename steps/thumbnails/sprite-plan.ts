/** The sprite sheet of a job, if it asks for one: its layout and its files. */
import { join } from 'node:path'
import { secondsOf, timeCodeFrom } from '../../schema/time-code.ts'
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { beginOf, endOf } from '../../tasks/ffmpeg/picture/frame.ts'
import { pictureSize } from '../../tasks/ffmpeg/picture/size.ts'
import { type SpriteLayout, spriteLayout } from '../../tasks/ffmpeg/sprite/layout.ts'
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Metadata } from '../engine/declare/step.ts'

/** A file that has a partial name until it lands. */
interface Landing {
  readonly partial: string
  readonly final: string
}

export interface SpriteSheet {
  readonly layout: SpriteLayout
  readonly picture: Landing
  readonly vtt: Landing
}

const DEFAULT_TILE = 160
const DEFAULT_COLUMNS = 10

export const SPRITE_PARAMETERS: readonly Parameter[] = [
  {
    key: 'createSpriteSheet',
    required: false,
    description:
      'Whether a sprite sheet is made as well: one JPEG with small pictures of the whole video, and a WebVTT file that says which of them belongs to which time (`#xywh`). Default `false`.',
    values: ['true', 'false'],
  },
  {
    key: 'spritePeriod',
    required: false,
    description:
      'Time between two pictures of the sprite sheet, as seconds or a time code such as `250@25`. From 10 s on, only key frames are decoded. Default: as many pictures as fill ten rows, but at most one a second.',
    form: { pattern: /^(\d{1,5}(\.\d{1,6})?|\d{1,15}@[A-Z\d:]{1,20})$/, expected: 'seconds or a time code' },
  },
  {
    key: 'spriteWidth',
    required: false,
    description: `Width of a picture of the sprite sheet, pixels. Default ${DEFAULT_TILE}.`,
    form: { pattern: /^(1[6-9]|[2-9]\d|[1-9]\d\d)$/, expected: 'a whole number from 16 to 999' },
  },
  {
    key: 'spriteColumns',
    required: false,
    description: `Number of pictures in a row of the sprite sheet. Default ${DEFAULT_COLUMNS}.`,
    form: { pattern: /^([1-9]|[1-9]\d)$/, expected: 'a whole number from 1 to 99' },
  },
]

interface Named {
  readonly folder: string
  /** Of the names of the files. */
  readonly stem: string
  readonly partialOf: (final: string) => string
}

/** Undefined if the job asks for none. Pure. */
export function spriteSheetOf(
  metadata: Metadata,
  media: Media,
  { folder, stem, partialOf }: Named,
): SpriteSheet | { readonly refused: string } | undefined {
  const video = videoOf(media)
  if (metadata['createSpriteSheet'] !== 'true' || !video) return undefined
  const endS = endOf(media)
  const width = Number(metadata['spriteWidth'] ?? DEFAULT_TILE)
  const asked = metadata['spritePeriod']
  const periodS = asked === undefined ? undefined : periodOf(asked)
  if (periodS === 0) return { refused: `spritePeriod: “${asked}” is no time` }
  const layout = spriteLayout({
    durationS: endS === undefined ? STILL_S : Math.max(STILL_S, endS - beginOf(media)),
    ...{
      tile: pictureSize(video, width),
      columns: Number(metadata['spriteColumns'] ?? DEFAULT_COLUMNS),
      periodS,
    },
  })
  if ('refused' in layout) return { refused: `createSpriteSheet: ${layout.refused}` }
  const landing = (extension: string): Landing => {
    const final = join(folder, `${stem}-sprite${extension}`)
    return { final, partial: partialOf(final) }
  }
  return { layout, picture: landing('.jpg'), vtt: landing('.vtt') }
}

/** 0 for what is no time. */
export function periodOf(text: string): number {
  const time = timeCodeFrom(text)
  return time ? Math.max(0, secondsOf(time)) : 0
}

/** A still image, and a video whose length is unknown, have one tile of so many seconds. */
const STILL_S = 0.04

/** The metadata of a THUMBNAIL job that say which pictures an item gets, and which posters are made. */
import type { Parameter } from '../engine/declare/parameter.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { timeCodesOf } from './time-codes.ts'

const PIXELS = { pattern: /^([2-9]|[1-9]\d{1,3})$/, expected: 'a whole number from 2 to 9999' } as const

export const POSTER_PARAMETERS: readonly Parameter[] = [
  {
    key: 'createThumbnails',
    required: false,
    description:
      'Whether thumbnails are made, rather than only the posters of `createPosters`. Default `true`.',
    values: ['true', 'false'],
  },
  {
    key: 'createPosters',
    required: false,
    description:
      'Positions at which posters are made, as in `thumbnailTimeCodes`. A poster is as large as the video. Default: none.',
  },
  {
    key: 'posterWidth',
    required: false,
    description: 'Width of the posters, at most, in square pixels. Default: that of the video.',
    form: PIXELS,
  },
  {
    key: 'posterHeight',
    required: false,
    description: 'Height of the posters, at most, in square pixels. Default: that of the video.',
    form: PIXELS,
  },
  {
    key: 'posterFormat',
    required: false,
    description: 'Image format of the posters. Default `jpeg`.',
    values: ['jpeg', 'png'],
  },
]

export const ITEM_PARAMETERS: readonly Parameter[] = [
  {
    key: 'itemId',
    required: false,
    description:
      'The item that gets the pictures, which then are no files: `GET /thumbnail/VX-1/{item}` lists them. Default: files in the folder of `destinationUri`.',
  },
  {
    key: 'originalShapeId',
    required: false,
    description: 'The shape of the item that the source is of. The pictures belong to its version.',
  },
]

/** Why the times and the item cannot be as asked for. Pure. */
export function refusedPictures(metadata: Metadata): Refusal | undefined {
  const { createThumbnails, createPosters = '', itemId, createSpriteSheet } = metadata
  for (const key of ['thumbnailTimeCodes', 'createPosters']) {
    const value = metadata[key] ?? ''
    const times = timeCodesOf(value)
    if ('wrong' in times) return invalid(key, `“${times.wrong}” is ${NO_TIME}`, value)
  }
  if (createThumbnails === 'false' && createPosters.trim() === '')
    return invalid('createThumbnails', 'expected true, or times in createPosters', createThumbnails)
  if (itemId !== undefined && createSpriteSheet === 'true')
    return invalid('createSpriteSheet', 'expected false for an item: its pictures are no files', 'true')
  return undefined
}

const NO_TIME = 'not a time code such as 62@25, nor a number of seconds'

function invalid(key: string, explanation: string, value: string): Refusal {
  return { refused: 'invalid', key, explanation, value }
}

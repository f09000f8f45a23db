/** What is said about a shape. Pure. */

import type { FileState } from '../../../schema/media.ts'
import type { Shape } from '../api/items/item.ts'
import type { Tone } from '../state/look.ts'

/** `h264 1920 × 1080`, `2 × aac`, as far as they are known. */
export function contentOf({
  videoComponent = [],
  audioComponent = [],
  mimeType = [],
}: Shape): readonly string[] {
  const video = videoComponent.map(({ codec, resolution }) =>
    [codec, resolution && `${resolution.width} × ${resolution.height}`].filter(Boolean).join(' '),
  )
  const codecs = [...new Set(audioComponent.map(({ codec }) => codec))].filter(Boolean).join(', ')
  const audio = audioComponent.length > 1 ? `${audioComponent.length} × ${codecs}` : codecs
  const all = [...video, ...(audio === '' ? [] : [audio])]
  return all.length > 0 ? all : mimeType.slice(0, 1)
}

interface Said {
  readonly word: string
  readonly tone: Tone
}

/** Undefined if its file is there. */
export function stateOf({ containerComponent }: Shape): Said | undefined {
  const [file] = containerComponent?.file ?? []
  if (file === undefined) return { word: 'No file yet', tone: 'waiting' }
  return file.state === undefined ? undefined : OF_FILE[file.state]
}

const WRITTEN = { word: 'Being written', tone: 'waiting' } as const
const LOST = { word: 'File is missing', tone: 'bad' } as const

const OF_FILE: Readonly<Record<FileState, Said | undefined>> = {
  CLOSED: undefined,
  NONE: LOST,
  LOST,
  OPEN: WRITTEN,
  BEING_READ: WRITTEN,
  TO_APPEAR: WRITTEN,
  AWAITING_SYNC: WRITTEN,
  TO_BE_DELETED: { word: 'Being deleted', tone: 'waiting' },
  ARCHIVED: { word: 'File is archived', tone: 'waiting' },
}

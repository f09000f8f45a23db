/** The step land-thumbnails, which gives thumbnails their final names. */

import { writeJson } from '../../schema/codec/json/json.ts'
import { ThumbnailSpriteSheetDocument } from '../../schema/documents/sprite-sheet.ts'
import { spriteDocument } from '../../tasks/ffmpeg/sprite/layout.ts'
import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type MadeFile, type Step } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { uriOf } from '../transcode/renditions.ts'
import { ofItems } from './keep-pictures.ts'
import type { SpriteSheet } from './sprite-plan.ts'
import { filesOfSprite, type Thumbnails } from './thumbnail-plan.ts'

/** The result: URIs by time code (wire.md §10.2), and those of the sprite sheet by `sprite` and `vtt`. */
type LandedThumbnails = Readonly<Record<string, string>>

/** Lands the thumbnails and the sprite sheet, and lists them in the job's metadata. */
export const landThumbnails: Step<Tools> = {
  name: 'land-thumbnails',
  description: 'Naming thumbnails.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  // The pictures of an item are kept, and never become files.
  applies: (metadata) => !ofItems(metadata),
  needs: reachingOutput,
  outputs: (result) => filesOf(result as LandedThumbnails),
  async run({ result, log }) {
    const { pictures = [], sprite } = result<Thumbnails>('make-thumbnails') ?? {}
    const files = [...pictures, ...filesOfSprite(sprite)]
    for (const { partial, final } of files)
      if ((await land(partial, final)) === 'taken')
        return fatal(`destinationUri: ${uriOf(final)} already exists`)
    const thumbnails: Record<string, string> = {}
    for (const { kind, times, atS, final } of pictures) {
      for (const { text } of times)
        thumbnails[`[${kind === 'poster' ? 'POSTER' : 'TC'}:${text}]`] = uriOf(final)
      log('info', `${kind} at ${atS} s: ${uriOf(final)}`)
    }
    const sheet = sprite ? { sprite: uriOf(sprite.picture.final), vtt: uriOf(sprite.vtt.final) } : {}
    return finished(
      { ...thumbnails, ...sheet },
      {
        thumbnails: JSON.stringify(thumbnails),
        ...(sprite && { spriteSheet: writeJson(ThumbnailSpriteSheetDocument, documentOf(sprite)) }),
        result: JSON.stringify({ thumbnails, ...sheet }),
      },
    )
  },
}

function documentOf({ layout, picture }: SpriteSheet): ThumbnailSpriteSheetDocument {
  return spriteDocument(layout, uriOf(picture.final))
}

/** Each file once, with the first of its time codes. */
function filesOf(thumbnails: LandedThumbnails): readonly MadeFile[] {
  const byUri = Map.groupBy(Object.entries(thumbnails), ([, uri]) => uri)
  return [...byUri].map(([uri, [first]]) => ({
    uri,
    label: (first?.[0] ?? '').replace(/^\[(?:TC|POSTER):(.*)\]$/, '$1'),
  }))
}

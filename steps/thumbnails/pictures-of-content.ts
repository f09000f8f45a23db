/** The steps that make thumbnails of what is imported or transcoded into an item, along with renditions. */
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { finished, type Metadata } from '../engine/declare/step.ts'
import { removeThumbnails } from '../files/remove-leftovers.ts'
import { type AsynchronousStep, seenAs, type View } from '../import/seen-as.ts'
import { contentUri, staysInPlace } from '../import/views.ts'
import { keeping } from './keep-pictures.ts'
import { makeThumbnails } from './make-thumbnails.ts'

/** Only where renditions are asked for, as in Vidispine, even if none are made (wire-media.md §11). */
export function wantsPictures({
  itemId,
  createThumbnails,
  createPosters = '',
  tags = '',
}: Metadata): boolean {
  return itemId !== undefined && tags !== '' && (createThumbnails === 'true' || createPosters !== '')
}

interface Content {
  /** Ends the names of the steps. */
  readonly suffix: string
  /** The step that has described the source. */
  readonly describedBy: string
  readonly sourceUri: (metadata: Metadata) => string
  readonly isMade?: (metadata: Metadata) => boolean
}

/** The pictures are in the default folder of the job meanwhile, never where the renditions are. */
function picturesOf({ suffix, describedBy, sourceUri, isMade }: Content) {
  const make = `make-thumbnails${suffix}`
  const view: View = {
    metadata: (metadata) => ({
      // A job that asks only for posters gets no thumbnails.
      createThumbnails: 'false',
      ...withoutDestination(metadata),
      sourceUri: sourceUri(metadata),
    }),
    results: { 'probe-file': describedBy, 'make-thumbnails': make },
    ...(isMade && { isMade }),
    isNeeded: wantsPictures,
  }
  const seen = (step: AsynchronousStep, name: string): AsynchronousStep =>
    ofVideo({ ...seenAs(step, { name }, view), applies: wantsPictures }, describedBy)
  return {
    make: seen(makeThumbnails as AsynchronousStep, make),
    keep: keeping({ name: `keep-pictures${suffix}`, madeBy: make, applies: wantsPictures }),
    remove: seen(removeThumbnails as AsynchronousStep, `remove-pictures${suffix}`),
    cleanUp: seen(removeThumbnails as AsynchronousStep, `remove-leftovers-of-pictures${suffix}`),
  }
}

function withoutDestination(metadata: Metadata): Metadata {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== 'destinationUri'))
}

/** The same step, which has nothing to do for sound, documents, and what could not be described. */
function ofVideo(step: AsynchronousStep, describedBy: string): AsynchronousStep {
  const { run, discard } = step
  const hasVideo = (context: Parameters<typeof run>[0]) => {
    const media = context.result<{ readonly media?: Media }>(describedBy)?.media
    return media !== undefined && videoOf(media) !== undefined
  }
  return {
    ...step,
    run: async (context) => (hasVideo(context) ? run(context) : finished()),
    ...(discard && {
      discard: async (context) => {
        if (hasVideo(context)) await discard(context)
      },
    }),
  }
}

/** Of the content of an import. */
export const PICTURES_OF_CONTENT = picturesOf({
  suffix: '-of-content',
  describedBy: 'check-content',
  sourceUri: contentUri,
  isMade: (metadata) => !staysInPlace(metadata),
})

/** Of the source of a transcode. */
export const PICTURES_OF_SOURCE = picturesOf({
  suffix: '-of-source',
  describedBy: 'probe-file',
  sourceUri: ({ sourceUri = '' }) => sourceUri,
})

/** The steps that make thumbnails of what is imported or transcoded into an item, along with renditions. */
import { fileURLToPath } from 'node:url'
import { type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { finished, type Metadata, type StepContext } from '../engine/declare/step.ts'
import { removeThumbnails } from '../files/remove-leftovers.ts'
import { type AsynchronousStep, seenAs, type View } from '../import/seen-as.ts'
import { contentUri, staysInPlace } from '../import/views.ts'
import type { Tools } from '../tools.ts'
import type { Output } from '../transcode/check-output.ts'
import type { Source } from '../transcode/renditions.ts'
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
  /** Of the result of that step. Default: the result itself. */
  readonly described?: (result: unknown) => Source | undefined
}

/** The pictures are in the default folder of the job meanwhile, never where the renditions are. */
function picturesOf({ suffix, describedBy, sourceUri, isMade, described }: Content) {
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
    describing(
      ofVideo({ ...seenAs(step, { name }, view), applies: wantsPictures }, describedBy),
      described &&
        ((context, name) => (name === describedBy ? described(context.result(name)) : context.result(name))),
    )
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

type Results = (context: StepContext<Tools>, name: string) => unknown

/** The same step, which sees these results instead. */
function describing(step: AsynchronousStep, results: Results | undefined): AsynchronousStep {
  if (!results) return step
  const { run, discard } = step
  const seen = (context: StepContext<Tools>): StepContext<Tools> => ({
    ...context,
    result: (name) => results(context, name) as never,
  })
  return {
    ...step,
    run: (context) => run(seen(context)),
    ...(discard && { discard: (context) => discard(seen(context)) }),
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

/** Of what a sequence has become: its first rendition. */
export const PICTURES_OF_SEQUENCE = picturesOf({
  suffix: '-of-sequence',
  describedBy: 'check-output',
  // Before there is one, only its folder is known.
  sourceUri: ({ outputUri = '', destinationUri = '' }) => outputUri.split('\n')[0] || destinationUri,
  isMade: () => true,
  described: (result) => {
    const [output] = (result as readonly Output[] | undefined) ?? []
    return output && { path: fileURLToPath(output.uri), media: output.media }
  },
})

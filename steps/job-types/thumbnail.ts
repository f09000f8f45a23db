/** The job type THUMBNAIL: extracts frames of a video as images. */

import { jobType } from '../engine/declare/job-type.ts'
import type { Refusal } from '../engine/declare/refusal.ts'
import type { Metadata, Step } from '../engine/declare/step.ts'
import { removePartialThumbnails as partialsOfFiles, removeThumbnails } from '../files/remove-leftovers.ts'
import { probeFile } from '../source/probe-file.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import { ITEM_PARAMETERS, POSTER_PARAMETERS, refusedPictures } from '../thumbnails/asked-pictures.ts'
import { checkThumbnails } from '../thumbnails/check-thumbnails.ts'
import { keepPictures, ofItems } from '../thumbnails/keep-pictures.ts'
import { landThumbnails } from '../thumbnails/land-thumbnails.ts'
import { makeThumbnails } from '../thumbnails/make-thumbnails.ts'
import { periodOf, SPRITE_PARAMETERS } from '../thumbnails/sprite-plan.ts'
import { DEFAULT_WIDTH, THUMBNAIL_STEP } from '../thumbnails/thumbnail-plan.ts'
import type { Tools } from '../tools.ts'

/** Once the pictures of an item are kept, nothing is left of their files. */
const removeKeptPictures: Step<Tools> = {
  ...removeThumbnails,
  name: 'remove-kept-pictures',
  applies: ofItems,
}
const removePartialThumbnails: Step<Tools> = {
  ...partialsOfFiles,
  applies: (metadata) => !ofItems(metadata),
}

export default jobType<Tools>(
  'THUMBNAIL',
  'Thumbnails of item.',
  [
    { number: 100, step: probeFile },
    { number: THUMBNAIL_STEP, step: makeThumbnails, after: [100], transient: true },
    { number: 300, step: landThumbnails, after: [THUMBNAIL_STEP] },
    { number: 350, step: keepPictures, after: [THUMBNAIL_STEP] },
    { number: 400, step: removePartialThumbnails, after: [300], critical: false },
    { number: 450, step: removeKeptPictures, after: [350], critical: false },
    { number: 500, step: checkThumbnails, after: [300, 350], critical: false },
    { number: 900, step: removeThumbnails, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the video or image file.' },
      {
        key: 'destinationUri',
        required: false,
        description:
          'URI of the folder for the thumbnails. Default: a folder in the first media root, named by the id of the job.',
      },
      {
        key: 'thumbnailTimeCodes',
        required: false,
        description:
          'Positions from the start of the source, separated by white space or commas: time codes such as `62@25`, or seconds. A thumbnail shows the frame that is on the screen at that time: the last one that began by then. A still image has any time. Times at or after the end of the video have no thumbnail: if others have one, the job ends in FINISHED_WARNING. Default: one thumbnail, at a quarter of the video; for an item, one every ten seconds, or about a hundred of a long video.',
      },
      {
        key: 'thumbnailWidth',
        required: false,
        description: `Width of the thumbnails, in square pixels. Smaller video is not enlarged. Default ${DEFAULT_WIDTH}.`,
        form: { pattern: /^([2-9]|[1-9]\d{1,3})$/, expected: 'a whole number from 2 to 9999' },
      },
      {
        key: 'thumbnailHeight',
        required: false,
        description:
          'Height of the thumbnails, at most, in square pixels. Default: it follows from the width.',
        form: { pattern: /^([2-9]|[1-9]\d{1,3})$/, expected: 'a whole number from 2 to 9999' },
      },
      {
        key: 'thumbnailPeriod',
        required: false,
        description:
          'Seconds from one thumbnail to the next, from the start of the video. Has no effect beside `thumbnailTimeCodes`.',
        form: { pattern: /^(?!0*\.?0*$)\d{1,5}(\.\d{1,6})?$/, expected: 'a number of seconds above 0' },
      },
      {
        key: 'tags',
        required: false,
        description:
          'Comma-separated shape tags, whose `thumbnailResolution` and `thumbnailPeriod` stand in for the keys above that are missing.',
      },
      {
        key: 'thumbnailFormat',
        required: false,
        description: 'Image format of the thumbnails. Default `jpeg`.',
        values: ['jpeg', 'png'],
      },
      ...POSTER_PARAMETERS,
      ...ITEM_PARAMETERS,
      ...SPRITE_PARAMETERS,
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)

async function check(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const refused = await refusedUri(metadata, tools)
  if (refused) return refused
  const period = metadata['spritePeriod']
  if (period !== undefined && periodOf(period) === 0)
    return {
      refused: 'invalid',
      key: 'spritePeriod',
      explanation: 'expected a time above zero',
      value: period,
    }
  return refusedPictures(metadata)
}

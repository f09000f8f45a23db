import { jobType, type Refusal } from '../engine/declare/job-type.ts'
import type { Metadata } from '../engine/declare/step.ts'
import { removePartialThumbnails, removeThumbnails } from '../files/remove-leftovers.ts'
import { probeFile } from '../source/probe-file.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import { landThumbnails } from '../thumbnails/land-thumbnails.ts'
import { makeThumbnails } from '../thumbnails/make-thumbnails.ts'
import { DEFAULT_WIDTH, THUMBNAIL_STEP } from '../thumbnails/thumbnail-plan.ts'
import { timeCodesOf } from '../thumbnails/time-codes.ts'
import type { Tools } from '../tools.ts'

export default jobType<Tools>(
  'THUMBNAIL',
  'Thumbnails of item.',
  [
    { number: 100, step: probeFile },
    { number: THUMBNAIL_STEP, step: makeThumbnails, after: [100], transient: true },
    { number: 300, step: landThumbnails, after: [THUMBNAIL_STEP] },
    { number: 400, step: removePartialThumbnails, after: [300], critical: false },
    { number: 900, step: removeThumbnails, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'The URI of the file to take pictures from.' },
      {
        key: 'destinationUri',
        required: false,
        description:
          'The URI of the folder the pictures go to. Default: a folder of the job in the first media root.',
      },
      {
        key: 'thumbnailTimeCodes',
        required: false,
        description:
          'Where in the video, separated by white space or commas: time codes such as `62@25`, or seconds. Default: a quarter into it.',
      },
      {
        key: 'thumbnailWidth',
        required: false,
        description: `Width of the pictures, pixels; one of the source that is smaller stays as it is. Default ${DEFAULT_WIDTH}.`,
        form: { pattern: /^([2-9]|[1-9]\d{1,3})$/, expected: 'a whole number from 2 to 9999' },
      },
      {
        key: 'thumbnailFormat',
        required: false,
        description: 'What the pictures are. Default `jpeg`.',
        values: ['jpeg', 'png'],
      },
      WAIT_FOR_SOURCE,
    ],
    check,
  },
)

async function check(metadata: Metadata, tools: Tools): Promise<Refusal | undefined> {
  const refused = await refusedUri(metadata, tools)
  if (refused) return refused
  const [key, value = ''] = ['thumbnailTimeCodes', metadata['thumbnailTimeCodes']]
  const times = timeCodesOf(value)
  if (!('wrong' in times)) return undefined
  return { refused: 'invalid', key, explanation: `“${times.wrong}” is no time code`, value }
}

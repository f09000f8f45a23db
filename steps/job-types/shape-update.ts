/** The job type SHAPE_UPDATE: describes the file of a shape again. */
import { jobType } from '../engine/declare/job-type.ts'
import { checkContent } from '../import/check-content.ts'
import { setUpShapeUpdate, updateShape } from '../item/update-shape.ts'
import { refusedUri, WAIT_FOR_SOURCE } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { removeFetched, removeFetchedAfterFailure } from '../transfer/remove-fetched.ts'

/** The numbers are those of Vidispine (wire-media.md §8.1). */
export default jobType<Tools>(
  'SHAPE_UPDATE',
  'Update of shape.',
  [
    { number: 100, step: setUpShapeUpdate },
    { number: 300, step: checkContent, after: [100] },
    { number: 400, step: updateShape, after: [300] },
    { number: 500, step: removeFetched, after: [400], critical: false },
    { number: 900, step: removeFetchedAfterFailure, cleanup: true },
  ],
  {
    parameters: [
      { key: 'sourceUri', required: true, description: 'URI of the file of the shape.' },
      { key: 'itemId', required: true, description: 'The item of the shape.' },
      { key: 'shapeId', required: true, description: 'The shape to describe again.' },
      WAIT_FOR_SOURCE,
    ],
    check: refusedUri,
  },
)

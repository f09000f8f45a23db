/** Describes the file of a shape again (wire-media.md §4.1). */
import { JobDocument } from '../../../schema/documents/job.ts'
import { filesOfShape } from '../../../schema/shapes/shape-document.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { JOB, startWith } from '../../import/job-parameters.ts'
import { ofShape, shapeOfPath } from './shape-of-path.ts'

const updateAShape = operation({
  ...{ title: 'Update a shape', method: 'POST', role: '_item_shape_write' },
  path: '/item/:itemId/shape/:shapeId/update',
  description:
    'Replaces the components of the shape by what its file has now. The job logs what has changed, and lists it in its ' +
    'metadata `differences`.',
  ...{ query: JOB, produces: JobDocument, plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const found = await shapeOfPath(given)
  const { length } = filesOfShape(found.shape)
  if (length > 1)
    throw invalidInput('shape', `expected a shape of one file, got ${length}`, given.path.shapeId)
  const { originalFilename = '' } = found.shape.metadata
  return startWith(given, 'SHAPE_UPDATE', async () => ({
    ...ofShape(found),
    ...(originalFilename !== '' && { originalFilename }),
  }))
})

export const UPDATE_OPERATIONS: readonly Operation[] = [updateAShape]

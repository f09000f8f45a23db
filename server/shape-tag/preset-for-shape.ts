/** Shows what the script of a shape tag makes of its preset for a shape. */
import { TranscodePresetDocument } from '../../schema/documents/transcode-preset.ts'
import { presetOfTag } from '../../steps/preset/command-of-tag.ts'
import { invalidInput } from '../http/answer/fault.ts'
import { operation } from '../http/operation.ts'
import { string } from '../http/request/parameter-kinds.ts'
import { parameter } from '../http/request/parameters.ts'
import { shapeOfPath } from '../item/job/shape-of-path.ts'
import { findJob } from '../job/request/find-job.ts'
import { shapeTagAt } from './find-shape-tag.ts'

export default operation({
  title: 'Test the script of a shape tag',
  description: 'The preset as its script leaves it for the file of a shape. Nothing is transcoded or kept.',
  method: 'GET',
  path: '/shape-tag/:tag/item/:itemId/shape/:shapeId',
  role: '_shape_tag_read',
  query: { job: parameter(string, undefined, 'A job whose metadata the script finds in `jobMetadata`.') },
  produces: TranscodePresetDocument,
}).answer(async ({ path, query, ...context }) => {
  const { name, document } = await shapeTagAt(context, path.tag)
  const { source } = await shapeOfPath({ em: context.em, path })
  const parts = { metadata: true, steps: false }
  const job = query.job === undefined ? undefined : await findJob(context.em, query.job, parts)
  const jobMetadata = Object.fromEntries((job?.metadata ?? []).map(({ key, value }) => [key, value]))
  const made = await presetOfTag(name, document, source.uri, { ...context, jobMetadata })
  if ('invalid' in made) throw invalidInput('shapeId', made.invalid, path.shapeId)
  if ('noPreset' in made) throw invalidInput('script', made.noPreset, name)
  return made.preset
})

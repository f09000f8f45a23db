/** Encodes streams of files into files, as a document of the transcoder says (wire-media.md §5.1). */
import { writeXml } from '../../../schema/codec/xml/xml.ts'
import { ComplexJobDocument } from '../../../schema/documents/complex-job.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { JOB, startWith } from '../../import/job-parameters.ts'

const transcodeFiles = operation({
  ...{ title: 'Transcode files', method: 'POST', path: '/transcode', role: '_transcode' },
  description: 'The files are named by their URIs, in the media roots; no item has to have them.',
  ...{ query: JOB, accepts: ComplexJobDocument, needsBody: true, produces: JobDocument },
  ...{ plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const { body } = given
  if (!body) throw invalidInput('body', 'expected a ComplexJobDocument, got nothing')
  return startWith(given, 'RAW_TRANSCODE', async () => ({ jobDocument: writeXml(ComplexJobDocument, body) }))
})

export const FILE_TRANSCODES: readonly Operation[] = [transcodeFiles]

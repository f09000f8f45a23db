/** Measures the pictures and the sound of an item, or of one of its shapes (wire-media.md §5.2). */
import { AnalyzeJobDocument } from '../../../schema/documents/analyze-job.ts'
import { JobDocument } from '../../../schema/documents/job.ts'
import { metadataOfAnalysis } from '../../../steps/analysis/analyze-document.ts'
import { invalidInput } from '../../http/answer/fault.ts'
import { type Operation, operation } from '../../http/operation.ts'
import { string } from '../../http/request/parameter-kinds.ts'
import { parameter } from '../../http/request/parameters.ts'
import { JOB, startWith } from '../../import/job-parameters.ts'
import { ofShape, shapeOfPath } from './shape-of-path.ts'

const analyzeItem = operation({
  ...{ title: 'Analyze an item', method: 'POST', path: '/item/:itemId/analyze', role: '_transcode' },
  alsoAt: ['/item/:itemId/shape/:shapeId/analyze'],
  description:
    'The results are in the bulky metadata of the shape: `GET /item/{itemId}/shape/{shapeId}/metadata/bulky`. Without a body, ' +
    'all that can be measured is.',
  query: {
    ...JOB,
    tag: parameter(string, undefined, 'The tag of the shape. Default: that in the path, or the original.'),
  },
  ...{ accepts: AnalyzeJobDocument, produces: JobDocument },
  ...{ plain: ({ jobId }: JobDocument) => jobId, idempotent: true },
}).answer(async (given) => {
  const found = await shapeOfPath(given, given.query.tag)
  const analysis = metadataOfAnalysis(given.body ?? {})
  if (isRefused(analysis)) throw invalidInput(analysis.refused, analysis.explanation)
  return startWith(given, 'ANALYZE', async () => ({ ...ofShape(found), ...analysis }))
})

type Analysis = ReturnType<typeof metadataOfAnalysis>

function isRefused(analysis: Analysis): analysis is Extract<Analysis, { readonly explanation: string }> {
  return 'refused' in analysis
}

export const ANALYZE_OPERATIONS: readonly Operation[] = [analyzeItem]

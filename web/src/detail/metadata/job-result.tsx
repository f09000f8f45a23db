/** The section that shows the result of a job. */
import type { JobDetail } from '../../api/wire.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Card } from '../card.tsx'
import { JsonTree } from './json-tree.tsx'
import { resultOf } from './result.ts'

/** Shows JSON as a tree, and anything else as text. */
export function JobResult({ job }: { readonly job: JobDetail }) {
  const result = resultOf(job)
  if (!result) return null
  return (
    <Card title="Result" folded>
      <div className="card-corner">
        <CopyButton text={result.text} what="result" />
      </div>
      {result.is === 'json' ? (
        <div className="json">
          <JsonTree value={result.value} />
        </div>
      ) : (
        <p className="json">{result.text}</p>
      )}
    </Card>
  )
}

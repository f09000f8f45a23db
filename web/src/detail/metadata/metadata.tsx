/** The section that lists the metadata of a job. */
import type { JobDetail } from '../../api/wire.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Card } from '../card.tsx'
import { MEDIA_PLAN } from './plan.ts'
import { RESULT } from './result.ts'
import './pairs.css'

/** The result and the media plan have sections of their own, and are left out here. */
export function JobMetadata({ job: { data = [] } }: { readonly job: JobDetail }) {
  const pairs = data.filter(({ key }) => key !== RESULT && key !== MEDIA_PLAN)
  if (pairs.length === 0) return null
  const text = JSON.stringify(Object.fromEntries(pairs.map(({ key, value }) => [key, value])), undefined, 2)
  return (
    <Card title="Metadata" count={pairs.length} folded>
      <div className="card-corner">
        <CopyButton text={text} what="metadata" />
      </div>
      <dl className="pairs">
        {pairs.map(({ key, value }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a key may occur twice
          <div key={`${key} ${at}`} className="pair">
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  )
}

/** The section that says what becomes of each stream of the source. */
import type { JobDetail } from '../../api/wire.ts'
import { Card } from '../card.tsx'
import { planOf } from './plan.ts'
import './pairs.css'

export function MediaPlan({ job }: { readonly job: JobDetail }) {
  const lines = planOf(job)
  if (lines.length === 0) return null
  return (
    <Card title="Media plan" folded>
      {[...new Set(lines.map(({ rendition }) => rendition))].map((rendition) => (
        <section key={rendition} className="plan" aria-label={rendition}>
          <h4>{rendition}</h4>
          <dl className="pairs">
            {lines
              .filter((line) => line.rendition === rendition)
              .map(({ stream, what }) => (
                <div key={stream} className="pair">
                  <dt>{stream}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </Card>
  )
}

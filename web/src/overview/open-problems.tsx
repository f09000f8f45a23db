/** The problems that jobs wait for. */
import { Card } from '../detail/card.tsx'
import type { Problem } from '../detail/reason/reason.ts'
import { select } from '../jobs/use-selection.ts'
import { sentenceOf } from './problem-sentence.ts'

const SHOWN = 6

/** Each leads to the first job that waits for it. */
export function OpenProblems({ problems }: { readonly problems: readonly Problem[] }) {
  return (
    <Card title="Problems">
      {problems.length === 0 && <p className="overview-none">No job waits for a problem to pass.</p>}
      <ul className="overview-list">
        {problems.slice(0, SHOWN).map((problem) => (
          <li key={problem.id}>
            <button type="button" className="overview-job" onClick={() => select(problem.job[0])}>
              <span className="overview-text">{sentenceOf(problem)}</span>
              <span className="overview-end">
                {problem.job.length === 1 ? problem.job[0] : `${problem.job.length} jobs`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN && <p className="overview-none">and {problems.length - SHOWN} more</p>}
    </Card>
  )
}

/** The problems that a job waits for. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { call } from '../../api/call.ts'
import { select } from '../../jobs/use-selection.ts'
import { LIVE } from '../../live/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { say } from '../../ui/toast.tsx'
import type { Problem } from './reason.ts'
import { useProblems } from './use-reason.ts'
import '../metadata/pairs.css'
import './problems.css'

/** Each problem links to the other jobs that wait for it. */
export function Problems({ jobId, ids }: { readonly jobId: string; readonly ids: readonly number[] }) {
  const { data = [] } = useProblems(jobId, ids.length > 0)
  const shown = data.filter(({ id }) => ids.includes(id))
  if (shown.length === 0) return null
  return (
    <ul className="problems" aria-label="Problems">
      {shown.map((problem) => (
        <OneProblem key={problem.id} problem={problem} jobId={jobId} />
      ))}
    </ul>
  )
}

/** The maximum number of other jobs listed by id; the rest are counted. */
const LISTED = 5

function OneProblem({ problem, jobId }: { readonly problem: Problem; readonly jobId: string }) {
  const { id, type, data, job } = problem
  const others = job.filter((one) => one !== jobId)
  return (
    <li className="problem">
      <div className="problem-title">
        <span className="problem-type">
          {type} <span className="problem-id">problem {id}</span>
        </span>
        <CheckNow id={id} />
      </div>
      <dl className="pairs">
        {data.map(({ key, value }) => (
          <div key={`${key} ${value}`} className="pair">
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {others.length > 0 && (
        <p className="problem-others">
          Also waiting:{' '}
          {others.slice(0, LISTED).map((other) => (
            <button key={other} type="button" className="link" onClick={() => select(other)}>
              {other}
            </button>
          ))}
          {others.length > LISTED && ` and ${others.length - LISTED} more`}
        </p>
      )}
    </li>
  )
}

/** Checks a problem at once instead of on its schedule, for a user who has just resolved it. */
function CheckNow({ id }: { readonly id: number }) {
  const queries = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: () => call({ method: 'POST', path: `job/problem/${id}/check` }),
    onSuccess: () => say(`Checking problem ${id}.`),
    onError: (error) => say(error.message, 'bad'),
    onSettled: () => queries.invalidateQueries({ queryKey: [LIVE, 'job'] }),
  })
  return (
    <Button look="quiet" icon="refresh" busy={isPending} onClick={() => mutate()}>
      Check now
    </Button>
  )
}

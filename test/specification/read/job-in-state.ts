/** Writes jobs in a given state, with matching steps. */
import { JOB_STATES, type JobState } from '../../../schema/states.ts'
import type { Wanted, WantedStep } from '../../factory.ts'
import type { Serving } from '../../serving.ts'

/** The states that a job can be in here (wire.md §9.1). */
export const STATES = JOB_STATES.filter((state) => state !== 'VIDINET_JOB')
type State = (typeof STATES)[number]

/** Writes a job and returns its id. Step 200 depends on step 100. */
export async function jobIn({ job, rows }: Serving, state: State, wanted: Wanted = {}): Promise<number> {
  const id = await job({ ...wanted, state, steps: STEPS[state] })
  if (state === 'ABORTED_PENDING' || state === 'ABORTED') await rows(ABORTING, [id])
  if (state === 'WAITING') await waitFor({ rows }, id, 100)
  return id
}

/** Makes a waiting step wait for a file of its own; returns the id of the problem. */
export async function waitFor({ rows }: Pick<Serving, 'rows'>, id: number, step: number): Promise<number> {
  const [problem] = await rows<{ id: number }>(WAITING, [`file:///in/${id}-${step}.mov`, id, step])
  return problem?.id ?? 0
}

const NEXT: WantedStep = { number: 200, state: 'NONE', after: [100] }
const ENDED: readonly WantedStep[] = [{ number: 100, runs: [{ state: 'FINISHED' }] }]

const STEPS: Readonly<Record<JobState, readonly WantedStep[]>> = {
  READY: [{ number: 100, state: 'READY' }, NEXT],
  STARTED: [{ number: 100, runs: [{ state: 'STARTED_ASYNCHRONOUS' }] }, NEXT],
  VIDINET_JOB: [],
  FINISHED: ENDED,
  FINISHED_WARNING: [
    ...ENDED,
    { number: 150, critical: false, runs: [{ state: 'FAILED_FATAL', errorMessage: 'No room.' }] },
  ],
  FAILED_TOTAL: [{ number: 100, runs: [{ state: 'FAILED_FATAL', errorMessage: 'no such codec' }] }],
  WAITING: [{ number: 100, runs: [{ state: 'WAITING' }] }, NEXT],
  ABORTED_PENDING: [{ number: 100, runs: [{ state: 'STARTED_ASYNCHRONOUS' }] }, NEXT],
  ABORTED: [{ number: 100, runs: [{ state: 'FAILED_FATAL', errorMessage: 'aborted by ann' }] }],
  HOLD: [{ number: 100, state: 'NONE' }, NEXT],
}

const ABORTING = /* sql */ `
update callsheet.job set abort_requested = callsheet.now(), abort_user = 'ann', abort_reason = 'enough', abort_cleanup = true
where id = ? returning id`

const WAITING = /* sql */ `
with problem as (
  insert into callsheet.problem (type, resource, requirement, data) values ('FILE', ?, 'to exist', '{}') returning id
)
insert into callsheet.waiting_step (problem_id, step_id, job_id)
select p.id, s.id, s.job_id from problem p, callsheet.step s where s.job_id = ? and s.number = ?
returning problem_id as id`

/** Plans a job without creating it, for a dry run. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { LARGEST_INTEGER } from '../../../schema/ids.ts'
import { type Candidate, readySteps } from '../../../schema/queries/admission/ready-steps.ts'
import type { NewJob, NewStep } from '../../../schema/queries/jobs/create-job.ts'
import { Node } from '../../../schema/tables/node.ts'
import { fitting } from '../admission/capacity.ts'
import type { JobType } from '../declare/job-type.ts'
import type { CommandLine } from '../declare/step.ts'
import { sentence } from '../why/bounds.ts'

/** A step of a job that does not exist yet. */
export interface PlannedStep extends Omit<NewStep, 'name' | 'state' | 'result'> {
  /** The node it would start on now, or why it would not start, as a clause. */
  readonly place: { readonly node: string } | { readonly waits: string } | undefined
  /** Undefined for a step that runs no program or does not declare its command line. */
  readonly command: CommandLine | undefined
}

/** The steps that a request would create, if the queue stays as it is. Changes nothing and locks nothing. */
export async function planJob<Tools>(
  em: EntityManager,
  type: JobType<Tools>,
  { priority, held, metadata, steps }: NewJob,
  tools: Tools,
  signal: AbortSignal,
): Promise<readonly PlannedStep[]> {
  const placeOf = await places(em, steps, priority)
  return Promise.all(
    steps.map(async ({ name, state, result: _none, ...step }) => {
      const { number } = step
      const declared = type.stages.find((stage) => stage.number === number)?.step
      const command = await declared?.command?.({ metadata, number, tools, signal })
      return {
        ...step,
        command,
        place: state === 'READY' ? placeOf(number) : { waits: whyLater(step, held) },
      }
    }),
  )
}

/** Where admission would place the ready steps if they were the youngest in the queue. */
async function places(em: EntityManager, steps: readonly NewStep[], priority: number) {
  const snapshot = await readySteps(em)
  const ours = steps
    .filter(({ state }) => state === 'READY')
    .map(
      ({ number, need, runsAs }): Candidate => ({
        ...{ number, need, runsAs, priority },
        ...{ stepId: -number, jobId: LARGEST_INTEGER, readyS: 0, running: false },
      }),
    )
  const { placed, notPlaced } = fitting({ ...snapshot, candidates: [...snapshot.candidates, ...ours] })
  const nodes = await em.find(Node, { id: { $in: placed.map(({ nodeId }) => nodeId) } })
  return (number: number): PlannedStep['place'] => {
    const why = notPlaced.get(-number)
    if (why) return { waits: sentence(why) }
    const found = placed.find(({ stepId }) => stepId === -number)
    return found && { node: nodes.find(({ id }) => id === found.nodeId)?.name ?? String(found.nodeId) }
  }
}

function whyLater(
  { cleanup, after, alongside }: Pick<NewStep, 'cleanup' | 'after' | 'alongside'>,
  held: boolean,
) {
  if (cleanup) return 'runs only when the job fails or is aborted'
  if (held) return 'on hold: steps run only when you start them'
  const others = [...after, ...alongside]
  return `waits for ${others.length > 1 ? 'steps' : 'step'} ${others.join(', ')}`
}

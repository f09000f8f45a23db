/** The section with the step graph of a job and the details of one step. */
import { useId, useMemo, useRef, useState } from 'react'
import type { JobDetail } from '../api/wire.ts'
import { Card } from '../detail/card.tsx'
import { type Runs, runsOf } from '../history/runs.ts'
import { useHistory } from '../history/use-history.ts'
import { Button } from '../ui/button.tsx'
import { Graph } from './graph.tsx'
import { boxesBelow, draw, formFor } from './layout/drawing.ts'
import { neighbour } from './layout/neighbour.ts'
import { StepPanel } from './step-panel.tsx'
import { type Step, stepsOf, stepToLookAt } from './steps-of.ts'
import { useJobType } from './use-job-type.ts'
import { useWidth } from './use-width.ts'
import './graph.css'

/**
 * Shows the step that most needs attention until the user chooses one. Clean-up that did not run is folded.
 */
export function StepGraph({ job }: { readonly job: JobDetail }) {
  const { data: type, isPending } = useJobType(job.type)
  const { data: entries = [] } = useHistory(job.jobId)
  const [chosen, choose] = useState<number>()
  const [cleanup, showCleanup] = useState(false)
  const room = useRef<HTMLDivElement>(null)
  const width = useWidth(room)
  const id = useId()
  const steps = stepsOf(job, type)
  const shown = steps.find(({ number }) => number === (chosen ?? stepToLookAt(steps)))
  const runs = useMemo(() => runsOf(entries), [entries])
  const hasCleanup = steps.some((step) => step.cleanup)
  const ranCleanup = steps.some((step) => step.cleanup && step.attempts.length > 0)
  const drawable = cleanup || ranCleanup ? steps : steps.filter((step) => !step.cleanup)
  const drawn = !isPending && width !== undefined
  return (
    <Card title="Steps">
      <div className="steps-room" ref={room}>
        {drawn && <Graphs {...{ steps: drawable, shown, runs, width, id, choose }} />}
      </div>
      {hasCleanup && !ranCleanup && (
        <div className="steps-fold">
          <Button look="quiet" aria-expanded={cleanup} onClick={() => showCleanup(!cleanup)}>
            {cleanup ? 'Hide clean-up' : 'Show clean-up'}
          </Button>
          <span>It runs only if the job fails or is aborted.</span>
        </div>
      )}
      {shown && <StepPanel step={shown} runs={runs} id={id} />}
    </Card>
  )
}

interface GraphsProps {
  readonly steps: readonly Step[]
  readonly shown: Step | undefined
  readonly runs: Runs
  readonly width: number
  /** The prefix of element ids. */
  readonly id: string
  readonly choose: (number: number) => void
}

/** The clean-up steps are drawn below the others. The arrow keys move through both graphs. */
function Graphs({ steps, width, ...rest }: GraphsProps) {
  const main = steps.filter(({ cleanup }) => !cleanup)
  const cleanup = steps.filter((step) => step.cleanup)
  const form = formFor(main, width)
  const [above, below] = [draw(main, form), draw(cleanup, form)]
  const go = (event: React.KeyboardEvent, from: number) => {
    const to = neighbour(event.key, from, [...above.boxes, ...boxesBelow(above, below)])
    if (to === undefined) return
    event.preventDefault()
    rest.choose(to)
    document.getElementById(`${rest.id}-${to}`)?.focus()
  }
  return (
    <div className="steps-all" role="tablist" aria-label="Steps in order">
      <Graph steps={main} form={form} drawing={above} onKey={go} {...rest} />
      {cleanup.length > 0 && (
        <>
          <p className="steps-cleanup" aria-hidden="true">
            Clean-up
          </p>
          <Graph steps={cleanup} form={form} drawing={below} onKey={go} {...rest} />
        </>
      )}
    </div>
  )
}

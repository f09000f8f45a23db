/** The details of one step: its task, its dependencies and its attempts. */
import type { Runs } from '../history/runs.ts'
import { StateLabel } from '../state/state-label.tsx'
import { Attempt } from './attempt.tsx'
import { nameOf, STATUS_LOOK, type Step } from './steps-of.ts'
import './step-panel.css'

interface Props {
  readonly step: Step
  readonly runs: Runs
  readonly id: string
}

export function StepPanel({ step, runs, id }: Props) {
  const { number, attempts, status } = step
  return (
    <div className="step" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-title`}>
      <div className="step-title">
        <h4 id={`${id}-title`}>
          {nameOf(step)} <span className="step-number">step {number}</span>
        </h4>
        <StateLabel look={STATUS_LOOK[status]} />
      </div>
      <p className="step-about">{aboutOf(step)}</p>
      {attempts.length > 0 && (
        <ol className="attempts" aria-label="Attempts">
          {attempts.map((task, at) => (
            <Attempt
              key={task.id ?? at}
              task={task}
              run={runs.get(number)?.[at]}
              look={at === attempts.length - 1 ? STATUS_LOOK[status] : STATUS_LOOK[task.status]}
              name={attempts.length === 1 ? undefined : nameOfAttempt(attempts, at)}
            />
          ))}
        </ol>
      )}
    </div>
  )
}

/** An attempt that was lost or had to wait is not counted, so the next one has the same number. */
function nameOfAttempt(attempts: Step['attempts'], at: number): string {
  const number = attempts[at]?.attempts ?? 0
  const name = number === 0 ? 'First attempt' : `Retry ${number}`
  return number === attempts[at - 1]?.attempts ? `${name} (again)` : name
}

/** `Task: probe-file · After step 100 · Slot: CPU`. */
function aboutOf({ name, after, alongside, critical, cleanup, category, status }: Step): string {
  return [
    name === undefined ? 'No longer part of the job type' : `Task: ${name}`,
    ...(after.length > 0 ? [`After ${listed(after)}`] : []),
    ...(alongside.length > 0 ? [`Alongside ${listed(alongside)}, once signaled`] : []),
    ...(category === undefined ? [] : [`Slot: ${category.split(',').map(slotName).join(' or ')}`]),
    ...(cleanup ? ['Runs only if the job fails or is aborted'] : []),
    ...(critical || cleanup ? [] : ['Optional: the job continues if it fails']),
    ...(status === 'TAKEN_OVER' ? ['Result reused from the job that was run again'] : []),
  ].join(' · ')
}

/** `gpu_encode` → `GPU encode`. */
function slotName(category: string): string {
  return category.replaceAll('_', ' ').replace(/\b(?:cpu|gpu|ai)\b/g, (word) => word.toUpperCase())
}

/** `step 100`; `steps 100, 200 and 300`. */
function listed(steps: readonly number[]): string {
  const names = [...steps].map((step, at) =>
    `${at === 0 ? (steps.length > 1 ? 'steps' : 'step') : ''} ${step}`.trim(),
  )
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

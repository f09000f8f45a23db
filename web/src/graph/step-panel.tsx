import type { Runs } from '../history/runs.ts'
import { StateLabel } from '../state/state-label.tsx'
import { Attempt } from './attempt.tsx'
import { nameOf, STANDING_LOOK, type Step } from './steps-of.ts'

interface Props {
  readonly step: Step
  readonly runs: Runs
  readonly id: string
}

/** A step in words. */
export function StepPanel({ step, runs, id }: Props) {
  const { number, attempts, standing } = step
  return (
    <div className="step" role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-title`}>
      <div className="step-title">
        <h4 id={`${id}-title`}>
          {nameOf(step)} <span className="step-number">step {number}</span>
        </h4>
        <StateLabel look={STANDING_LOOK[standing]} />
      </div>
      <p className="step-about">{aboutOf(step)}</p>
      {attempts.length > 0 && (
        <ol className="attempts" aria-label="Tries">
          {attempts.map((task, at) => (
            <Attempt
              key={task.id ?? at}
              task={task}
              run={runs.get(number)?.[at]}
              name={attempts.length === 1 ? undefined : tryOf(attempts, at)}
            />
          ))}
        </ol>
      )}
    </div>
  )
}

/** An attempt that was lost, or that had to wait, is not counted: the next has its number. */
function tryOf(attempts: Step['attempts'], at: number): string {
  const number = attempts[at]?.attempts ?? 0
  return number === attempts[at - 1]?.attempts ? `Try ${number + 1} again` : `Try ${number + 1}`
}

/** What it is and what it hangs on, in sentences. */
function aboutOf({ name, after, alongside, critical, cleanup, category, standing }: Step): string {
  return [
    ...(name === undefined ? ['The job type has no such step any more.'] : [`Carried out by ${name}.`]),
    ...(cleanup ? ['Runs only when the job fails or is aborted.'] : []),
    ...(after.length > 0 ? [`Starts after ${listed(after)}.`] : []),
    ...(alongside.length > 0 ? [`May start while ${listed(alongside)} still runs, once it signals.`] : []),
    ...(category === undefined ? [] : [`Takes a slot for ${category.split(',').join(' or ')}.`]),
    ...(critical || cleanup ? [] : ['If it fails, the job goes on without it.']),
    ...(standing === 'TAKEN_OVER'
      ? ['Its result was taken over from the job that this one runs again.']
      : []),
  ].join(' ')
}

function listed(steps: readonly number[]): string {
  const names = [...steps].map((step, at) =>
    `${at === 0 ? (steps.length > 1 ? 'steps' : 'step') : ''} ${step}`.trim(),
  )
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
}

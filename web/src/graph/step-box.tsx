/** The box of one step in the step graph. */
import type { KeyboardEvent } from 'react'
import type { Runs } from '../history/runs.ts'
import { percent, shareOf } from '../state/progress.ts'
import { seriousWords } from '../state/serious.ts'
import { duration } from '../time/say-time.ts'
import { Icon } from '../ui/icon.tsx'
import { nameOf, STATUS_LOOK, type Step, type StepStatus, triesOf } from './steps-of.ts'
import './step-box.css'

interface Props {
  readonly step: Step
  readonly runs: Runs
  readonly chosen: boolean
  readonly place: {
    readonly left: number
    readonly top: number
    readonly width: number
    readonly height: number
  }
  readonly id: string
  readonly onChoose: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** A tab that opens the step panel. */
export function StepBox({ step, runs, chosen, place, id, ...on }: Props) {
  const { number, critical, cleanup, status, attempts } = step
  const { tone, icon, pulses } = STATUS_LOOK[status]
  const last = attempts.at(-1)
  const tries = triesOf(step)
  // The errors are enough: the box is narrow.
  const serious = last ? seriousWords(last.errors === undefined ? last : { errors: last.errors }) : ''
  const share = pulses && last ? shareOf(last) : 0
  const classes = ['box', `tone-${tone}`, `box-${status.toLowerCase()}`, ...(cleanup ? ['box-cleanup'] : [])]
  return (
    <button
      type="button"
      role="tab"
      id={`${id}-${number}`}
      className={classes.join(' ')}
      style={place}
      aria-selected={chosen}
      aria-controls={`${id}-panel`}
      tabIndex={chosen ? 0 : -1}
      title={last?.errorMessage ?? nameOf(step)}
      onClick={on.onChoose}
      onKeyDown={on.onKeyDown}
    >
      <span className="box-top">
        <Icon name={icon} />
        <span className="box-number">{number}</span>
        {tries > 1 && <span className="box-tag">{tries} attempts</span>}
        {tries <= 1 && serious !== '' && <span className="box-tag tone-warning box-serious">{serious}</span>}
        {tries <= 1 && serious === '' && !critical && !cleanup && <span className="box-tag">optional</span>}
      </span>
      <span className="box-name">{nameOf(step)}</span>
      <span className="box-state">{stateOf(step, runs)}</span>
      {share > 0 && <progress className="box-progress" max={1} value={share} aria-hidden="true" />}
    </button>
  )
}

/** The states that show the duration of the last attempt. */
const ENDED: readonly StepStatus[] = ['FINISHED', 'FAILED_FATAL', 'FAILED_RETRY', 'ABORTED', 'STOPPED']

/** `Running, 45%`; `Finished, 1.2 s`. */
function stateOf({ number, attempts, status }: Step, runs: Runs): string {
  const { word, pulses } = STATUS_LOOK[status]
  const last = attempts.at(-1)
  if (!last) return word
  const share = shareOf(last)
  if (pulses) return share > 0 ? `${word}, ${percent(share)}` : word
  if (!ENDED.includes(status)) return word
  const { started = 0, ended = 0 } = runs.get(number)?.[attempts.length - 1] ?? {}
  // A transactional step starts and ends at the same time.
  return ended > started ? `${word}, ${duration(ended - started)}` : word
}

import type { Task } from '../api/wire.ts'
import type { Run } from '../history/runs.ts'
import { STEP_LOOK } from '../state/look.ts'
import { shareOf } from '../state/progress.ts'
import { ProgressBar } from '../state/progress-bar.tsx'
import { StateLabel } from '../state/state-label.tsx'
import { useNowWhile } from '../time/clock.ts'
import { duration, readTime, timeOfDay } from '../time/say-time.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { commandLine } from './command-line.ts'

interface Props {
  readonly task: Task
  readonly run: Run | undefined
  /** `Try 2`; undefined for the only one, whose state is the step's. */
  readonly name: string | undefined
}

/** One try of a step: how it went, where and when, why it failed, and the command it ran. */
export function Attempt({ task, run, name }: Props) {
  const look = STEP_LOOK[task.status]
  const command = commandLine(task)
  return (
    <li className={`attempt tone-${look.tone}`}>
      <div className="attempt-line">
        {name !== undefined && <span className="attempt-number">{name}</span>}
        {name !== undefined && <StateLabel look={look} />}
        <span className="attempt-when">
          <When task={task} run={run} />
        </span>
      </div>
      {look.pulses && task.progress?.total !== undefined && (
        <ProgressBar share={shareOf(task)} tone={look.tone} />
      )}
      <Parts task={task} />
      {task.errorMessage !== undefined && <p className="attempt-why">{task.errorMessage}</p>}
      {command !== undefined && (
        <figure className="command">
          <figcaption>
            Command <CopyButton text={command} what="command" />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to without a mouse */}
          <pre tabIndex={0}>{command}</pre>
        </figure>
      )}
    </li>
  )
}

/** `at 01:58:00, for 1.2 s on vm`. */
function When({ task, run }: Pick<Props, 'task' | 'run'>) {
  const now = useNowWhile(run !== undefined && run.ended === undefined)
  if (!run) return timeOfDay(readTime(task.timestamp))
  const { started, ended, node } = run
  const took = duration((ended ?? Math.max(now, started)) - started)
  const where = node === undefined ? '' : ` on ${node}`
  return ended === undefined
    ? `since ${timeOfDay(started)}, for ${took}${where}`
    : `at ${timeOfDay(started)}, for ${took}${where}`
}

function Parts({ task: { totalSubTasks, subTask } }: { readonly task: Task }) {
  if (totalSubTasks === undefined) return null
  const finished = subTask.filter(({ status }) => status === 'FINISHED').length
  return (
    <p>
      {finished} of {totalSubTasks} parts finished
    </p>
  )
}

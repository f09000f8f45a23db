/** One attempt of a step in the step panel. */
import { decodedIn } from '../about/about.ts'
import type { Task } from '../api/wire.ts'
import type { Run } from '../history/runs.ts'
import type { Look } from '../state/look.ts'
import { shareOf } from '../state/progress.ts'
import { ProgressBar } from '../state/progress-bar.tsx'
import { SeriousTag } from '../state/serious-tag.tsx'
import { StateLabel } from '../state/state-label.tsx'
import { useNowWhile } from '../time/clock.ts'
import { duration, elapsed, readTime, timeOfDay } from '../time/say-time.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { commandLine } from './command-line.ts'

interface Props {
  readonly task: Task
  readonly run: Run | undefined
  readonly look: Look
  /** `Retry 1`; undefined for the only attempt, whose state is that of the step. */
  readonly name: string | undefined
}

/** Shows its state, when and where it ran, its error and the command it ran. */
export function Attempt({ task, run, look, name }: Props) {
  const command = commandLine(task)
  return (
    <li className={`attempt tone-${look.tone}`}>
      <div className="attempt-line">
        {name !== undefined && <span className="attempt-number">{name}</span>}
        {name !== undefined && <StateLabel look={look} />}
        <span className="attempt-when">
          <Timing task={task} run={run} />
        </span>
      </div>
      {look.pulses && task.progress?.total !== undefined && (
        <ProgressBar share={shareOf(task)} tone={look.tone} />
      )}
      <Subtasks task={task} />
      <SeriousTag of={task} className="attempt-serious" />
      {task.errorMessage !== undefined && <p className="attempt-why">{decodedIn(task.errorMessage)}</p>}
      {command !== undefined && (
        <figure className="command">
          <figcaption>
            Command <CopyButton text={command} what="command" />
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: must be scrollable by keyboard */}
          <pre tabIndex={0}>{command}</pre>
        </figure>
      )}
    </li>
  )
}

/** `01:58:00 · 1.2 s · vm`. */
function Timing({ task, run }: Pick<Props, 'task' | 'run'>) {
  const now = useNowWhile(run !== undefined && run.ended === undefined)
  if (!run) return timeOfDay(readTime(task.timestamp))
  const { started, ended, node } = run
  const took = ended === undefined ? elapsed(now - started) : duration(ended - started)
  return [timeOfDay(started), took, ...(node === undefined ? [] : [node])].join(' · ')
}

function Subtasks({ task: { totalSubTasks, subTask } }: { readonly task: Task }) {
  if (totalSubTasks === undefined) return null
  const finished = subTask.filter(({ status }) => status === 'FINISHED').length
  return (
    <p>
      {finished} of {totalSubTasks} subtasks finished
    </p>
  )
}

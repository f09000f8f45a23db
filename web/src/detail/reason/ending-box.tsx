/** The box that says why a job failed, was aborted or finished with warnings. */
import type { JobDetail } from '../../api/wire.ts'
import { Icon } from '../../ui/icon.tsx'
import { endingOf } from './ending.ts'
import { useReason } from './use-reason.ts'
import './notice.css'

const ICON = { bad: 'cross', warning: 'warning', stopped: 'slash' } as const

/** Nothing is shown while the job is unfinished or if it ended well. */
export function EndingBox({ job }: { readonly job: JobDetail }) {
  const { data } = useReason(job)
  const ending = endingOf(job, data?.reason)
  if (!ending) return null
  const { tone, title, text } = ending
  return (
    <section className={`notice tone-${tone}`} aria-label="How the job ended">
      <Icon name={ICON[tone]} />
      <div>
        <h3>{title}</h3>
        {text !== '' && <p className="notice-text">{text}</p>}
      </div>
    </section>
  )
}

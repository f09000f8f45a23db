import type { JobDetail } from '../../api/wire.ts'
import { Icon } from '../../ui/icon.tsx'
import { endingOf } from './ending.ts'
import { useReason } from './use-reason.ts'

const ICON = { bad: 'cross', warning: 'warning', stopped: 'slash' } as const

/** Why a job failed, in a red box; or what else went wrong with it. */
export function EndingBox({ job }: { readonly job: JobDetail }) {
  const { data } = useReason(job)
  const ending = endingOf(job, data?.reason)
  if (!ending) return null
  const { tone, title, text } = ending
  return (
    <section className={`notice tone-${tone}`} aria-label="How it ended">
      <Icon name={ICON[tone]} />
      <div>
        <h3>{title}</h3>
        {text !== '' && <p className="notice-text">{text}</p>}
      </div>
    </section>
  )
}

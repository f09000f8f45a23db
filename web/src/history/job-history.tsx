/** The section that shows the history of a job as a timeline. */
import { useMemo, useState } from 'react'
import type { JobDetail } from '../api/wire.ts'
import { Card } from '../detail/card.tsx'
import { absolute, duration, timeOfDay } from '../time/say-time.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { type Happening, type Moment, momentsOf } from './moments.ts'
import { useHistory } from './use-history.ts'
import './history.css'

/** The number of latest entries shown initially. */
const SHOWN = 40

/** Older entries are hidden behind a button. */
export function JobHistory({ job }: { readonly job: JobDetail }) {
  const { data: entries = [], error } = useHistory(job.jobId)
  const moments = useMemo(() => momentsOf(entries), [entries])
  const [all, showAll] = useState(false)
  const hidden = all ? 0 : Math.max(0, moments.length - SHOWN)
  return (
    <Card title="History" folded>
      {error && <p>{error.message}</p>}
      {hidden > 0 && (
        <Button look="quiet" onClick={() => showAll(true)}>
          Show {hidden} earlier entries
        </Button>
      )}
      <ol className="timeline">
        {moments.slice(hidden).map((moment, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: history is only ever appended to
          <OneMoment key={`${moment.time} ${at + hidden}`} moment={moment} begin={moments[0]?.time ?? 0} />
        ))}
      </ol>
    </Card>
  )
}

function OneMoment({
  moment: { time, happenings },
  begin,
}: {
  readonly moment: Moment
  readonly begin: number
}) {
  return (
    <li className="moment">
      <div className="moment-time">
        <time dateTime={new Date(time).toISOString()} title={absolute(time)}>
          {timeOfDay(time)}
        </time>
        <span className="moment-offset">{time === begin ? 'start' : `+${duration(time - begin)}`}</span>
      </div>
      <ul className="happenings">
        {happenings.map((happening, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: history is only ever appended to
          <OneHappening key={at} {...happening} />
        ))}
      </ul>
    </li>
  )
}

function OneHappening({ sentence, look, quiet, cause, node, user }: Happening) {
  const where = [...(node === undefined ? [] : [`on ${node}`]), ...(user === undefined ? [] : [`by ${user}`])]
  return (
    <li className={`happening tone-${look?.tone ?? 'idle'}${quiet ? ' happening-quiet' : ''}`}>
      <Icon name={look === undefined || look.icon === 'spinner' ? 'ring' : look.icon} />
      <div>
        <span>{sentence}</span>
        {where.length > 0 && <span className="happening-where"> {where.join(' ')}</span>}
        {cause !== undefined && <p className="happening-cause">{cause}</p>}
      </div>
    </li>
  )
}

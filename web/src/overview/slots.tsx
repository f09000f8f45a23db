/** The slots of the hosts, and the jobs that hold them. */
import { aboutOf } from '../about/about.ts'
import { FileName } from '../about/file-name.tsx'
import type { Usage } from '../api/read-usage.ts'
import type { Job } from '../api/wire.ts'
import { Card } from '../detail/card.tsx'
import { CATEGORY_WORDS } from '../filter/filters.ts'
import { select } from '../jobs/use-selection.ts'
import { percent } from '../state/progress.ts'
import { useProgress } from '../state/use-progress.ts'
import { useRunning } from './use-overview.ts'
import './slots.css'

type Slot = Usage['slot'][number]

export function Slots({ slots }: { readonly slots: Usage['slot'] }) {
  const { data: running } = useRunning()
  const hosts = new Set(slots.map(({ host }) => host))
  return (
    <Card title="Slots">
      {slots.length === 0 && (
        <p className="overview-none">No worker is running. Jobs wait until one starts.</p>
      )}
      {slots.map((slot) => (
        <section key={`${slot.host} ${slot.category}`} className="slots">
          <h4>
            {wordOf(slot.category)}
            {hosts.size > 1 && <span className="slots-host"> on {slot.host}</span>}
            <span className="slots-count">
              {(slot.holder ?? []).length} of {slot.total} busy
            </span>
          </h4>
          <Squares {...slot} />
          <ul className="holders">
            {(slot.holder ?? []).map(({ jobId, step }) => (
              <li key={`${jobId} ${step}`}>
                <Holder jobId={jobId} job={running?.get(jobId)} step={step} />
              </li>
            ))}
          </ul>
        </section>
      ))}
    </Card>
  )
}

/** One square for each slot; the text beside them says the same. */
function Squares({ holder = [], total }: Slot) {
  const shown = Math.min(total, MOST_SQUARES)
  return (
    <span className="squares" aria-hidden="true">
      {Array.from({ length: shown }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: slots have no names
        <span key={at} className={at < holder.length ? 'square square-busy' : 'square'} />
      ))}
    </span>
  )
}

const MOST_SQUARES = 64

interface HolderProps {
  readonly jobId: string
  readonly job: Job | undefined
  readonly step: number
}

function Holder({ jobId, job, step }: HolderProps) {
  return (
    <button type="button" className="overview-job" onClick={() => select(jobId)}>
      {job ? <FileName name={aboutOf(job).name} title={aboutOf(job).path} /> : <span>{jobId}</span>}
      <span className="overview-quiet">
        {job && `${job.type} · ${jobId} · `}step {step}
      </span>
      {job && <Share job={job} />}
    </button>
  )
}

function Share({ job }: { readonly job: Job }) {
  const share = useProgress(job)
  return <span className="overview-end">{share !== undefined && percent(share)}</span>
}

function wordOf(category: string): string {
  const words: Readonly<Record<string, string>> = CATEGORY_WORDS
  return words[category] ?? category
}

/** The section that shows the log of a job. */
import { useMemo, useState } from 'react'
import type { JobDetail } from '../api/wire.ts'
import { Button } from '../ui/button.tsx'
import { copy } from '../ui/copy-button.tsx'
import { useSearchParams } from '../url/search-params.ts'
import { asText } from './as-text.ts'
import { downloadText } from './download-text.ts'
import { ofLevel, readLevel, seriousOf } from './levels.ts'
import { LogLines } from './lines/log-lines.tsx'
import { EMPTY, present } from './log.ts'
import { LogBar } from './log-bar.tsx'
import { useLog } from './use-log.ts'
import './log.css'

/** Lines appear as they are written. */
export function JobLog({ job }: { readonly job: JobDetail }) {
  const { jobId, finished } = job
  const { log, clear, restore } = useLog(jobId)
  const level = readLevel(useSearchParams().get('level'))
  const all = useMemo(() => present(log ?? EMPTY), [log])
  const lines = useMemo(() => ofLevel(all, level), [all, level])
  const serious = useMemo(() => seriousOf(all), [all])
  const [following, setFollowing] = useState(finished === undefined)
  return (
    <section className="log" aria-label="Job log">
      <LogBar
        {...{ level, following }}
        shown={lines.length}
        all={all.length}
        serious={serious}
        onFollowing={setFollowing}
        onClear={clear}
        onCopy={() => void copy(asText(lines))}
        onDownload={() => downloadText(`${jobId}.log.txt`, asText(lines))}
      />
      {log && log.dropped > 0 && <Dropped count={log.dropped} kept={log.lines.length} />}
      {lines.length > 0 ? (
        <LogLines {...{ lines, following }} name={`Log of ${jobId}`} onFollowing={setFollowing} />
      ) : (
        <p className="log-none">
          {log ? whyEmpty(all.length, log.cleared, finished !== undefined) : 'Loading log…'}{' '}
          {log !== undefined && log.cleared > 0 && (
            <Button look="quiet" onClick={restore}>
              Show cleared lines
            </Button>
          )}
        </p>
      )}
    </section>
  )
}

function Dropped({ count, kept }: { readonly count: number; readonly kept: number }) {
  return (
    <p className="log-dropped">
      Showing the newest {kept.toLocaleString()} lines; {count.toLocaleString()} older lines are not kept.
    </p>
  )
}

/** Why there are no lines to show. */
function whyEmpty(all: number, cleared: number, isFinal: boolean): string {
  if (all > 0) return 'No lines at this level.'
  if (cleared > 0) return 'Cleared. New lines appear here.'
  return isFinal ? 'This job has no log lines.' : 'No log lines yet. They appear here as they are written.'
}

import { useMemo, useState } from 'react'
import type { JobDetail } from '../api/wire.ts'
import { Button } from '../ui/button.tsx'
import { copy } from '../ui/copy-button.tsx'
import { useSearchParams } from '../url/search-params.ts'
import { asText } from './as-text.ts'
import { downloadText } from './download-text.ts'
import { ofLevel, readLevel } from './levels.ts'
import { LogLines } from './lines/log-lines.tsx'
import { EMPTY, present } from './log.ts'
import { LogBar } from './log-bar.tsx'
import { useLog } from './use-log.ts'
import './log.css'

/** What the steps of a job say, as they say it. */
export function JobLog({ job }: { readonly job: JobDetail }) {
  const { jobId, finished } = job
  const { log, clear, restore } = useLog(jobId)
  const level = readLevel(useSearchParams().get('level'))
  const all = useMemo(() => present(log ?? EMPTY), [log])
  const lines = useMemo(() => ofLevel(all, level), [all, level])
  const [following, setFollowing] = useState(finished === undefined)
  return (
    <section className="log" aria-label="Job log">
      <LogBar
        {...{ level, following }}
        shown={lines.length}
        all={all.length}
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
          {log ? nothing(all.length, log.cleared, finished !== undefined) : 'Reading the log…'}{' '}
          {log !== undefined && log.cleared > 0 && (
            <Button look="quiet" onClick={restore}>
              Show what was cleared
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
      The newest {kept.toLocaleString()} lines are here; {count.toLocaleString()} older ones are left out.
    </p>
  )
}

/** Why there is no line to see. */
function nothing(all: number, cleared: number, isFinal: boolean): string {
  if (all > 0) return 'No line of that level.'
  if (cleared > 0) return 'Cleared. New lines appear here.'
  return isFinal
    ? 'The job has said nothing.'
    : 'Nothing has been said yet. Lines appear here as they are written.'
}

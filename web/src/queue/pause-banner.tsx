/** The banner shown while the queue or a job type is paused. */
import { useState } from 'react'
import { useMay } from '../session/use-may.ts'
import { Since } from '../time/since.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { saidOf } from './paused.ts'
import { usePauses, useSetPaused } from './use-pauses.ts'
import './queue.css'

/** Administrators can resume from here. */
export function PauseBanner() {
  const pauses = usePauses() ?? []
  const may = useMay()
  const setPaused = useSetPaused()
  const [busy, setBusy] = useState(false)
  const text = saidOf(pauses)
  const [first] = pauses.toSorted(
    (one, other) => Number(one.type !== undefined) - Number(other.type !== undefined),
  )
  async function resume() {
    setBusy(true)
    for (const { type } of pauses) await setPaused(type, false)
    setBusy(false)
  }
  return (
    <div role="status">
      {text !== undefined && first && (
        <div className="pause-banner tone-stopped">
          <Icon name="pause" />
          <p>
            <strong>{text}</strong>{' '}
            <span className="pause-by">
              By {first.user}, <Since time={first.timestamp} />.
            </span>
          </p>
          {may.administer && (
            <Button icon="play" busy={busy} onClick={() => void resume()}>
              {pauses.length > 1 ? 'Resume all' : 'Resume'}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

/** How full the storages are. */
import { sayBytes } from '../about/say-bytes.ts'
import type { Usage } from '../api/read-usage.ts'
import { Card } from '../detail/card.tsx'
import type { Tone } from '../state/look.ts'
import './disks.css'

type Storage = Usage['storage'][number]

export function Disks({ storages }: { readonly storages: Usage['storage'] }) {
  return (
    <Card title="Disk">
      <ul className="overview-list">
        {storages.map((storage) => (
          <li key={storage.id} className={`disk tone-${toneOf(storage)}`}>
            <span className="disk-name">{storage.name}</span>
            <span className="disk-free">{freeOf(storage)}</span>
            {storage.free !== undefined && storage.capacity !== undefined && storage.capacity > 0 && (
              <meter
                className="disk-bar"
                aria-label={`${storage.name}: used`}
                max={storage.capacity}
                value={storage.capacity - storage.free}
              />
            )}
          </li>
        ))}
      </ul>
    </Card>
  )
}

function freeOf({ state, free, capacity }: Storage): string {
  if (state === 'OFFLINE') return 'Offline'
  if (free === undefined || capacity === undefined) return 'Does not answer'
  const low = isLow(free, capacity) ? 'Nearly full: ' : ''
  return `${low}${sayBytes(free)} free of ${sayBytes(capacity)}`
}

function toneOf({ state, free, capacity }: Storage): Tone {
  if (state === 'OFFLINE') return 'bad'
  if (free === undefined || capacity === undefined || isLow(free, capacity)) return 'warning'
  return 'idle'
}

function isLow(free: number, capacity: number): boolean {
  return free < capacity * LOW
}

const LOW = 0.05

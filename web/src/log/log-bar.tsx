/** The title bar of the job log: its line count, warnings and errors, level filter and buttons. */
import { ConnectionIndicator } from '../live/connection-indicator.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { setSearchParams } from '../url/search-params.ts'
import { LEVEL_CHOICES, type Level, type Serious } from './levels.ts'
import './log-bar.css'

interface Props {
  readonly shown: number
  readonly all: number
  /** The number of warnings and of errors among all lines. */
  readonly serious: Serious
  readonly level: Level
  readonly following: boolean
  readonly onFollowing: (following: boolean) => void
  readonly onClear: () => void
  readonly onCopy: () => void
  readonly onDownload: () => void
}

export function LogBar({ shown, all, serious, level, following, onFollowing, ...on }: Props) {
  return (
    <header className="log-bar">
      <h3>
        <Icon name="lines" />
        Job log
      </h3>
      <ConnectionIndicator />
      <span className="log-count">{lineCount(shown, all)}</span>
      <SeriousLines {...serious} />
      <div className="log-tools">
        <LevelChoice level={level} />
        <button
          type="button"
          className="log-follow"
          aria-pressed={following}
          title="Keep the newest line in view"
          onClick={() => onFollowing(!following)}
        >
          <Icon name="follow" />
          Auto-scroll
        </button>
        <Button icon="copy" aria-label="Copy log" disabled={shown === 0} onClick={on.onCopy} />
        <Button icon="download" aria-label="Download log" disabled={shown === 0} onClick={on.onDownload} />
        <Button disabled={all === 0} onClick={on.onClear}>
          Clear
        </Button>
      </div>
    </header>
  )
}

/** `11 lines`; `3 of 11 lines`. */
function lineCount(shown: number, all: number): string {
  const total = `${all.toLocaleString()} ${all === 1 ? 'line' : 'lines'}`
  return shown === all ? total : `${shown.toLocaleString()} of ${total}`
}

/** Each count shows only the lines that it counts and those above. */
function SeriousLines({ warnings, errors }: Serious) {
  const counts = [
    ['error', 'bad', errors],
    ['warning', 'warning', warnings],
  ] as const
  return counts.map(
    ([name, tone, count]) =>
      count > 0 && (
        <button
          key={name}
          type="button"
          className={`log-serious tone-${tone}`}
          onClick={() => setSearchParams({ level: name }, 'replace')}
        >
          <Icon name={name === 'error' ? 'cross' : 'warning'} />
          {count.toLocaleString()} {count === 1 ? name : `${name}s`}
        </button>
      ),
  )
}

function LevelChoice({ level }: { readonly level: Level }) {
  return (
    <select
      className="log-choice"
      aria-label="Minimum level"
      value={level}
      onChange={({ target }) =>
        setSearchParams({ level: target.value === 'debug' ? undefined : target.value }, 'replace')
      }
    >
      {Object.entries(LEVEL_CHOICES).map(([name, label]) => (
        <option key={name} value={name}>
          {label}
        </option>
      ))}
    </select>
  )
}

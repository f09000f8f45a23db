import { type ReactNode, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'

/** Of a longer list or object, the first so many are shown; what is copied has all. */
const MOST = 200
/** As deep as it is unfolded at first. */
const DEPTH = 3

interface Props {
  readonly value: unknown
  /** The key or index that it has in what holds it. */
  readonly name?: string
  readonly depth?: number
}

/** A value as JSON, where lists and objects can be folded. */
export function JsonTree({ value, name, depth = 0 }: Props): ReactNode {
  if (typeof value !== 'object' || value === null) return <Line name={name}>{scalar(value)}</Line>
  const entries = Object.entries(value)
  const brackets = Array.isArray(value) ? (['[', ']'] as const) : (['{', '}'] as const)
  if (entries.length === 0) return <Line name={name}>{brackets.join('')}</Line>
  return <Branch {...{ name, depth, entries, brackets, isList: Array.isArray(value) }} />
}

interface BranchProps {
  readonly name: string | undefined
  readonly depth: number
  readonly entries: readonly (readonly [string, unknown])[]
  readonly brackets: readonly [string, string]
  readonly isList: boolean
}

function Branch({ name, depth, entries, brackets: [open, close], isList }: BranchProps) {
  const [unfolded, setUnfolded] = useState(depth < DEPTH)
  const count = `${entries.length} ${isList ? 'item' : 'key'}${entries.length === 1 ? '' : 's'}`
  return (
    <div className="json-branch">
      <button
        type="button"
        className="json-fold"
        aria-label={`${name ?? (isList ? 'list' : 'object')}: ${count}`}
        aria-expanded={unfolded}
        onClick={() => setUnfolded(!unfolded)}
      >
        <Icon name="down" />
        <Name name={name} />
        {open}
        {!unfolded && (
          <span className="json-count">
            {count}
            {close}
          </span>
        )}
      </button>
      {unfolded && (
        <>
          <div className="json-entries">
            {entries.slice(0, MOST).map(([key, one]) => (
              <JsonTree key={key} value={one} depth={depth + 1} {...(!isList && { name: key })} />
            ))}
            {entries.length > MOST && <p className="json-count">and {entries.length - MOST} more</p>}
          </div>
          <span className="json-line">{close}</span>
        </>
      )}
    </div>
  )
}

function Line({ name, children }: { readonly name: string | undefined; readonly children: ReactNode }) {
  return (
    <div className="json-line">
      <Name name={name} />
      {children}
    </div>
  )
}

function Name({ name }: { readonly name: string | undefined }) {
  return name === undefined ? null : (
    <span className="json-before">
      <span className="json-name">{JSON.stringify(name)}</span>:{' '}
    </span>
  )
}

function scalar(value: unknown): ReactNode {
  return <span className={`json-${value === null ? 'null' : typeof value}`}>{JSON.stringify(value)}</span>
}

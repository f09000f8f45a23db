/** A tree view of a JSON value. */
import { type ReactNode, useState } from 'react'
import { Icon } from '../../ui/icon.tsx'
import '../fold.css'
import './json-tree.css'

/** The maximum number of entries shown of a list or object; copying includes all. */
const MAX_ENTRIES = 200
/** Levels that are expanded initially. */
const DEPTH = 3

interface Props {
  readonly value: unknown
  /** The key in the parent object. */
  readonly name?: string
  readonly depth?: number
}

/** Lists and objects can be collapsed. */
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

function Branch({ name, depth, entries, brackets: [opening, closing], isList }: BranchProps) {
  const [open, setOpen] = useState(depth < DEPTH)
  const count = `${entries.length} ${isList ? 'item' : 'key'}${entries.length === 1 ? '' : 's'}`
  return (
    <div className="json-branch">
      <button
        type="button"
        className="json-fold"
        aria-label={`${name ?? (isList ? 'list' : 'object')}: ${count}`}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="down" />
        <Name name={name} />
        {opening}
        {!open && (
          <span className="json-count">
            {count}
            {closing}
          </span>
        )}
      </button>
      {open && (
        <>
          <div className="json-entries">
            {entries.slice(0, MAX_ENTRIES).map(([key, one]) => (
              <JsonTree key={key} value={one} depth={depth + 1} {...(!isList && { name: key })} />
            ))}
            {entries.length > MAX_ENTRIES && (
              <p className="json-count">and {entries.length - MAX_ENTRIES} more</p>
            )}
          </div>
          <span className="json-line">{closing}</span>
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

/** The menu that pauses and resumes the queue and job types. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listJobTypes } from '../api/list-job-types.ts'
import { useMay } from '../session/use-may.ts'
import { Menu } from '../ui/menu/menu.tsx'
import { isPaused } from './paused.ts'
import { usePauses, useSetPaused } from './use-pauses.ts'

/** Shown to administrators only. */
export function QueueMenu() {
  const pauses = usePauses()
  if (!useMay().administer || !pauses) return null
  return (
    <span className="queue-menu">
      <Menu name="Queue" chosen={pauses.length > 0 ? 'paused' : undefined}>
        {() => <PauseChoices />}
      </Menu>
    </span>
  )
}

function PauseChoices() {
  const pauses = usePauses() ?? []
  const { data: known = [] } = useQuery({ queryKey: ['job-types'], queryFn: listJobTypes, staleTime: 60_000 })
  const types = [...new Set([...pauses.flatMap(({ type }) => type ?? []), ...known])].toSorted()
  return (
    <fieldset className="choices">
      <legend>Pause (running steps will finish)</legend>
      <OnePause label="Entire queue" type={undefined} paused={isPaused(pauses, undefined)} />
      {types.map((type) => (
        <OnePause key={type} label={type} type={type} paused={isPaused(pauses, type)} />
      ))}
    </fieldset>
  )
}

interface OnePauseProps {
  readonly label: string
  readonly type: string | undefined
  readonly paused: boolean
}

function OnePause({ label, type, paused }: OnePauseProps) {
  const setPaused = useSetPaused()
  const [pending, setPending] = useState<boolean>()
  return (
    <label className={type === undefined ? 'choice queue-whole' : 'choice'}>
      <input
        type="checkbox"
        checked={pending ?? paused}
        onChange={(event) => {
          setPending(event.target.checked)
          void setPaused(type, event.target.checked).then(() => setPending(undefined))
        }}
      />
      <span className="choice-label">{label}</span>
    </label>
  )
}

import { useCallback, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LIST_KEYS, PAGE_KEYS } from './keys.ts'
import { useKeysOn, usePageKeys } from './use-page-keys.ts'
import './help.css'

/** The button that shows the keys, and the keys of the page themselves. */
export function Help() {
  const [open, setOpen] = useState(false)
  const [on, setOn] = useKeysOn()
  usePageKeys(
    on,
    useCallback(() => setOpen(true), []),
  )
  return (
    <>
      <Button look="quiet" icon="help" aria-label="Keyboard shortcuts" onClick={() => setOpen(true)} />
      {open && (
        <Dialog title="Keyboard shortcuts" onClose={() => setOpen(false)}>
          <Keys name="In the list" keys={LIST_KEYS} />
          <Keys name="Anywhere" keys={PAGE_KEYS} />
          <label className="tick">
            <input type="checkbox" checked={on} onChange={(event) => setOn(event.target.checked)} />
            <span>
              The keys for anywhere are on
              <span className="field-note help-note">
                Turn them off where they collide with speech input or a screen reader.
              </span>
            </span>
          </label>
        </Dialog>
      )}
    </>
  )
}

interface KeysProps {
  readonly name: string
  readonly keys: readonly (readonly [string, string])[]
}

function Keys({ name, keys }: KeysProps) {
  return (
    <section>
      <h3 className="keys-name">{name}</h3>
      <dl className="keys">
        {keys.map(([key, does]) => (
          <div key={key} className="keys-one">
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

/** The help button, and the dialog that lists the keyboard shortcuts. */
import { useCallback, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { LIST_KEYS, PAGE_KEYS } from './keys.ts'
import { useKeysOn, usePageKeys } from './use-page-keys.ts'
import './help.css'

/** Also installs the global shortcuts. */
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
          <Keys name="Job list" keys={LIST_KEYS} />
          <Keys name="Global" keys={PAGE_KEYS} />
          <section>
            <h3 className="keys-name">For programs</h3>
            <a href="../docs/">API reference</a>
          </section>
          <label className="tick">
            <input type="checkbox" checked={on} onChange={(event) => setOn(event.target.checked)} />
            <span>
              Global shortcuts
              <span className="field-note help-note">
                Turn off if they conflict with speech input or a screen reader.
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

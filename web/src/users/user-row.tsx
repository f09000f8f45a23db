/** One user: names, groups and roles, tokens, and what can be done. */
import { useState } from 'react'
import { whyNot } from '../actions/messages.ts'
import { setDisabled } from '../api/access/users.ts'
import type { User } from '../api/wire.ts'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { say } from '../ui/toast.tsx'
import { DisableDialog } from './dialogs/disable-dialog.tsx'
import { GroupsDialog } from './dialogs/groups-dialog.tsx'
import { PasswordDialog } from './dialogs/password-dialog.tsx'
import { RevokeDialog } from './dialogs/revoke-dialog.tsx'
import { useTokenCount, useUsersChanged } from './use-users.ts'

type Open = 'groups' | 'password' | 'disable' | 'revoke'

interface Props {
  readonly user: User
  /** The user who is signed in. */
  readonly self: string
}

export function UserRow({ user, self }: Props) {
  const { userName: name = '', realName, disabled = false, alias = [] } = user
  const [open, setOpen] = useState<Open>()
  const { data: tokens } = useTokenCount(name)
  const close = () => setOpen(undefined)
  const groups = user.groupList?.group?.map(({ groupName }) => groupName) ?? []
  return (
    <li className="user" aria-label={name}>
      <div className="user-names">
        <h2>{name}</h2>
        {realName && <span className="user-quiet">{realName}</span>}
        {alias.length > 0 && <span className="user-quiet">also {alias.join(', ')}</span>}
        {name === self && <span className="user-quiet">(you)</span>}
        {disabled && (
          <span className="user-disabled tone-stopped">
            <Icon name="slash" />
            Disabled
          </span>
        )}
      </div>
      <p className="user-groups">
        {groups.length > 0 ? groups.join(', ') : <span className="user-quiet">No groups or roles</span>}
      </p>
      <p className="user-quiet user-tokens">{tokens === undefined ? ' ' : wordsFor(tokens)}</p>
      <fieldset className="user-actions" aria-label={`Actions for ${name}`}>
        <Button onClick={() => setOpen('groups')}>Groups…</Button>
        <Button onClick={() => setOpen('password')}>Password…</Button>
        <Button disabled={!tokens} onClick={() => setOpen('revoke')}>
          Revoke tokens…
        </Button>
        {disabled ? (
          <EnableButton name={name} />
        ) : (
          <Button onClick={() => setOpen('disable')}>Disable…</Button>
        )}
      </fieldset>
      {open === 'groups' && <GroupsDialog name={name} groups={groups} onClose={close} />}
      {open === 'password' && <PasswordDialog name={name} onClose={close} />}
      {open === 'disable' && <DisableDialog name={name} onClose={close} />}
      {open === 'revoke' && <RevokeDialog name={name} isSelf={name === self} onClose={close} />}
    </li>
  )
}

function EnableButton({ name }: { readonly name: string }) {
  const changed = useUsersChanged()
  const [busy, setBusy] = useState(false)
  async function enable() {
    setBusy(true)
    try {
      await setDisabled(name, false)
      say(`${name} can sign in again.`)
    } catch (error) {
      say(whyNot(error), 'bad')
    }
    await changed()
    setBusy(false)
  }
  return (
    <Button busy={busy} onClick={() => void enable()}>
      Enable
    </Button>
  )
}

function wordsFor(tokens: number): string {
  if (tokens === 0) return 'No tokens'
  return tokens === 1 ? '1 token' : `${tokens} tokens`
}

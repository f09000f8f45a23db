/** The dialog that adds a user. */
import { useState } from 'react'
import { ActionDialog } from '../../actions/dialogs/action-dialog.tsx'
import { addUser, type WantedUser } from '../../api/access/users.ts'
import { say } from '../../ui/toast.tsx'
import { useUsersChanged } from '../use-users.ts'
import { GroupTicks } from './group-ticks.tsx'
import { PasswordField } from './password-field.tsx'

const NOBODY: WantedUser = { userName: '', realName: '', password: '', groups: [] }

export function AddUserDialog({ onClose }: { readonly onClose: () => void }) {
  const changed = useUsersChanged()
  const [user, setUser] = useState(NOBODY)
  const set = (change: Partial<WantedUser>) => setUser({ ...user, ...change })
  return (
    <ActionDialog
      title="Add user"
      confirm="Add user"
      act={async () => {
        await addUser({ ...user, userName: user.userName.trim(), realName: user.realName.trim() })
        await changed()
        say(`${user.userName.trim()} added.`)
      }}
      onClose={onClose}
    >
      <label className="field">
        <span className="field-name">User name</span>
        <input
          type="text"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
          value={user.userName}
          onChange={(event) => set({ userName: event.target.value })}
        />
      </label>
      <label className="field">
        <span className="field-name">Real name</span>
        <input
          type="text"
          autoComplete="off"
          placeholder="Optional"
          value={user.realName}
          onChange={(event) => set({ realName: event.target.value })}
        />
      </label>
      <PasswordField
        label="Password"
        note="Without one, the user cannot sign in with a password."
        value={user.password}
        onChange={(password) => set({ password })}
      />
      <GroupTicks chosen={user.groups} onChange={(groups) => set({ groups })} />
    </ActionDialog>
  )
}

/** The dialog that sets the password of a user. */
import { useState } from 'react'
import { ActionDialog } from '../../actions/dialogs/action-dialog.tsx'
import { setPassword } from '../../api/access/users.ts'
import { say } from '../../ui/toast.tsx'
import { useUsersChanged } from '../use-users.ts'
import { PasswordField } from './password-field.tsx'

export function PasswordDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const changed = useUsersChanged()
  const [password, setTyped] = useState('')
  return (
    <ActionDialog
      title={`Password of ${name}`}
      confirm="Set password"
      act={async () => {
        await setPassword(name, password)
        await changed()
        say(`${name} has a new password.`)
      }}
      onClose={onClose}
    >
      <p>All tokens of the user are revoked: every program and page has to sign in again.</p>
      <PasswordField label="New password" required value={password} onChange={setTyped} />
    </ActionDialog>
  )
}

/** The dialog that disables a user. */
import { ActionDialog } from '../../actions/dialogs/action-dialog.tsx'
import { setDisabled } from '../../api/access/users.ts'
import { say } from '../../ui/toast.tsx'
import { useUsersChanged } from '../use-users.ts'

export function DisableDialog({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const changed = useUsersChanged()
  return (
    <ActionDialog
      danger
      title={`Disable ${name}?`}
      confirm="Disable user"
      act={async () => {
        await setDisabled(name, true)
        await changed()
        say(`${name} can no longer sign in.`)
      }}
      onClose={onClose}
    >
      <p>The user cannot sign in from now on, and all its tokens are revoked. Its jobs go on.</p>
    </ActionDialog>
  )
}

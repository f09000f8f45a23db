/** The dialog that revokes all tokens of a user. */
import { ActionDialog } from '../../actions/dialogs/action-dialog.tsx'
import { revokeTokens } from '../../api/access/users.ts'
import { say } from '../../ui/toast.tsx'
import { useUsersChanged } from '../use-users.ts'

interface Props {
  readonly name: string
  readonly isSelf: boolean
  readonly onClose: () => void
}

export function RevokeDialog({ name, isSelf, onClose }: Props) {
  const changed = useUsersChanged()
  return (
    <ActionDialog
      danger
      title={`Revoke all tokens of ${name}?`}
      confirm="Revoke tokens"
      act={async () => {
        await revokeTokens(name)
        await changed()
        say(`Tokens of ${name} revoked.`)
      }}
      onClose={onClose}
    >
      <p>
        {isSelf
          ? 'This page uses one of them, so you will have to sign in again.'
          : 'Programs and pages that use one of them have to sign in again.'}
      </p>
    </ActionDialog>
  )
}

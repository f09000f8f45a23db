/** The dialog that sets the groups and roles of a user. */
import { useState } from 'react'
import { ActionDialog } from '../../actions/dialogs/action-dialog.tsx'
import { setGroups } from '../../api/access/users.ts'
import { say } from '../../ui/toast.tsx'
import { useUsersChanged } from '../use-users.ts'
import { GroupTicks } from './group-ticks.tsx'

interface Props {
  readonly name: string
  readonly groups: readonly string[]
  readonly onClose: () => void
}

export function GroupsDialog({ name, groups, onClose }: Props) {
  const changed = useUsersChanged()
  const [chosen, setChosen] = useState(groups)
  return (
    <ActionDialog
      title={`Groups and roles of ${name}`}
      confirm="Save"
      act={async () => {
        await setGroups(name, chosen)
        await changed()
        say(`Groups of ${name} saved.`)
      }}
      onClose={onClose}
    >
      <GroupTicks chosen={chosen} onChange={setChosen} />
    </ActionDialog>
  )
}

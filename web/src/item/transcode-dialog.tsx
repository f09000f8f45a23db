/** The dialog that makes further copies of an item. */
import { useState } from 'react'
import { ActionDialog } from '../actions/dialogs/action-dialog.tsx'
import { transcodeItem } from '../api/items/item-jobs.ts'
import { TagTicks } from '../items/tag-ticks.tsx'
import { useItemsChanged } from '../items/use-items.ts'
import { useOnce } from '../items/use-once.ts'
import { say } from '../ui/toast.tsx'

interface Props {
  readonly id: string
  readonly name: string
  readonly onClose: () => void
}

export function TranscodeDialog({ id, name, onClose }: Props) {
  const changed = useItemsChanged()
  const once = useOnce()
  const [tags, setTags] = useState<readonly string[]>([])
  return (
    <ActionDialog
      title={`Transcode ${name}`}
      confirm="Transcode"
      act={async () => {
        if (tags.length === 0) throw new Error('Choose at least one copy.')
        const { jobId } = await once((key) => transcodeItem(id, tags, key))
        await changed()
        say(`Transcode ${jobId} started.`)
      }}
      onClose={onClose}
    >
      <TagTicks legend="Copies to make" chosen={tags} onChange={setTags} />
    </ActionDialog>
  )
}

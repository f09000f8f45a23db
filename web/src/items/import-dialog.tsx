/** The dialog that imports a file as an item. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActionDialog } from '../actions/dialogs/action-dialog.tsx'
import { importFrom } from '../api/items/item-jobs.ts'
import { listSamples } from '../api/list-samples.ts'
import { say } from '../ui/toast.tsx'
import { TagTicks } from './tag-ticks.tsx'
import { useItemsChanged } from './use-items.ts'
import { useOnce } from './use-once.ts'

export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const changed = useItemsChanged()
  const once = useOnce()
  const [uri, setUri] = useState('')
  const [title, setTitle] = useState('')
  const [tags, setTags] = useState<readonly string[]>(['lowres'])
  const { data: [sample] = [] } = useQuery({
    queryKey: ['samples'],
    queryFn: ({ signal }) => listSamples(signal),
  })
  return (
    <ActionDialog
      title="Import a file"
      confirm="Import"
      act={async () => {
        const { jobId } = await once((key) => importFrom(uri.trim(), tags, title.trim(), key))
        await changed()
        say(`Import ${jobId} started.`)
      }}
      onClose={onClose}
    >
      <label className="field">
        <span className="field-name">URI of the file</span>
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          required
          placeholder={sample ?? 'file:///path/of/a/file.mp4'}
          value={uri}
          onChange={(event) => setUri(event.target.value)}
        />
      </label>
      <label className="field">
        <span className="field-name">Title</span>
        <input
          type="text"
          autoComplete="off"
          placeholder="Optional"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
      </label>
      <TagTicks legend="Copies to make" chosen={tags} onChange={setTags} />
    </ActionDialog>
  )
}

/** The dialog that plays an output. */
import { useState } from 'react'
import type { Output } from '../api/jobs/job-outputs.ts'
import { Dialog } from '../ui/dialog.tsx'

interface Props {
  readonly output: Output
  readonly src: string
  readonly onClose: () => void
}

/** Says so when the browser cannot decode the file. */
export function Player({ output: { name, mediaType }, src, onClose }: Props) {
  const [failed, setFailed] = useState(false)
  const shared = { src, controls: true, autoPlay: true, onError: () => setFailed(true), 'aria-label': name }
  return (
    <Dialog title={name} onClose={onClose}>
      {failed && (
        <p role="alert">
          This browser cannot play {mediaType} with these codecs. Download the file to play it.
        </p>
      )}
      {mediaType.startsWith('video/') ? (
        <video className="player" {...shared} />
      ) : (
        <audio className="player" {...shared} />
      )}
    </Dialog>
  )
}

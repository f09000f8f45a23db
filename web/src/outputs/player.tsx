/** The dialog that plays an output. */
import { useState } from 'react'
import { isPackage, type Output } from '../api/jobs/job-outputs.ts'
import { Dialog } from '../ui/dialog.tsx'
import { usePackage } from './use-package.ts'

interface Props {
  readonly output: Output
  readonly src: string
  readonly onClose: () => void
}

/** Says so when the browser cannot decode the file. */
export function Player({ output, src, onClose }: Props) {
  const { name, mediaType } = output
  const [failed, setFailed] = useState(false)
  const fail = () => setFailed(true)
  const ref = usePackage(isPackage(output) ? src : undefined, fail)
  const shared = { controls: true, autoPlay: true, 'aria-label': name }
  const file = { ...shared, src, onError: fail }
  return (
    <Dialog title={name} onClose={onClose}>
      {failed && (
        <p role="alert">
          This browser cannot play {mediaType} with these codecs. Download the file to play it.
        </p>
      )}
      {isPackage(output) ? (
        <video className="player" ref={ref} {...shared} />
      ) : mediaType.startsWith('video/') ? (
        <video className="player" {...file} />
      ) : (
        <audio className="player" {...file} />
      )}
    </Dialog>
  )
}

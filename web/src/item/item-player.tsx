/** Plays or shows the file of an item that suits a browser best. */
import { useState } from 'react'
import type { Playable } from '../items/links.ts'

interface Props {
  readonly playable: Playable
  readonly name: string
}

export function ItemPlayer({ playable: { mimeType, url, tag }, name }: Props) {
  const [failed, setFailed] = useState(false)
  const shared = { src: url, onError: () => setFailed(true) }
  if (failed)
    return (
      <p className="item-unplayed" role="status">
        This browser cannot show {tag} ({mimeType}). A copy such as lowres or web plays everywhere.
      </p>
    )
  if (mimeType.startsWith('image/')) return <img className="item-player" alt={name} {...shared} />
  if (mimeType.startsWith('audio/'))
    return <audio className="item-sound" controls aria-label={name} {...shared} />
  return <video className="item-player" controls preload="metadata" aria-label={name} {...shared} />
}

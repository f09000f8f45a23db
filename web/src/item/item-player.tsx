/** Plays or shows a shape of an item. */
import { useState } from 'react'
import { openUrl, type Playable } from '../items/links.ts'
import { useManifest } from '../items/use-items.ts'
import { usePackage } from '../outputs/use-package.ts'

interface Props {
  readonly id: string
  readonly playable: Playable
  readonly name: string
}

export function ItemPlayer({ id, playable, name }: Props) {
  const { tag, mimeType, url } = playable
  const [failed, setFailed] = useState(false)
  const fail = () => setFailed(true)
  if (failed)
    return (
      <p className="item-unplayed" role="status">
        This browser cannot show {tag} ({mimeType}). A copy such as lowres or web plays everywhere.
      </p>
    )
  if (url === undefined) return <PackagePlayer id={id} playable={playable} name={name} onFail={fail} />
  const shared = { src: url, onError: fail }
  if (mimeType.startsWith('image/')) return <img className="item-player" alt={name} {...shared} />
  if (mimeType.startsWith('audio/'))
    return <audio className="item-sound" controls aria-label={name} {...shared} />
  return <video className="item-player" controls preload="metadata" aria-label={name} {...shared} />
}

function PackagePlayer({ id, playable, name, onFail }: Props & { readonly onFail: () => void }) {
  const { data: link } = useManifest(id, playable.shapeId)
  const ref = usePackage(link ? openUrl(link) : undefined, onFail)
  const shared = { controls: true, 'aria-label': name }
  return <video className="item-player" ref={ref} {...shared} />
}

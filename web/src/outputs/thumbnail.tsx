/** A small picture of an output. */
import { useState } from 'react'
import { isPackage, type Output } from '../api/jobs/job-outputs.ts'
import { Icon } from '../ui/icon.tsx'
import type { IconName } from '../ui/icons.ts'

interface Props {
  readonly output: Output
  readonly src: string | undefined
  readonly onPlay: () => void
}

/** The picture itself, or a frame of the video; an icon for sound, and for what the browser cannot decode. */
export function Thumbnail({ output: { mediaType, name }, src, onPlay }: Props) {
  const [failed, setFailed] = useState(false)
  const [kind = ''] = mediaType.split('/')
  const picture = <Icon name={isPackage({ mediaType }) ? 'film' : (ICONS[kind] ?? 'file')} />
  if (src === undefined || failed || (kind !== 'image' && kind !== 'video'))
    return <span className="thumbnail">{picture}</span>
  if (kind === 'image')
    return (
      <a className="thumbnail" href={src} target="_blank" rel="noreferrer" aria-label={`Open ${name}`}>
        {picture}
        <img src={src} alt="" loading="lazy" onError={() => setFailed(true)} />
      </a>
    )
  return (
    <button type="button" className="thumbnail" tabIndex={-1} aria-hidden="true" onClick={onPlay}>
      {picture}
      <video src={`${src}#t=0.5`} preload="metadata" muted playsInline onError={() => setFailed(true)} />
    </button>
  )
}

const ICONS: Readonly<Record<string, IconName>> = { video: 'film', audio: 'sound', image: 'picture' }

/** The section that shows what a job has made. */
import { useState } from 'react'
import { pathOf } from '../about/about.ts'
import { FileName } from '../about/file-name.tsx'
import { sayBytes } from '../about/say-bytes.ts'
import { isPackage, type Output, outputUrl } from '../api/jobs/job-outputs.ts'
import type { JobDetail } from '../api/wire.ts'
import { Card } from '../detail/card.tsx'
import { duration } from '../time/say-time.ts'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Player } from './player.tsx'
import { Thumbnail } from './thumbnail.tsx'
import { useOutputs, useOutputTicket } from './use-outputs.ts'
import './outputs.css'

/** Each file with a picture, its size and duration, and buttons that play and download it. */
export function JobOutputs({ job: { jobId } }: { readonly job: JobDetail }) {
  const { data } = useOutputs(jobId)
  const outputs = data?.output ?? []
  const ticket = useOutputTicket(
    jobId,
    outputs.some(({ available }) => available),
  )
  const [playing, play] = useState<Output>()
  if (outputs.length === 0) return null
  return (
    <Card title={outputs.length === 1 ? 'Output' : 'Outputs'}>
      <ul className="outputs">
        {outputs.map((output) => (
          <OneOutput
            key={output.number}
            output={output}
            urlOf={urlOf(jobId, ticket)}
            onPlay={() => play(output)}
          />
        ))}
      </ul>
      {playing && ticket !== undefined && (
        <Player output={playing} src={outputUrl(jobId, playing, ticket)} onClose={() => play(undefined)} />
      )}
    </Card>
  )
}

/** Undefined until the ticket has arrived. */
type UrlOf = (output: Output, download?: boolean) => string | undefined

function urlOf(jobId: string, ticket: string | undefined): UrlOf {
  return (output, download) =>
    output.available && ticket !== undefined ? outputUrl(jobId, output, ticket, download) : undefined
}

interface Props {
  readonly output: Output
  readonly urlOf: UrlOf
  readonly onPlay: () => void
}

function OneOutput({ output, urlOf: url, onPlay }: Props) {
  const { name, uri, label, size, partial, available } = output
  const facts = [
    ...(label === undefined ? [] : [sayLabel(label)]),
    ...(size === undefined ? [] : [sayBytes(size)]),
    ...(output.duration === undefined ? [] : [duration(output.duration * 1_000)]),
  ]
  return (
    <li className="output">
      <Thumbnail output={output} src={url(output)} onPlay={onPlay} />
      <div className="output-about">
        <span className="output-name">
          <FileName name={name} title={pathOf(uri)} />
          <CopyButton text={pathOf(uri)} what={`path of ${name}`} />
        </span>
        <span className="output-facts">
          {facts.join(' · ')}
          {partial && (
            <span className="output-partial tone-warning">
              <Icon name="warning" />
              Partial
            </span>
          )}
          {!available && (
            <span className="output-gone">Not on this server: moved, deleted or out of reach</span>
          )}
        </span>
      </div>
      {available && (
        <div className="output-actions">
          {isPlayable(output) && (
            <Button icon="play" aria-label={`Play ${name}`} onClick={onPlay}>
              Play
            </Button>
          )}
          {!isPackage(output) && (
            <a
              className="button button-plain"
              href={url(output, true)}
              download={name}
              aria-label={`Download ${name}`}
            >
              <Icon name="download" />
              <span className="button-text">Download</span>
            </a>
          )}
        </div>
      )}
    </li>
  )
}

/** The time code of a thumbnail, `62@25`, as seconds; any other label as it is. Pure. */
export function sayLabel(label: string): string {
  const [, units, base] = /^(\d+)@(\d+)$/.exec(label) ?? []
  return units === undefined || Number(base) === 0
    ? label
    : `at ${duration((Number(units) / Number(base)) * 1_000)}`
}

export function isPlayable({ mediaType }: Pick<Output, 'mediaType'>): boolean {
  return /^(video|audio)\//.test(mediaType) || isPackage({ mediaType })
}

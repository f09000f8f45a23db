/** The step check-output, which checks renditions and gives them their final names. */

import { type Probed, probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { audioOf, type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { lengthOf } from '../../tasks/ffmpeg/run.ts'
import { land } from '../../tasks/files/land.ts'
import { openFile, pathOfDescriptor } from '../../tasks/files/open-folder.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { type Rendition, type Source, uriOf } from './renditions.ts'
import { rangeOf } from './time-range.ts'

/** A rendition that has been checked and has landed. */
export interface Output {
  readonly tag: string
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly media: Media
  /** True if it ends early because the job was stopped. */
  readonly cut?: boolean
}

/** Checks and then lands each rendition. Result: `Output[]`. */
export const checkOutput = withStallTimeout({
  name: 'check-output',
  description: 'Performing media check.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingOutput(metadata, tools), media: true }),
  outputs: (result) =>
    (result as readonly Output[]).map(({ uri, tag, media, cut = false }) => ({
      ...{ uri, label: tag, durationS: media.durationS, partial: cut },
    })),
  async run(context, beats) {
    const source = context.result<Source>('probe-file')
    const renditions = context.result<readonly Rendition[]>('transcode') ?? []
    const cut = source && rangeOf(context.metadata, source)
    if (cut && 'refused' in cut) return fatal(cut.refused)
    const wantedS = source && lengthOf({ media: source.media, ...cut })
    const outputs: Output[] = []
    for (const rendition of renditions) {
      const checked = await check(context, beats, rendition, wantedS)
      if ('ended' in checked) return checked
      outputs.push(checked)
      context.log('info', `${rendition.tag}: ${checked.uri}, ${checked.size} bytes`)
    }
    return finished(outputs)
  },
})

async function check(
  { tools, signal }: StepContext<Tools>,
  beats: Int32Array,
  { tag, partial, final, cut = false }: Rendition,
  wantedS: number | undefined,
): Promise<Output | Outcome> {
  const programs = await tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  const opened = await openFile(partial).catch(() => undefined)
  if (!opened) return fatal(`${tag}: ${partial} is gone`)
  await using file = opened
  const at = pathOfDescriptor(file, partial)
  const [probed, sums] = await Promise.all([
    probe(partial, { ffprobe: programs.ffprobe, signal }),
    tools.tasks.run('checksum', { path: partial, at, algorithms: ['sha256'], beats }, signal),
  ])
  if (probed.ended !== 'done') return unreadable(tag, probed)
  if (sums.ended !== 'done') return retry(`${tag}: no checksum (${sums.ended})`)
  // Fatal, because another check would find the same flaw.
  const flaw = flawOf(probed.media, cut ? undefined : wantedS)
  if (flaw !== undefined) return fatal(`${tag}: ${flaw}`)
  if ((await land(partial, final)) === 'taken') return fatal(`${tag}: ${uriOf(final)} already exists`)
  return {
    tag,
    uri: uriOf(final),
    size: sums.sizeBytes,
    sha256: sums.checksums.sha256 ?? '',
    media: probed.media,
    ...(cut && { cut }),
  }
}

function unreadable(tag: string, probed: Exclude<Probed, { readonly ended: 'done' }>): Outcome {
  switch (probed.ended) {
    case 'bad-input':
    case 'not-found':
      return fatal(`${tag}: ${probed.message}`)
    case 'crashed':
      return retry(`${tag}: ${probed.message}`)
    case 'stopped':
      return retry('stopped')
  }
}

/** Describes what is wrong with a rendition that should be so long; undefined if nothing is. Pure. */
export function flawOf(media: Media, wanted: number | undefined): string | undefined {
  if (!videoOf(media) && audioOf(media).length === 0) return 'the output has no video or audio stream'
  const made = media.durationS
  if (made === undefined || wanted === undefined) return undefined
  const tolerance = Math.max(TOLERANCE_S, wanted * TOLERANCE_OF_LENGTH)
  if (Math.abs(made - wanted) <= tolerance) return undefined
  return `the output is ${made.toFixed(2)} s long, expected ${wanted.toFixed(2)} s`
}

/** Encoders pad the first and the last frame, all of them by less than a second. */
const TOLERANCE_S = 1
const TOLERANCE_OF_LENGTH = 0.01

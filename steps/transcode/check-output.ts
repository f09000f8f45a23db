import { type Probed, probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { audioOf, type Media, videoOf } from '../../tasks/ffmpeg/media.ts'
import { land } from '../../tasks/files/land.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { type Rendition, type Source, uriOf } from './renditions.ts'

/** A rendition that is whole and has its final name. */
export interface Output {
  readonly tag: string
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly media: Media
  /** It ends early, since somebody asked the job to stop. */
  readonly cut?: boolean
}

/** Checks each rendition and only then gives it its final name. Result: `Output[]`. */
export const checkOutput = withStallTimeout({
  name: 'check-output',
  description: 'Performing media check.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: reachingOutput,
  async run(context, beats) {
    const source = context.result<Source>('probe-file')
    const renditions = context.result<readonly Rendition[]>('transcode') ?? []
    const outputs: Output[] = []
    for (const rendition of renditions) {
      const checked = await check(context, beats, rendition, source?.media)
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
  source: Media | undefined,
): Promise<Output | Outcome> {
  const programs = await tools.programs()
  if ('missing' in programs) return fatal(programs.missing.join('; '))
  const [probed, sums] = await Promise.all([
    probe(partial, { ffprobe: programs.ffprobe.path, signal }),
    tools.tasks.run('checksum', { path: partial, algorithms: ['sha256'], beats }, signal),
  ])
  if (probed.ended !== 'done') return unreadable(tag, probed)
  if (sums.ended !== 'done') return retry(`${tag}: no checksum, ${sums.ended}`)
  // Checked again it would be found the same.
  const flaw = flawOf(probed.media, cut ? undefined : source)
  if (flaw !== undefined) return fatal(`${tag}: ${flaw}`)
  if ((await land(partial, final)) === 'taken') return fatal(`${tag}: ${uriOf(final)} exists already`)
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

/** What is wrong with a rendition of the source, in words. Pure. */
export function flawOf(media: Media, source: Media | undefined): string | undefined {
  if (!videoOf(media) && audioOf(media).length === 0) return 'the output has neither picture nor sound'
  const [made, wanted] = [media.durationS, source?.durationS]
  if (made === undefined || wanted === undefined) return undefined
  const tolerance = Math.max(TOLERANCE_S, wanted * TOLERANCE_OF_LENGTH)
  if (Math.abs(made - wanted) <= tolerance) return undefined
  return `the output has ${made.toFixed(2)} s, the source ${wanted.toFixed(2)} s`
}

/** Encoders pad the first and the last frame; a second is more than any of them does. */
const TOLERANCE_S = 1
const TOLERANCE_OF_LENGTH = 0.01

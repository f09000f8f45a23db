/** The step check-output, which checks renditions and gives them their final names. */

import { type Probed, probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import type { Range } from '../../tasks/ffmpeg/plan/taken.ts'
import { land } from '../../tasks/files/land.ts'
import { openFile, pathOfDescriptor } from '../../tasks/files/open-folder.ts'
import { fatal, finished, type Outcome, retry, type StepContext } from '../engine/declare/step.ts'
import { reachingOutput } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { type Expected, expectedOf, flawOf } from './expected.ts'
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
    const outputs: Output[] = []
    for (const rendition of renditions) {
      const held = heldTo(rendition, source, context, cut?.range)
      const checked = await check(context, beats, rendition, held)
      if ('ended' in checked) return checked
      outputs.push(checked)
      context.log('info', `${rendition.tag}: ${checked.uri}, ${checked.size} bytes`)
    }
    return finished(outputs)
  },
})

/** One that was cut short is not held to a length. */
function heldTo(
  { tag, cut }: Rendition,
  source: Source | undefined,
  { tools }: StepContext<Tools>,
  range: Range | undefined,
): HeldTo {
  const preset = tools.presets.find((one) => one.tag === tag)
  const expected = cut || !source || !preset ? [] : expectedOf(preset, source.media, range)
  return { expected, isRange: range !== undefined }
}

interface HeldTo {
  readonly expected: readonly Expected[]
  readonly isRange: boolean
}

async function check(
  { tools, signal }: StepContext<Tools>,
  beats: Int32Array,
  { tag, partial, final, cut = false }: Rendition,
  { expected, isRange }: HeldTo,
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
  const flaw = flawOf(probed.media, expected, isRange)
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

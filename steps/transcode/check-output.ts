/** The step check-output, which checks renditions and gives them their final names. */

import { basename } from 'node:path'
import { type Described, describeMedia, type Probed, probe } from '../../tasks/ffmpeg/ffprobe.ts'
import type { Media } from '../../tasks/ffmpeg/media.ts'
import type { RenditionPlan } from '../../tasks/ffmpeg/plan/rendition.ts'
import type { Range } from '../../tasks/ffmpeg/plan/taken.ts'
import { type Technical, technicalOf } from '../../tasks/ffmpeg/shape/technical.ts'
import { land } from '../../tasks/files/land.ts'
import { openFile, pathOfDescriptor } from '../../tasks/files/open-folder.ts'
import {
  fatal,
  finished,
  type Metadata,
  type Outcome,
  retry,
  type StepContext,
} from '../engine/declare/step.ts'
import { itemOf } from '../item/rendition-shapes.ts'
import { JOB_DOCUMENT, reachingRaw } from '../raw/raw-needs.ts'
import { reachingOutput } from '../source/source.ts'
import { withStallTimeout } from '../source/with-stall-timeout.ts'
import type { Tools } from '../tools.ts'
import { type Flaw, flawsOf } from './flaws.ts'
import { type Rendition, type Source, uriOf, type Work, workOf } from './renditions.ts'
import { rangeOf } from './time-range.ts'

/** A rendition that has been checked and has landed. */
export interface Output {
  readonly tag: string
  readonly uri: string
  /** Bytes. */
  readonly size: number
  readonly sha256: string
  readonly media: Media
  /** The technical members of its shape, for a rendition of an item. */
  readonly technical?: Technical
  /** True if it ends early because the job was stopped. */
  readonly cut?: boolean
  /** What it lacks of its plan, as clauses. */
  readonly flaws?: readonly string[]
}

/** Checks and then lands each rendition. Result: `Output[]`. */
export const checkOutput = withStallTimeout({
  name: 'check-output',
  description: 'Performing media check.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({
    ...(JOB_DOCUMENT in metadata ? reachingRaw : reachingOutput)(metadata, tools),
    media: true,
  }),
  outputs: (result) =>
    (result as readonly Output[]).map(({ uri, tag, media, cut = false }) => ({
      ...{ uri, label: tag, durationS: media.durationS, partial: cut },
    })),
  async run(context, beats) {
    const source = context.result<Source>('probe-file')
    const renditions =
      context.result<readonly Rendition[]>('transcode') ??
      context.result<readonly Rendition[]>('render-sequence') ??
      context.result<readonly Rendition[]>('raw-transcode') ??
      []
    const cut = source && rangeOf(context.metadata, source)
    if (cut && 'refused' in cut) return fatal(cut.refused)
    const outputs: Output[] = []
    const work = source && (await workOf(context))
    for (const rendition of renditions) {
      const planned = planFor(rendition, work && !('refused' in work) ? work : undefined, cut?.range)
      const checked = await check(context, beats, rendition, planned)
      if ('ended' in checked) return checked
      outputs.push(checked)
      context.log('info', `${rendition.tag}: ${checked.uri}, ${checked.size} bytes`)
      for (const flaw of checked.flaws ?? []) context.log('warning', `${rendition.tag} has ${flaw}`)
    }
    return finished(outputs)
  },
})

interface Planned {
  /** Absent for a rendition that was cut short, which is not held to a length. */
  readonly plan?: Pick<RenditionPlan, 'streams'>
  readonly isRange: boolean
}

function planFor(
  { final, cut, streams }: Rendition,
  work: Work | undefined,
  range: Range | undefined,
): Planned {
  if (streams) return { plan: { streams }, isRange: true }
  const plan = cut ? undefined : work?.renditions.find((one) => one.final === final)?.plan
  return { isRange: range !== undefined, ...(plan && { plan }) }
}

async function check(
  { tools, signal, metadata }: StepContext<Tools>,
  beats: Int32Array,
  { tag, partial, final, cut = false, damage = {} }: Rendition,
  { plan, isRange }: Planned,
): Promise<Output | Outcome> {
  const programs = await tools.programs()
  if ('missing' in programs) return retry(programs.missing.join('; '))
  const opened = await openFile(partial).catch(() => undefined)
  if (!opened) return fatal(`${tag}: ${partial} is gone`)
  await using file = opened
  const at = pathOfDescriptor(file, partial)
  const [probed, sums] = await Promise.all([
    describe(partial, metadata, { ffprobe: programs.ffprobe, signal }),
    tools.tasks.run('checksum', { path: partial, at, algorithms: ['sha256'], beats }, signal),
  ])
  if (probed.ended !== 'done') return unreadable(tag, probed)
  if (sums.ended !== 'done') return retry(`${tag}: no checksum (${sums.ended})`)
  const { media } = probed
  const flaws = flawsOf(media, plan, { damage, isRange })
  // Fatal, because another check would find the same flaw.
  const unacceptable = flaws.filter(({ share }) => share > tools.maxMissing)
  if (unacceptable.length > 0)
    return fatal(`${tag}: the output has ${wording(unacceptable, tools.maxMissing)}`)
  if ((await land(partial, final)) === 'taken') return fatal(`${tag}: ${uriOf(final)} already exists`)
  return {
    ...{ tag, uri: uriOf(final), size: sums.sizeBytes, sha256: sums.checksums.sha256 ?? '', media },
    ...('json' in probed && {
      technical: technicalOf(probed.json, { name: basename(final), size: sums.sizeBytes }),
    }),
    ...(cut && { cut }),
    ...(flaws.length > 0 && { flaws: flaws.map(({ text }) => text) }),
  }
}

/** A rendition of an item becomes a shape, which has more members than the check needs. */
function describe(
  path: string,
  metadata: Metadata,
  options: Parameters<typeof probe>[1],
): Promise<Probed | Described> {
  return itemOf(metadata) === undefined ? probe(path, options) : describeMedia(path, options)
}

export function wording(flaws: readonly Flaw[], maxMissing: number): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`
  const most = percent(Math.max(...flaws.map(({ share }) => Math.min(1, share))))
  const texts = flaws.map(({ text }) => text).join(', and ')
  if (!flaws.some(({ share }) => share <= 1)) return texts
  return `${texts}: ${most} missing, and MAX_MISSING allows ${percent(maxMissing)}`
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

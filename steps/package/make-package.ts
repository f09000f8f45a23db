/** The step make-package, which encodes the rungs of a package in one run of ffmpeg. */

import { dirname } from 'node:path'
import { siteId } from '../../schema/ids.ts'
import type { Damage } from '../../tasks/ffmpeg/damage.ts'
import { probe } from '../../tasks/ffmpeg/ffprobe.ts'
import { packageCommand } from '../../tasks/ffmpeg/package/command.ts'
import { textSubtitlesOf } from '../../tasks/ffmpeg/package/ladder.ts'
import { runFfmpeg } from '../../tasks/ffmpeg/run.ts'
import { freshFolder, removeFolder } from '../../tasks/files/folders.ts'
import { isTaken } from '../../tasks/files/look.ts'
import { insideRoots } from '../../tasks/files/media-roots.ts'
import type { ProgramFile } from '../../tasks/program/program-file.ts'
import { fatal, finished, type Outcome, type Step, type StepContext } from '../engine/declare/step.ts'
import { reachingSourceAndOutput } from '../source/source.ts'
import type { Tools } from '../tools.ts'
import { failureOf, readyFfmpeg } from '../transcode/ffmpeg-step.ts'
import { uriOf } from '../transcode/renditions.ts'
import { type PackageWork, packageWork, packageWorkOn } from './package-work.ts'

/** What make-package leaves to check-package. */
export interface MadePackage {
  readonly folder: string
  readonly final: string
  /** Says which run has made it. */
  readonly mark: string
  /** What of the source could not be decoded. */
  readonly damage: Damage
}

/** Makes the segments in a partial folder. Result: `MadePackage`; metadata: the plan in words. */
export const makePackage: Step<Tools> = {
  name: 'make-package',
  description: 'Transcoding.',
  runsAs: 'STARTED_ASYNCHRONOUS',
  needs: (metadata, tools) => ({ ...reachingSourceAndOutput(metadata, tools), media: true }),
  async run(context) {
    const work = await packageWork(context)
    if ('refused' in work) return fatal(work.refused)
    const { source, destination, final, plan } = work
    const program = await readyFfmpeg(context, { source, destination, folder: dirname(final) })
    if ('ended' in program) return program
    if (await isTaken(final)) return fatal(`destinationUri: ${uriOf(final)} already exists`)
    const mark = `${siteId(context.job.id)}.${context.run}`
    await freshFolder(plan.folder, mark)
    for (const line of packagePlan(work)) context.log('info', line)
    return encode(context, work, program, mark)
  },
  async command({ metadata, tools, signal }) {
    const uri = metadata['sourceUri'] ?? ''
    const place = await insideRoots(uri, tools.mediaRoots)
    if ('refused' in place) return { unknown: `sourceUri: ${place.refused}` }
    if ('missing' in place) return { unknown: `sourceUri: ${uri} does not exist on this machine` }
    const programs = await tools.programs()
    if ('missing' in programs) return { unknown: programs.missing.join('; ') }
    const probed = await probe(place.path, { ffprobe: programs.ffprobe, signal, timeoutMs: PROBE_TIMEOUT_MS })
    if (probed.ended !== 'done')
      return { unknown: 'message' in probed ? probed.message : 'the request was canceled' }
    const work = await packageWorkOn(
      { path: place.path, media: probed.media },
      { metadata, tools, jobId: 0, run: 0 },
    )
    if ('refused' in work) return { unknown: work.refused }
    return { argument: packageCommand(programs.ffmpeg.path, work.plan), explanation: packagePlan(work) }
  },
  async discard(context) {
    const work = await packageWork(context)
    if (!('refused' in work)) await removeFolder(work.plan.folder)
  },
}

/** Short, because a client is waiting for the answer. */
const PROBE_TIMEOUT_MS = 10_000

/** In words. */
function packagePlan({ plan: { rungs, codec, segmentS, media } }: PackageWork): readonly string[] {
  const subtitles = textSubtitlesOf(media).length
  return [
    ...rungs.map(
      ({ width, height, maxRate }) =>
        `package: ${width}×${height}, ${codec}, at most ${Math.round(maxRate / 1_000)} kbit/s, key frames every ${segmentS} s`,
    ),
    ...(media.streams.some(({ type }) => type === 'audio') ? ['package: sound once, for all of them'] : []),
    ...(subtitles > 0 ? [`package: ${subtitles} subtitles as WebVTT`] : []),
  ]
}

async function encode(
  context: StepContext<Tools>,
  work: PackageWork,
  ffmpeg: ProgramFile,
  mark: string,
): Promise<Outcome> {
  const { signal, progress, log, tools } = context
  const { plan, final, destination } = work
  const result = await runFfmpeg(
    {
      ...{ ffmpeg, line: packageCommand(ffmpeg.path, plan), reads: [plan.input] },
      ...{ outputs: [{ path: `${plan.folder}/` }], durationS: plan.media.durationS },
    },
    {
      ...{ signal, stallMs: tools.stallMs, onLog: log },
      onProgress: ({ fraction }) => progress(Math.round((fraction ?? 0) * 1_000) / 10, 100, 'percent'),
    },
  )
  if (result.ended !== 'done')
    return failureOf(result, context, { input: plan.input, destination, partials: [] })
  progress(100, 100, 'percent')
  const made: MadePackage = { folder: plan.folder, final, mark, damage: result.damage }
  return finished(made, { mediaPlan: packagePlan(work).join('\n') })
}
